import { checkObject } from '../errors/validate.js';
import { rawWords } from '../machine/raw-words.js';
import { backchannelsOf } from '../pipeline/language-rules.js';
import type { Language } from '../ports/language.js';
import type { Guard } from './guard.js';
import { holdUtterances, type UtteranceSoFar } from './utterance-hold.js';

/** Options of {@link withoutBackchannels}. */
export interface WithoutBackchannelsOptions {
  language: Pick<Language, 'backchannels' | 'fillers'>;
  /** Whether the bot has the floor: «угу» to a bot that is silent is an answer. Default: always. */
  botSpeaks?: () => boolean;
  /** Told of each backchannel. */
  dropped?: (utterance: UtteranceSoFar) => void;
}

/**
 * Drops what callers say to show that they listen, as long as they say nothing else. Throws `ERR_INVALID_OPTION`
 * without a language.
 */
export function withoutBackchannels({
  language,
  botSpeaks = () => true,
  dropped,
}: WithoutBackchannelsOptions): Guard {
  checkObject('language', language, 'a Language, e.g. russian() of @rechka/russian');
  const isBackchannel = backchannelsOf(language);
  return holdUtterances(({ text }) => {
    const words = rawWords(text);
    return words.length > 0 && (!botSpeaks() || !isBackchannel(words));
  }, dropped);
}
