import { checkFlag, checkNumber, checkOneOf } from '@rechka/core';
import { toneVoices, type ToneVoice } from '../../tone-speech/index.js';
import { defined } from '../../defined.js';
import { limitOrNone, mostPerSecond } from '../lifted-limit.js';

/** How the emulated synthesiser behaves. What is not documented of the real one is a switch here. */
export interface EmulatedTtsOptions {
  /** Tone voice of the bot. Default `b`, so that callers can have `a`. */
  voice?: ToneVoice;
  /**
   * Speaks for people to hear, by the program `espeak-ng` of the machine, instead of in tone speech: `true` needs it,
   * `auto` speaks in tone speech where it is missing. The emulated recogniser does not understand it (see
   * `stt.ordinarySpeech`), and word timings are estimates: the log says `exact: false`. Default false.
   */
  audible?: boolean | 'auto';
  /** Whether responses carry `word_timings`; the real ones may not. Default true. */
  wordTimings?: boolean;
  /** One response message an utterance, as recorded, or one a sentence. Default `utterance`. */
  messages?: 'utterance' | 'sentence';
  /** Longest text of a request, and of each utterance that a longer one is split into. Default 250, the real limit. */
  maxChars?: number;
  /** Longest text with `unsafe_mode`, and in `StreamSynthesis`. Default 5 000, the real limit. */
  maxLongChars?: number;
  /** What {@link EmulatedTtsOptions.maxLongChars} counts in `StreamSynthesis`; not documented. Default `stream`. */
  maxStreamCharsBy?: 'stream' | 'message';
  /**
   * Longest speech of a request without `unsafe_mode`, as the real voices would speak it: 60 ms a character, and
   * the pauses of the markup. Default 24 000 ms, the real limit.
   */
  maxSpeechMs?: number;
  /**
   * Longest silence of the client in `StreamSynthesis` before the stream is ended. Not documented. Default 600 000 ms,
   * the time that the official SDK gives a whole stream.
   */
  streamIdleMs?: number;
  /**
   * Requests within any second, of both methods and over gRPC and REST together (assumed); `false`: no limit. Default
   * 40, the real quota.
   */
  maxRequestsPerSecond?: number | false;
}

/** All options with their defaults; a lifted limit is infinite. */
export interface ResolvedTtsOptions extends Required<Omit<EmulatedTtsOptions, 'maxRequestsPerSecond'>> {
  maxRequestsPerSecond: number;
}

/** Checks the options and fills in the defaults. Throws `ERR_INVALID_OPTION`. */
export function resolveTts(options: EmulatedTtsOptions): ResolvedTtsOptions {
  const tts: ResolvedTtsOptions = {
    voice: 'b',
    audible: false,
    wordTimings: true,
    messages: 'utterance',
    maxChars: 250,
    maxLongChars: 5000,
    maxStreamCharsBy: 'stream',
    maxSpeechMs: 24_000,
    streamIdleMs: 600_000,
    ...defined(options),
    maxRequestsPerSecond: limitOrNone('tts.maxRequestsPerSecond', options.maxRequestsPerSecond, {
      byDefault: 40,
      most: mostPerSecond,
    }),
  };
  checkOneOf('tts.voice', tts.voice, toneVoices);
  if (tts.audible !== 'auto') checkFlag('tts.audible', tts.audible, "true, false or 'auto'");
  checkFlag('tts.wordTimings', tts.wordTimings);
  checkOneOf('tts.messages', tts.messages, ['utterance', 'sentence']);
  checkNumber('tts.maxChars', tts.maxChars, { min: 1, max: 1_000_000, integer: true });
  checkNumber('tts.maxLongChars', tts.maxLongChars, { min: 1, max: 1_000_000, integer: true });
  checkOneOf('tts.maxStreamCharsBy', tts.maxStreamCharsBy, ['stream', 'message']);
  checkNumber('tts.maxSpeechMs', tts.maxSpeechMs, { min: 1, max: 86_400_000 });
  checkNumber('tts.streamIdleMs', tts.streamIdleMs, { min: 1, max: 86_400_000 });
  return tts;
}
