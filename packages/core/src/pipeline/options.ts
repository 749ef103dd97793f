import { checkFormat, type AudioFormat } from '../audio/audio-format.js';
import { checkNumber, checkOneOf, invalidOption } from '../errors/validate.js';
import { EchoGuard, type EchoMode } from '../echo/echo-guard.js';
import { rawWords } from '../machine/raw-words.js';
import type { MachineRules } from '../machine/turn-state.js';
import type { Call } from '../ports/call.js';
import type { Language, Phrases } from '../ports/language.js';
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
 * decides that the caller has finished (it takes its time), not with `external` endpointing; `on` always; `off` never.
 */
export type SpeculationMode = 'auto' | 'on' | 'off';

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
  /** How long things are waited for, in ms. */
  timings?: PipelineTimings;
  /** Default: the host's. */
  clock?: Clock;
}

/**
 * Where the noise of the line hides that the caller fell silent, words that do not change for so long are probably
 * all there is: longer than most words take, so that two attempts a turn are enough.
 */
const stableMs = 500;
/** The probability of having finished that makes an answer worth preparing. */
const completeEnough = 0.5;

const defaults: Required<PipelineTimings> = {
  finalTimeoutMs: 1500,
  maxUtteranceMs: 30_000,
  firstAudioMs: 20_000,
  playoutStallMs: 5000,
  clearMs: 500,
  bodyStallMs: 10_000,
  continuesMs: 1500,
  lastWordsMs: 3000,
  troubleMs: 4000,
  keysMs: 2000,
};

/** The machine's rules from the user's options. Throws `ERR_INVALID_OPTION` for whatever cannot be used. */
export function checkOptions(options: VoicePipelineOptions): MachineRules {
  checkParts(options);
  const timings = { ...defaults, ...options.timings };
  for (const name of Object.keys(defaults) as (keyof PipelineTimings)[]) {
    checkNumber(`timings.${name}`, timings[name], { min: 1, max: 3_600_000 });
  }
  const { bargeIn = {}, language } = options;
  const { minWords = 1, minMs = 300, duckMs = 2000 } = bargeIn === false ? {} : bargeIn;
  checkNumber('bargeIn.minWords', minWords, { min: 1, max: 20, integer: true });
  checkNumber('bargeIn.minMs', minMs, { min: 0, max: 5000 });
  checkNumber('bargeIn.duckMs', duckMs, { min: 100, max: 10_000 });
  const confirming = new Set(
    [...language.backchannels, ...language.fillers].map((word) => rawWords(word).join(' ')),
  );
  return {
    ...timings,
    ...speculationRules(options),
    ...patienceRules(options, timings),
    bargeInMinWords: bargeIn === false ? 0 : minWords,
    bargeInMinMs: minMs,
    duckMs,
    isBackchannel: (words) => confirming.has(words.join(' ')) || words.every((word) => confirming.has(word)),
  };
}

function speculationRules({
  speculation = 'auto',
  respond,
  endpointing,
  language,
}: VoicePipelineOptions): Pick<MachineRules, 'stableMs' | 'speechKey' | 'mayBeComplete'> {
  checkOneOf('speculation', speculation, ['auto', 'on', 'off']);
  const on = speculation === 'on' || (speculation === 'auto' && endpointing?.type !== 'external');
  const fillers = new Set([...language.fillers].map((word) => rawWords(word).join(' ')));
  return {
    stableMs: on && respond ? stableMs : 0,
    speechKey: (text) =>
      rawWords(text)
        .filter((word) => !fillers.has(word))
        .join(' '),
    mayBeComplete: (text) => language.isComplete(text) >= completeEnough,
  };
}

function patienceRules(
  options: VoicePipelineOptions,
  { troubleMs, keysMs }: Required<PipelineTimings>,
): Pick<
  MachineRules,
  'waitMs' | 'waitAgainMs' | 'silenceMs' | 'prompts' | 'maxCallMs' | 'troubleMs' | 'keysMs'
> {
  const { language, waiting = {}, callerSilence = false, maxCallMs, dtmf = 'turns' } = options;
  const phrases = { ...language.phrases, ...options.phrases };
  const { afterMs = 3000, againMs = 6000 } = waiting === false ? {} : waiting;
  checkNumber('waiting.afterMs', afterMs, { min: 200, max: 60_000 });
  checkNumber('waiting.againMs', againMs, { min: 1000, max: 60_000 });
  const { promptAfterMs = 10_000, prompts = 2 } = typeof callerSilence === 'boolean' ? {} : callerSilence;
  checkNumber('callerSilence.promptAfterMs', promptAfterMs, { min: 1000, max: 600_000 });
  checkNumber('callerSilence.prompts', prompts, { min: 0, max: 20, integer: true });
  if (maxCallMs !== undefined) checkNumber('maxCallMs', maxCallMs, { min: 10_000, max: 86_400_000 });
  checkOneOf('dtmf', dtmf, ['turns', 'events']);
  const prompted = callerSilence !== false;
  if (prompted && prompts > 0) checkPhrase('callerSilence', 'prompt', phrases.prompt);
  if (prompted) checkPhrase('callerSilence', 'farewell', phrases.farewell);
  if (maxCallMs !== undefined) checkPhrase('maxCallMs', 'farewell', phrases.farewell);
  return {
    waitMs: waiting === false || !phrases.wait?.length ? 0 : afterMs,
    waitAgainMs: againMs,
    silenceMs: prompted ? promptAfterMs : 0,
    prompts,
    maxCallMs: maxCallMs ?? 0,
    troubleMs: phrases.trouble ? troubleMs : 0,
    keysMs: dtmf === 'turns' ? keysMs : 0,
  };
}

function checkPhrase(option: string, name: string, phrase: string | readonly string[] | undefined): void {
  if (phrase === undefined || phrase.length === 0) {
    throw invalidOption(
      option,
      option,
      `something to say: \`phrases.${name}\`, which the language does not have`,
    );
  }
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
  const { call, stt, tts, language, respond, clock } = options;
  if (!call || !('input' in call) || !('output' in call))
    throw invalidOption('call', call, 'a Call with input and output');
  checkFormat('call.input.format', call.input.format);
  checkFormat('call.output.format', call.output.format);
  checkProvider('stt', stt, stt?.formats, stt && 'open' in stt);
  checkProvider('tts', tts, tts?.formats, tts && 'speak' in tts);
  if (!language || typeof language.segment !== 'function') {
    throw invalidOption('language', language, 'a Language, e.g. russian() of @rechka/russian');
  }
  if (respond !== undefined && typeof respond !== 'function') {
    throw invalidOption('respond', respond, 'a function, e.g. agent(llm, { instructions })');
  }
  if (clock !== undefined && typeof clock.now !== 'function') throw invalidOption('clock', clock, 'a Clock');
}

function checkProvider(
  name: string,
  value: unknown,
  formats: readonly AudioFormat[] | undefined,
  canDoIt: boolean | undefined,
): void {
  if (!canDoIt || !Array.isArray(formats) || formats.length === 0) {
    throw invalidOption(name, value, 'a provider with formats, e.g. new SpeechKit…(fromEnv())');
  }
}
