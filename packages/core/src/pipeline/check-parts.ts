import type { AudioFormat } from '../audio/audio-format.js';
import { checkOneOf, checkText, invalidOption } from '../errors/validate.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { ExpectedAnswer, Language, Phrases } from '../ports/language.js';
import type { SpeechToText } from '../ports/speech-to-text.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import type { ReplyOptions } from './turn.js';

// What a conversation is made of, at its beginning and later. Each throws `ERR_INVALID_OPTION`: JavaScript users have no
// compiler to tell them what is missing.

/** Parts of a conversation that may be put in its place while it goes on. */
export interface ReplaceableParts {
  stt?: unknown;
  tts?: unknown;
  language?: unknown;
  respond?: unknown;
}

/** Checks those that are given. */
export function checkGiven({ stt, tts, language, respond }: ReplaceableParts): void {
  if (stt !== undefined) checkStt(stt);
  if (tts !== undefined) checkTts(tts);
  if (language !== undefined) checkLanguage(language);
  if (respond !== undefined) checkRespond(respond);
}

const expectedAnswers: readonly ExpectedAnswer[] = [
  'phone',
  'name',
  'date',
  'time',
  'address',
  'yes-no',
  'free',
];

export function checkReplyOptions(options: ReplyOptions): void {
  checkGiven(options);
  if (options.expect !== undefined) checkOneOf('expect', options.expect, expectedAnswers);
}

export function checkStt(stt: unknown): void {
  const { formats, open } = parts<SpeechToText>(stt);
  checkProvider('stt', stt, formats, open);
}

export function checkTts(tts: unknown): void {
  const { formats, speak } = parts<TextToSpeech>(tts);
  checkProvider('tts', tts, formats, speak);
}

export function checkLanguage(language: unknown): void {
  if (typeof parts<Language>(language).segment !== 'function') {
    throw invalidOption('language', language, 'a Language, e.g. russian() of @rechka/russian');
  }
  checkPhrases('language.phrases', parts<Language>(language).phrases);
}

/** Phrases are said when nobody is there to be told that they cannot be: each is checked beforehand. */
export function checkPhrases(name: string, phrases: unknown): void {
  const { apology, wait, prompt, farewell, trouble } = parts<Phrases>(phrases);
  for (const [kind, phrase] of Object.entries({ apology, farewell, trouble })) {
    if (phrase !== undefined) checkText(`${name}.${kind}`, phrase);
  }
  for (const [kind, list] of Object.entries({ wait, prompt })) {
    if (list === undefined) continue;
    if (!Array.isArray(list)) throw invalidOption(`${name}.${kind}`, list, 'a list of phrases');
    for (const phrase of list) checkText(`${name}.${kind}`, phrase);
  }
}

export function checkRespond(respond: unknown): void {
  if (typeof respond !== 'function') {
    throw invalidOption('respond', respond, 'a function, e.g. agent(llm, { instructions })');
  }
}

export function checkTransforms(name: string, transforms: unknown): void {
  const isTransform = (value: unknown) => typeof parts<AudioTransform>(value).open === 'function';
  if (!Array.isArray(transforms) || !transforms.every(isTransform)) {
    throw invalidOption(name, transforms, 'a list of AudioTransform');
  }
}

function checkProvider(
  name: string,
  value: unknown,
  formats: readonly AudioFormat[] | undefined,
  method: unknown,
): void {
  if (typeof method !== 'function' || !Array.isArray(formats) || formats.length === 0) {
    throw invalidOption(name, value, 'a provider with formats, e.g. new SpeechKit…(fromEnv())');
  }
}

function parts<T extends object>(value: unknown): Partial<T> {
  return typeof value === 'object' && value !== null ? value : {};
}
