import { checkFlag, checkNumber, checkObject, checkOneOf, checkText, invalidOption } from '@rechka/core';
import { resolveManner, type HearingManner, type HearingPreset } from '../../recogniser/index.js';
import { checkList } from '../../check-list.js';
import { defined } from '../../defined.js';
import { limitOrNone, mostPerSecond } from '../lifted-limit.js';

/** Statuses that a stream without messages may be ended with. */
export const idleAbortCodes = [
  'OUT_OF_RANGE',
  'DEADLINE_EXCEEDED',
  'CANCELLED',
  'ABORTED',
  'INVALID_ARGUMENT',
  'INTERNAL',
] as const;

/**
 * How the emulated recogniser behaves. What is not documented of the real one is a switch here; limits are on, and
 * each is lifted by `false`.
 */
export interface EmulatedSttOptions {
  /** A perfect recogniser, and no doubled end-of-utterance updates: for tests of the wire only. Default false. */
  exact?: boolean;
  /**
   * How well it hears: `clean` makes mistakes only where the sound is bad, `phone` and `noisy` also elsewhere; or
   * single figures in place of those of `clean`. Default `clean`.
   */
  hearing?: HearingPreset | Partial<HearingManner>;
  /**
   * Share of `eou_update`s that are duplicates, below 1. Default 0.5 (54 % were seen on real telephony), 0 with
   * {@link EmulatedSttOptions.exact}.
   */
  eouDuplicateRate?: number;
  /** Interval of keep-alive `status_code`s. Default 5 000 ms (assumed). */
  statusIntervalMs?: number;
  /** Least audio between two partials. Default 200 ms (assumed). */
  partialIntervalMs?: number;
  /** Longest stream. Default 300 000 ms, the real limit. */
  maxStreamMs?: number | false;
  /**
   * What the longest stream is measured in; not known of the real one, whose documents say both. Default `either`:
   * what comes first.
   */
  maxStreamBy?: 'audio' | 'wall' | 'either';
  /** Most audio in one stream. Default 10 000 000 bytes, the real limit. */
  maxStreamBytes?: number | false;
  /** Longest silence of the client, in messages, before its stream is ended. Default 5 000 ms, the real limit. */
  idleMs?: number | false;
  /** The status that such a stream is ended with; not known of the real one. Default `OUT_OF_RANGE`. */
  idleAbortCode?: (typeof idleAbortCodes)[number];
  /** New streams within any second. Default 40, the real quota. */
  maxNewStreamsPerSecond?: number | false;
  /** Channels of raw audio, which are mixed if there are several. Default 1, the real limit. */
  maxChannels?: number | false;
  /** Rates of raw audio that are taken. Default 8 000, 16 000 and 48 000, the documented ones; lifted: 8 000 to 192 000. */
  sampleRatesHz?: readonly number[] | false;
  /** Whether `silence_chunk` ends an utterance as silent audio does: documents say so, users say not. Default false. */
  silenceChunkDrivesEou?: boolean;
  /**
   * What comes of audio that is over 3 s ahead of real time: nothing, status codes `WARNING`, or the end of the stream
   * with INVALID_ARGUMENT. Documents speak of the warning. Default `warn`.
   */
  fasterThanRealTime?: 'accept' | 'warn' | 'refuse';
  /**
   * What people say who talk to the emulator in their own voice, which it cannot understand: each utterance that
   * is speech by its sound (above −35 dBFS and the noise, voiced for 250 ms at the pitch of a voice, no tone speech
   * in it) is taken for the next of these lines, whatever was said; `emulator.log` tells which. All streams share
   * the lines; after the last comes the first again. Default none: only tone speech is heard.
   */
  ordinarySpeech?: readonly string[];
  /**
   * Whether tone speech is understood. Default true. False: whatever is loud enough for 250 ms is taken for the next
   * line of {@link EmulatedSttOptions.ordinarySpeech}, at a fraction of the CPU: for tests under load.
   */
  toneSpeech?: boolean;
  /** What the classifiers of these names look for in a text (lower case, no punctuation), beside or instead of their own. */
  classifiers?: Readonly<Record<string, RegExp>>;
}

