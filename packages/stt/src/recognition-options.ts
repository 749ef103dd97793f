import {
  checkFlag,
  checkNumber,
  checkObject,
  checkOneOf,
  checkText,
  invalidOption,
  type Endpointing,
} from '@rechka/core';
import type { SessionLimits } from './session-limits.js';

/** Languages of SpeechKit v3 recognition (source: the official Python SDK's list, without `auto`). */
export const recognitionLanguages = [
  'ru-RU',
  'de-DE',
  'en-US',
  'es-ES',
  'fi-FI',
  'fr-FR',
  'he-IL',
  'it-IT',
  'kk-KZ',
  'nl-NL',
  'pl-PL',
  'pt-BR',
  'pt-PT',
  'sv-SE',
  'tr-TR',
  'uz-UZ',
] as const;

/** One of {@link recognitionLanguages}. */
export type RecognitionLanguage = (typeof recognitionLanguages)[number];

/** How recognised text is made readable; it arrives as `transcript-refined`. */
export interface NormalizationOptions {
  /** Default true. Without it no other option here has an effect, and no `transcript-refined` comes. */
  enabled?: boolean;
  /** Masks swearing. Default false. */
  profanityFilter?: boolean;
  /** Sentence case and punctuation. Default true. */
  literatureText?: boolean;
  /** Writes phone numbers as such. Default true. */
  phoneFormatting?: boolean;
}

/** Classifiers of SpeechKit v3 (source: its documents on speech analysis and release notes). */
export const classifierNames = [
  'formal_greeting',
  'informal_greeting',
  'formal_farewell',
  'informal_farewell',
  'insult',
  'profanity',
  'gender',
  'negative',
  'answerphone',
] as const;

/** A classifier that listens along. */
export interface ClassifierOptions {
  name: (typeof classifierNames)[number];
  /**
   * On what it runs: `partial` (documented for `gender`, `negative` and `answerphone`), `final`, `utterance`.
   * Default `final`.
   */
  on?: 'partial' | 'final' | 'utterance';
}

/** What is recognised and how; all optional. */
export interface RecognitionOptions {
  /** The language spoken, or several when it varies. The service takes it as guidance. Default `ru-RU`. */
  language?: RecognitionLanguage | readonly RecognitionLanguage[];
  /** `general`, `general:rc` or `general:deprecated`. Default `general`. */
  model?: string;
  normalization?: NormalizationOptions;
  /**
   * Who ends an utterance, unless `open` says otherwise. Default `server` with sensitivity `high` and
   * `pauseMs` 700: measured on a production phone bot, that ends a median of 1 036 ms after the last word
   * instead of 1 778 ms.
   */
  endpointing?: Endpointing;
  /**
   * Audio is sent as soon as there is this much of it, in ms, 10–400: what was written at once goes as one piece of up
   * to 200 ms. Default 40: two frames of a telephone in one message cost 0.8 of what two messages do (measured), for
   * 10 ms of mean latency.
   */
  chunkMs?: number;
  /**
   * How long the network may take nothing of what it is sent, in ms, 100–10 000; then another session on another
   * connection gets it. Default 1 000: so much audio waits at most.
   */
  bufferMs?: number;
  /**
   * Most audio kept until a final covers it, in ms, 5 000–300 000. After a failure, and when a connection is slow to
   * be made, it is recognised late; what is older is a `gap`. Default 30 000: 1 MB at 16 kHz, if all of it is needed.
   */
  replayMs?: number;
  /**
   * How fast kept audio is caught up with, in times real time, 1–10. Default 2. The service asks for about real time
   * and warns of more: at a `WARNING`, or a refusal, it is 1 for the rest of the stream, and only silence is skipped.
   */
  replaySpeed?: number;
  /** Longest session, in ms, from 20 000 on. Default 300 000, the service's limit; it is replaced in good time before. */
  maxSessionMs?: number;
  /** Most audio in a session, in bytes, from 1 000 000 on. Default 10 000 000, the service's limit. */
  maxSessionBytes?: number;
  /** What else is to be noticed; it arrives as `label`. Default nothing. Russian only. */
  classifiers?: readonly ClassifierOptions[];
  /** Begins the id of every request, to find them in the provider's logs. Default: none. */
  requestIdPrefix?: string;
}

