import { checkNumber, checkObject, checkOneOf } from '@rechka/core';
import { checkNames } from '../check-names.js';
import { defined } from '../defined.js';

/** How an emulated recogniser mishears. All are probabilities, 0 to 1; none of them is measured on the real one. */
export interface HearingManner {
  /** A word is heard wrong though it sounds well. */
  wordErrors: number;
  /** A word is not heard though it sounds well. */
  lostWords: number;
  /** A word looks different at first, in partials. */
  drafts: number;
  /** Such a word stays so until two more words have come, instead of one. */
  deepDrafts: number;
  /** A word is heard wrong in noise 5 dB louder than it; none is because of noise 10 dB below it. */
  noiseErrors: number;
  /** A word is heard wrong when more than half of its samples are cut off at full scale. */
  clippingErrors: number;
  /** A burst of noise (150 ms to 1.5 s, as loud as speech) is heard as a word. */
  noiseWords: number;
}

/**
 * `clean`: a good microphone in a quiet room. `phone`: a telephone line. `noisy`: a telephone in the street. The figures
 * are assumed; what word error rates they make is measured in the tests.
 */
export const hearingPresets = {
  clean: {
    ...{ wordErrors: 0, lostWords: 0, drafts: 0.2, deepDrafts: 0.3 },
    ...{ noiseErrors: 0.5, clippingErrors: 0.3, noiseWords: 0 },
  },
  phone: {
    ...{ wordErrors: 0.04, lostWords: 0.01, drafts: 0.3, deepDrafts: 0.4 },
    ...{ noiseErrors: 0.6, clippingErrors: 0.4, noiseWords: 0.25 },
  },
  noisy: {
    ...{ wordErrors: 0.12, lostWords: 0.04, drafts: 0.4, deepDrafts: 0.5 },
    ...{ noiseErrors: 0.7, clippingErrors: 0.5, noiseWords: 0.6 },
  },
} satisfies Record<HearingPreset, HearingManner>;

/** A way of mishearing by its name: `clean` mishears good sound never, `phone` and `noisy` as such lines are heard. */
export type HearingPreset = 'clean' | 'phone' | 'noisy';

/** The figures that an option names. Throws `ERR_INVALID_OPTION`. */
export function resolveManner(
  name: string,
  option: HearingPreset | Partial<HearingManner> = 'clean',
): HearingManner {
  if (typeof option === 'string') {
    checkOneOf(name, option, Object.keys(hearingPresets));
    return hearingPresets[option];
  }
  checkObject(name, option, `one of ${Object.keys(hearingPresets).join(', ')}, or a set of figures`);
  checkNames(name, option, Object.keys(hearingPresets.clean));
  const figures = defined(option);
  for (const [figure, value] of Object.entries(figures))
    checkNumber(`${name}.${figure}`, value, { min: 0, max: 1 });
  return { ...hearingPresets.clean, ...figures };
}