/** All options with their defaults; a lifted limit is infinite. */
export interface ResolvedSttOptions extends Required<Omit<EmulatedSttOptions, 'hearing' | Limit>> {
  hearing: HearingManner;
  maxStreamMs: number;
  maxStreamBytes: number;
  idleMs: number;
  maxNewStreamsPerSecond: number;
  maxChannels: number;
}

const dayMs = 86_400_000;

/** Throws `ERR_INVALID_OPTION`. */
export function resolveSttOptions(options: EmulatedSttOptions): ResolvedSttOptions {
  const exact = options.exact ?? false;
  const limit = (name: Limit, byDefault: number, most: number) =>
    limitOrNone(`stt.${name}`, options[name], { byDefault, most });
  const stt = {
    exact,
    eouDuplicateRate: exact ? 0 : 0.5,
    statusIntervalMs: 5000,
    partialIntervalMs: 200,
    maxStreamBy: 'either' as const,
    idleAbortCode: 'OUT_OF_RANGE' as const,
    sampleRatesHz: [8000, 16_000, 48_000],
    silenceChunkDrivesEou: false,
    fasterThanRealTime: 'warn' as const,
    ordinarySpeech: [],
    toneSpeech: true,
    classifiers: {},
    ...defined(options),
    hearing: resolveManner('stt.hearing', options.hearing),
    maxStreamMs: limit('maxStreamMs', 300_000, dayMs),
    maxStreamBytes: limit('maxStreamBytes', 10_000_000, Number.MAX_SAFE_INTEGER),
    idleMs: limit('idleMs', 5000, dayMs),
    maxNewStreamsPerSecond: limit('maxNewStreamsPerSecond', 40, mostPerSecond),
    maxChannels: limit('maxChannels', 1, 8),
  };
  checkNumber('stt.eouDuplicateRate', stt.eouDuplicateRate, { min: 0, max: 0.95 });
  checkNumber('stt.statusIntervalMs', stt.statusIntervalMs, { min: 1, max: dayMs });
  checkNumber('stt.partialIntervalMs', stt.partialIntervalMs, { min: 10, max: 60_000 });
  checkOneOf('stt.maxStreamBy', stt.maxStreamBy, ['audio', 'wall', 'either']);
  checkOneOf('stt.idleAbortCode', stt.idleAbortCode, idleAbortCodes);
  checkOneOf('stt.fasterThanRealTime', stt.fasterThanRealTime, ['accept', 'warn', 'refuse']);
  for (const name of ['exact', 'silenceChunkDrivesEou', 'toneSpeech'] as const)
    checkFlag(`stt.${name}`, stt[name]);
  if (stt.sampleRatesHz !== false)
    checkList('stt.sampleRatesHz', stt.sampleRatesHz, 'an array of rates, or false');
  for (const rateHz of stt.sampleRatesHz === false ? [] : stt.sampleRatesHz)
    checkNumber('stt.sampleRatesHz', rateHz, { min: 8000, max: 192_000, integer: true });
  checkList('stt.ordinarySpeech', stt.ordinarySpeech, 'an array of lines');
  for (const line of stt.ordinarySpeech) checkText('stt.ordinarySpeech', line);
  if (!stt.toneSpeech && stt.ordinarySpeech.length === 0)
    throw invalidOption('stt.ordinarySpeech', stt.ordinarySpeech, 'lines, since toneSpeech is off');
  checkObject('stt.classifiers', stt.classifiers, 'an object of RegExp');
  for (const [name, words] of Object.entries(stt.classifiers))
    if (!(words instanceof RegExp)) throw invalidOption(`stt.classifiers.${name}`, words, 'a RegExp');
  return stt;
}

type Limit = 'maxStreamMs' | 'maxStreamBytes' | 'idleMs' | 'maxNewStreamsPerSecond' | 'maxChannels';
