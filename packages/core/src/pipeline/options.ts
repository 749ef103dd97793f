import { checkFormat } from '../audio/audio-format.js';
import { checkNumber, invalidOption } from '../errors/validate.js';
import { EchoGuard, type EchoMode } from '../echo/echo-guard.js';
import { rawWords } from '../machine/raw-words.js';
import type { MachineRules } from '../machine/turn-state.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { Call } from '../ports/call.js';
import type { Language } from '../ports/language.js';
import type { Message } from '../ports/language-model.js';
import type { Endpointing, SpeechToText } from '../ports/speech-to-text.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import type { Clock } from '../time/clock.js';
import { checkGiven, checkLanguage, checkStt, checkTransforms, checkTts } from './check-parts.js';
import type { Responder } from './responder.js';

/** How long a conversation waits for what. All in ms, 1–3 600 000. */
export interface PipelineTimings {
  /** An endpoint without a final: the last partial is taken instead. Default 1 500. */
  finalTimeoutMs?: number;
  /** An utterance is ended after this long. Default 30 000. */
  maxUtteranceMs?: number;
  /** An answer of which no audio has come is given up, with an apology. Default 10 000. */
  firstAudioMs?: number;
  /** A sink that plays nothing for this long is given up. Default 5 000. */
  playoutStallMs?: number;
  /** A sink that does not confirm `clear()` is not waited for any longer. Default 500. */
  clearMs?: number;
  /** A loop body that is busy for this long raises a `body-stalled` event; nothing is cancelled. Default 10 000. */
  bodyStallMs?: number;
  /** Speech that begins this soon after a commit makes a turn that `continues` the one before. Default 1 500. */
  continuesMs?: number;
  /**
   * How long the recogniser may take for the caller's last words when they hang up. Default 3 000; one that does
   * not keep to it is left after twice as long.
   */
  lastWordsMs?: number;
}

/**
 * When the caller takes the turn from a bot that speaks. At the first words (a mere backchannel does not count) the
 * bot falls silent. If they become enough words of enough length, it is interrupted; if not, it goes on from the
 * start of the word at which it was cut, and what was said is the next turn.
 */
export interface BargeInOptions {
  /** Words it takes, 1–20. Default 1. */
  minWords?: number;
  /** Speech it takes, from its beginning to where the words reach, in ms, 0–5 000. Default 300. */
  minMs?: number;
  /** How long the bot stays silent for more, in ms, 100–10 000. Default 2 000. */
  duckMs?: number;
}

/** What audio goes through on its way, each list in its order. */
export interface AudioTransforms {
  /** The caller's, before it is recognised. */
  input?: readonly AudioTransform[];
  /** The bot's, before it goes to the line. */
  output?: readonly AudioTransform[];
}

/** What a {@link VoicePipeline} is made of. */
export interface VoicePipelineOptions {
  /** The line: `localCall()`, `scriptedCall()`, a telephone, a browser. It serves one pipeline. */
  call: Call;
  /** Hears the caller; one client serves any number of pipelines. */
  stt: SpeechToText;
  /** Speaks; one client serves any number of pipelines. */
  tts: TextToSpeech;
  /** How text becomes speech and what is a backchannel, e.g. `russian()`. */
  language: Language;
  /** Answers a turn when `reply()` is called without an answer of its own. */
  respond?: Responder;
  /** Who decides that the caller has finished. Default: the recogniser, by its own settings. */
  endpointing?: Endpointing;
  /** What it takes to stop the bot's voice, or `false`: nothing said does, and what is said is the next turn. */
  bargeIn?: BargeInOptions | false;
  /**
   * How the bot is kept from answering its own voice on a line that does not cancel echo. `guard` compares what is
   * heard with what the bot is saying; `half-duplex` hears nothing while it speaks; or a guard of your own.
   * Default `off`: all that is heard is the caller's.
   */
  echo?: EchoMode | EchoGuard;
  /**
   * What was said before: `messages` of an earlier conversation, as they are or through JSON. It is copied. Default:
   * nothing.
   */
  history?: readonly Message[];
  /** What audio goes through on its way: a denoiser, say. Default: nothing. */
  transforms?: AudioTransforms;
  /** How long things are waited for, in ms. */
  timings?: PipelineTimings;
  /** Default: the host's. */
  clock?: Clock;
}

const defaults: Required<PipelineTimings> = {
  finalTimeoutMs: 1500,
  maxUtteranceMs: 30_000,
  firstAudioMs: 10_000,
  playoutStallMs: 5000,
  clearMs: 500,
  bodyStallMs: 10_000,
  continuesMs: 1500,
  lastWordsMs: 3000,
};

/** The machine's rules from the user's options. Throws `ERR_INVALID_OPTION` for whatever cannot be used. */
export function checkOptions(options: VoicePipelineOptions): MachineRules {
  checkParts(options);
  const timings = { ...defaults, ...options.timings };
  for (const name of Object.keys(defaults) as (keyof PipelineTimings)[]) {
    checkNumber(`timings.${name}`, timings[name], { min: 1, max: 3_600_000 });
  }
  const { bargeIn = {} } = options;
  const { minWords = 1, minMs = 300, duckMs = 2000 } = bargeIn === false ? {} : bargeIn;
  checkNumber('bargeIn.minWords', minWords, { min: 1, max: 20, integer: true });
  checkNumber('bargeIn.minMs', minMs, { min: 0, max: 5000 });
  checkNumber('bargeIn.duckMs', duckMs, { min: 100, max: 10_000 });
  return {
    ...timings,
    bargeInMinWords: bargeIn === false ? 0 : minWords,
    bargeInMinMs: minMs,
    duckMs,
    isBackchannel: backchannelsOf(options.language),
  };
}

/** Whether raw words confirm or fill without taking the turn, in this language. */
export function backchannelsOf(language: Language): MachineRules['isBackchannel'] {
  const confirming = new Set(
    [...language.backchannels, ...language.fillers].map((word) => rawWords(word).join(' ')),
  );
  return (words) => confirming.has(words.join(' ')) || words.every((word) => confirming.has(word));
}

/** The guard that the options ask for, if any. Throws `ERR_INVALID_OPTION`. */
export function chooseEchoGuard({ echo = 'off', language }: VoicePipelineOptions): EchoGuard | undefined {
  const { numerals } = language;
  const guard =
    echo instanceof EchoGuard ? echo : new EchoGuard({ mode: echo, ...(numerals && { numerals }) });
  return guard.mode === 'off' ? undefined : guard;
}

/** JavaScript users have no compiler to tell them what is missing. */
function checkParts(options: Partial<VoicePipelineOptions>): void {
  const { call, stt, tts, language, respond, clock, transforms } = options;
  if (!call || !('input' in call) || !('output' in call))
    throw invalidOption('call', call, 'a Call with input and output');
  checkFormat('call.input.format', call.input.format);
  checkFormat('call.output.format', call.output.format);
  checkStt(stt);
  checkTts(tts);
  checkLanguage(language);
  checkGiven({ respond });
  checkTransforms('transforms.input', transforms?.input ?? []);
  checkTransforms('transforms.output', transforms?.output ?? []);
  if (clock !== undefined && typeof clock.now !== 'function') throw invalidOption('clock', clock, 'a Clock');
}
