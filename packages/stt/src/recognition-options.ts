import { checkNumber, checkOneOf, checkText, invalidOption, type Endpointing } from '@rechka/core';

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
   * Audio is sent in pieces of this length, in ms, 10–400. Default 40: pieces of 20 ms cost about 1.7 times
   * the CPU (measured) for 10 ms of mean latency.
   */
  chunkMs?: number;
  /** Most audio kept while the service is stalled, in ms, 100–10 000; what is more is a `gap`. Default 1 000. */
  bufferMs?: number;
  /**
   * Most audio kept while a connection is being made, at the start or after a failure, in ms, 100–60 000; never
   * less than `bufferMs`. It is sent as fast as the network takes it once there is one. Default 10 000: a slow
   * token and TLS handshake cost no words.
   */
  connectBufferMs?: number;
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
  readonly connectBufferMs: number;
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
    connectBufferMs = 10_000,
  } = options;
  const languages = typeof language === 'string' ? [language] : language;
  if (!Array.isArray(languages) || languages.length === 0) {
    throw invalidOption('language', language, `one or several of ${recognitionLanguages.join(', ')}`);
  }
  for (const one of languages) checkOneOf('language', one, recognitionLanguages);
  checkText('model', model);
  for (const [name, value] of Object.entries(normalization)) {
    if (typeof value !== 'boolean') throw invalidOption(`normalization.${name}`, value, 'true or false');
  }
  checkNumber('chunkMs', chunkMs, { min: 10, max: 400, integer: true });
  checkNumber('bufferMs', bufferMs, { min: 100, max: 10_000, integer: true });
  checkNumber('connectBufferMs', connectBufferMs, { min: 100, max: 60_000, integer: true });
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
    endpointing: resolveEndpointing(options.endpointing ?? { type: 'server' }),
    chunkMs,
    bufferMs,
    connectBufferMs,
    requestIdPrefix: options.requestIdPrefix,
  };
}

/** Checks an endpointing and fills its defaults in. Throws `ERR_INVALID_OPTION`. */
export function resolveEndpointing(endpointing: Endpointing): Endpointing {
  checkOneOf('endpointing.type', (endpointing as Partial<Endpointing>).type, ['server', 'external']);
  if (endpointing.type === 'external') return { type: 'external' };
  const { sensitivity = 'high', pauseMs = 700 } = endpointing;
  checkOneOf('endpointing.sensitivity', sensitivity, ['default', 'high']);
  // The service documents no range; public clients use 500–2500.
  checkNumber('endpointing.pauseMs', pauseMs, { min: 100, max: 10_000, integer: true });
  return { type: 'server', sensitivity, pauseMs };
}
