import type { Endpointer } from '../endpointing/endpointer.js';
import type { EchoGuard, EchoMode } from '../echo/echo-guard.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { Call } from '../ports/call.js';
import type { Language, Phrases } from '../ports/language.js';
import type { Message } from '../ports/language-model.js';
import type { Endpointing, SpeechToText } from '../ports/speech-to-text.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import type { Clock } from '../time/clock.js';
import type { Responder } from './responder.js';

/** How long a conversation waits for what. All in ms, 1–3 600 000. */
export interface PipelineTimings {
  /** An endpoint without a final: the last partial is taken instead. Default 1 500. */
  finalTimeoutMs?: number;
  /** An utterance is ended after this long. Default 30 000. */
  maxUtteranceMs?: number;
  /** An answer of which no audio has come is given up, with an apology. Default 20 000: longer than a tool. */
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
  /** A recogniser that cannot be reached for this long is spoken of. Default 4 000. */
  troubleMs?: number;
  /** Keys pressed within this of one another are one turn; `#` ends it at once. Default 2 000. */
  keysMs?: number;
}

/** What a caller hears whose answer takes long: `language.phrases.wait`. */
export interface WaitingOptions {
  /** From the commit, or from when the bot ran out of words, in ms, 200–60 000. Default 3 000. */
  afterMs?: number;
  /** From one such phrase to the next, in ms, 1 000–60 000. Default 6 000. */
  againMs?: number;
}

/** What is done about a caller who says nothing. */
export interface CallerSilenceOptions {
  /** Silence before a prompt (`language.phrases.prompt`), and again before the next, in ms, 1 000–600 000. Default 10 000. */
  promptAfterMs?: number;
  /** Prompts, 0–20; after them the bot says goodbye (`phrases.farewell`) and hangs up. Default 2. */
  prompts?: number;
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

/**
 * Whether answers are prepared before the turn is committed, to be heard sooner: `auto` does where the recogniser
 * decides that the caller has finished (it takes its time), not with `local` or `external` endpointing or one of your
 * own; `on` always; `off` never.
 */
export type SpeculationMode = 'auto' | 'on' | 'off';

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
  /**
   * Who decides that the caller has finished. Default `server`: the recogniser, by its own settings, or by those given.
   * `local`: we do, sooner, by silence and by whether what was said is a whole answer; see {@link localEndpointing} for
   * its settings, and `say(text, { expect })` for what makes it better. Or an {@link Endpointer} of your own.
   * `{ type: 'external' }`: nobody does, but `timings.maxUtteranceMs`.
   */
  endpointing?: 'server' | 'local' | Endpointing | Endpointer;
  /** What it takes to stop the bot's voice, or `false`: nothing said does, and what is said is the next turn. */
  bargeIn?: BargeInOptions | false;
  /**
   * How the bot is kept from answering its own voice on a line that does not cancel echo. `guard` compares what is
   * heard with what the bot is saying; `half-duplex` hears nothing while it speaks; or a guard of your own.
   * Default `off`: all that is heard is the caller's.
   */
  echo?: EchoMode | EchoGuard;
  /**
   * Whether answers of `respond` are prepared ahead, and thrown away if the caller said something else: at most two
   * a turn, from spare quota only, and no longer in a call where less than half of the last 20 were used.
   * Default `auto`.
   */
  speculation?: SpeculationMode;
  /** What is said when an answer takes long, or `false`: nothing. */
  waiting?: WaitingOptions | false;
  /** What is done about a caller who says nothing. Default `false`: nothing. */
  callerSilence?: CallerSilenceOptions | boolean;
  /** The longest the call may last, in ms, 10 000–86 400 000; then the bot says goodbye. Default: as long as it likes. */
  maxCallMs?: number;
  /** Whether keys make turns (`source: 'dtmf'`) or are events only; they stop the bot's voice either way. Default `turns`. */
  dtmf?: 'turns' | 'events';
  /** Phrases to be used instead of the language's. */
  phrases?: Partial<Phrases>;
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
