import { checkObject, checkText, invalidOption } from '@rechka/core';
import { checkNames } from '../../check-names.js';

const aReply = 'a text, an AsyncIterable of texts, { toolCalls }, { json } or { filtered }';
const replyKinds = ['toolCalls', 'json', 'filtered'] as const;

/** Checks the kinds of all that the model is given to say. Throws `ERR_INVALID_OPTION`. */
export function checkReplies(gpt: object): void {
  const { reply, rules, otherwise } = gpt as { reply?: unknown; rules?: unknown; otherwise?: unknown };
  if (Array.isArray(reply)) checkEach('gpt.reply', reply, checkReply);
  else if (reply !== undefined && typeof reply !== 'function')
    throw invalidOption('gpt.reply', reply, 'an array of replies, or a function of the conversation');
  if (rules !== undefined) {
    if (!Array.isArray(rules)) throw invalidOption('gpt.rules', rules, 'an array of { when, reply }');
    checkEach('gpt.rules', rules, checkRule);
  }
  if (otherwise !== undefined) checkReply('gpt.otherwise', otherwise);
}

function checkEach(
  name: string,
  values: readonly unknown[],
  check: (name: string, value: unknown) => void,
): void {
  for (const [index, value] of values.entries()) check(`${name}[${index}]`, value);
}

function checkRule(name: string, rule: unknown): void {
  checkObject(name, rule, 'an object { when, reply }');
  checkNames(name, rule, ['when', 'reply']);
  const { when, reply } = rule as { when?: unknown; reply?: unknown };
  if (!(when instanceof RegExp)) {
    if (typeof when !== 'string') throw invalidOption(`${name}.when`, when, 'a text or a RegExp');
    checkText(`${name}.when`, when);
  }
  if (typeof reply !== 'function') checkReply(`${name}.reply`, reply);
}

function checkReply(name: string, reply: unknown): void {
  if (typeof reply === 'string') return;
  if (typeof reply !== 'object' || reply === null) throw invalidOption(name, reply, aReply);
  if (Symbol.asyncIterator in reply) return;
  const kind = replyKinds.find((known) => known in reply);
  checkNames(name, reply, kind === undefined ? replyKinds : [kind]);
  if (kind === undefined) throw invalidOption(name, reply, aReply);
  const { toolCalls, filtered } = reply as { toolCalls?: unknown; filtered?: unknown };
  if (kind === 'filtered' && typeof filtered !== 'string')
    throw invalidOption(`${name}.filtered`, filtered, 'a string');
  if (kind !== 'toolCalls') return;
  if (!Array.isArray(toolCalls)) throw invalidOption(`${name}.toolCalls`, toolCalls, 'an array');
  checkEach(`${name}.toolCalls`, toolCalls, checkToolCall);
}

function checkToolCall(name: string, call: unknown): void {
  checkObject(name, call, 'an object { name, arguments }');
  checkNames(name, call, ['name', 'arguments']);
  const { name: tool, arguments: given } = call as { name?: unknown; arguments?: unknown };
  checkText(`${name}.name`, tool);
  checkObject(`${name}.arguments`, given, 'an object');
}
