import { checkClock, checkObject, invalidOption } from '@rechka/core';

const groups = ['stt', 'tts', 'gpt', 'iam'] as const;

/**
 * Checks the kind of what `startEmulator` is given, before its values are looked at: JavaScript users have no compiler
 * to tell them. Throws `ERR_INVALID_OPTION`.
 */
export function checkGiven(options: unknown): void {
  checkObject('options', options, 'an object');
  const given = options as Readonly<Record<string, unknown>>;
  for (const name of groups) {
    if (given[name] !== undefined) checkObject(name, given[name], 'an object of options');
  }
  // A name, or figures in place of those of a profile.
  if (given['latency'] === null) checkObject('latency', null, 'a name such as typical, or a set of figures');
  checkClock(given['clock']);
  for (const name of ['faults', 'replay']) {
    const value = given[name];
    if (value !== undefined && !Array.isArray(value))
      throw invalidOption(name, value, name === 'replay' ? 'the lines of a recording' : 'an array of faults');
  }
  const { record, keepAudio } = given;
  if (record !== undefined && typeof record !== 'function')
    throw invalidOption('record', record, 'a function that takes lines');
  if (keepAudio !== undefined && typeof keepAudio !== 'boolean')
    throw invalidOption('keepAudio', keepAudio, 'true or false');
  checkReplies(given['gpt']);
}

const aReply = 'a text, { toolCalls }, { json }, { filtered }, an array of these, or a function';

function checkReplies(gpt: unknown): void {
  const { reply } = Object(gpt) as { reply?: unknown };
  if (reply === undefined || typeof reply === 'function') return;
  const replies: unknown[] = Array.isArray(reply) ? reply : [reply];
  for (const one of replies) {
    if (typeof one === 'string') continue;
    const kinds = typeof one === 'object' && one !== null ? Object.keys(one) : [];
    if (!kinds.some((kind) => ['toolCalls', 'json', 'filtered'].includes(kind)))
      throw invalidOption('gpt.reply', one, aReply);
  }
}
