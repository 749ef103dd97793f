import { checkFormat } from '../audio/audio-format.js';
import { EchoGuard } from '../echo/echo-guard.js';
import { chooseEndpointing } from '../endpointing/choose-endpointing.js';
import { checkClock, checkNumber, checkObject, checkOneOf, invalidOption } from '../errors/validate.js';
import type { MachineRules } from '../machine/turn-state.js';
import {
  checkGiven,
  checkLanguage,
  checkPhrases,
  checkStt,
  checkTransforms,
  checkTts,
} from './check-parts.js';
import { languageRules } from './language-rules.js';
import type { PipelineTimings, VoicePipelineOptions } from './options.js';

/**
 * Where the noise of the line hides that the caller fell silent, words that do not change for so long are probably
 * all there is: longer than most words take, so that two attempts a turn are enough.
 */
const stableMs = 500;
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
export function machineRules(options: VoicePipelineOptions): MachineRules {
  checkParts(options);
  const timings = { ...defaults, ...options.timings };
  for (const name of Object.keys(defaults) as (keyof PipelineTimings)[]) {
    checkNumber(`timings.${name}`, timings[name], { min: 1, max: 3_600_000 });
  }
  const { bargeIn = {} } = options;
  checkObjectOr('bargeIn', bargeIn, false);
  const { minWords = 1, minMs = 300, duckMs = 2000 } = bargeIn === false ? {} : bargeIn;
  checkNumber('bargeIn.minWords', minWords, { min: 1, max: 20, integer: true });
  checkNumber('bargeIn.minMs', minMs, { min: 0, max: 5000 });
  checkNumber('bargeIn.duckMs', duckMs, { min: 100, max: 10_000 });
  return {
    ...timings,
    stableMs: speculates(options) ? stableMs : 0,
    ...patienceRules(options, timings),
    bargeInMinWords: bargeIn === false ? 0 : minWords,
    bargeInMinMs: minMs,
    duckMs,
    ...languageRules(options.language),
  };
}

/** By default, where it is left to the recogniser to say when an utterance ends. */
function speculates({ speculation = 'auto', endpointing, language }: VoicePipelineOptions): boolean {
  checkOneOf('speculation', speculation, ['auto', 'on', 'off']);
  const chosen = chooseEndpointing(endpointing, language);
  const isOurs = chosen.endpointer !== undefined || chosen.endpointing?.type === 'external';
  return speculation === 'on' || (speculation === 'auto' && !isOurs);
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
  checkObjectOr('waiting', waiting, false);
  checkObjectOr('callerSilence', callerSilence, true, false);
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
    waitMs: waiting === false ? 0 : afterMs,
    waitAgainMs: againMs,
    silenceMs: prompted ? promptAfterMs : 0,
    prompts,
    maxCallMs: maxCallMs ?? 0,
    troubleMs,
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

/** An object, or one of the words that stand for one. */
function checkObjectOr(name: string, value: unknown, ...words: readonly boolean[]): void {
  if (words.some((word) => word === value)) return;
  checkObject(name, value, `an object, or ${words.join(' or ')}`);
}

/** JavaScript users have no compiler to tell them what is missing. */
function checkParts(options: Partial<VoicePipelineOptions>): void {
  checkObject('options', options, 'an object with call, stt, tts and language');
  const { call, stt, tts, language, respond, clock, transforms, phrases } = options;
  if (!call || !('input' in call) || !('output' in call))
    throw invalidOption('call', call, 'a Call with input and output');
  checkFormat('call.input.format', call.input.format);
  checkFormat('call.output.format', call.output.format);
  checkStt(stt);
  checkTts(tts);
  checkLanguage(language);
  checkPhrases('phrases', phrases);
  checkGiven({ respond });
  checkTransforms('transforms.input', transforms?.input ?? []);
  checkTransforms('transforms.output', transforms?.output ?? []);
  checkClock(clock);
}