/** {@link RecognitionOptions} with nothing left open. */
export interface ResolvedOptions {
  readonly languages: readonly RecognitionLanguage[];
  readonly model: string;
  readonly normalization: Required<NormalizationOptions>;
  readonly endpointing: Endpointing;
  readonly chunkMs: number;
  readonly bufferMs: number;
  readonly replayMs: number;
  readonly replaySpeed: number;
  readonly limits: SessionLimits;
  readonly classifiers: readonly Required<ClassifierOptions>[];
  readonly requestIdPrefix: string | undefined;
}

/** Fills the defaults in. Throws `ERR_INVALID_OPTION`. */
export function resolveOptions(options: RecognitionOptions): ResolvedOptions {
  const {
    language = 'ru-RU',
    model = 'general',
    normalization = {},
    chunkMs = 40,
    bufferMs = 1000,
    replayMs = 30_000,
    replaySpeed = 2,
    maxSessionMs = 300_000,
    maxSessionBytes = 10_000_000,
    classifiers = [],
  } = options;
  const languages = typeof language === 'string' ? [language] : language;
  if (!Array.isArray(languages) || languages.length === 0) {
    throw invalidOption('language', language, `one or several of ${recognitionLanguages.join(', ')}`);
  }
  for (const one of languages) checkOneOf('language', one, recognitionLanguages);
  checkText('model', model);
  checkObject('normalization', normalization, 'an object, e.g. { profanityFilter: true }');
  for (const [name, value] of Object.entries(normalization)) checkFlag(`normalization.${name}`, value);
  checkNumber('chunkMs', chunkMs, { min: 10, max: 400, integer: true });
  checkNumber('bufferMs', bufferMs, { min: 100, max: 10_000, integer: true });
  checkNumber('replayMs', replayMs, { min: 5000, max: 300_000, integer: true });
  checkNumber('replaySpeed', replaySpeed, { min: 1, max: 10 });
  checkNumber('maxSessionMs', maxSessionMs, { min: 20_000, max: 300_000, integer: true });
  checkNumber('maxSessionBytes', maxSessionBytes, { min: 1_000_000, max: 10_000_000, integer: true });
  const given: unknown = classifiers;
  if (!Array.isArray(given))
    throw invalidOption('classifiers', classifiers, "an array, e.g. [{ name: 'negative' }]");
  for (const classifier of given as unknown[]) {
    const { name, on = 'final' } = Object(classifier) as Partial<ClassifierOptions>;
    checkOneOf('classifiers.name', name, classifierNames);
    checkOneOf('classifiers.on', on, ['partial', 'final', 'utterance']);
  }
  if (options.requestIdPrefix !== undefined) checkText('requestIdPrefix', options.requestIdPrefix);
  return {
    languages,
    model,
    normalization: {
      enabled: true,
      profanityFilter: false,
      literatureText: true,
      phoneFormatting: true,
      ...normalization,
    },
    endpointing: resolveEndpointing(
      options.endpointing === undefined ? { type: 'server' } : options.endpointing,
    ),
    chunkMs,
    bufferMs,
    replayMs,
    replaySpeed,
    limits: { maxMs: maxSessionMs, maxBytes: maxSessionBytes },
    classifiers: classifiers.map(({ name, on = 'final' }) => ({ name, on })),
    requestIdPrefix: options.requestIdPrefix,
  };
}

/** Checks an endpointing and fills its defaults in. Throws `ERR_INVALID_OPTION`. */
export function resolveEndpointing(endpointing: Endpointing): Endpointing {
  checkObject('endpointing', endpointing, "an object, e.g. { type: 'server' }");
  checkOneOf('endpointing.type', (endpointing as Partial<Endpointing>).type, ['server', 'external']);
  if (endpointing.type === 'external') return { type: 'external' };
  const { sensitivity = 'high', pauseMs = 700 } = endpointing;
  checkOneOf('endpointing.sensitivity', sensitivity, ['default', 'high']);
  // The service documents no range; public clients use 500–2500.
  checkNumber('endpointing.pauseMs', pauseMs, { min: 100, max: 10_000, integer: true });
  return { type: 'server', sensitivity, pauseMs };
}
