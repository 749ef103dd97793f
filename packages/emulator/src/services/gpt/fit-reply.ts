import { Validator, type ValidationResult } from '@cfworker/json-schema';
import type { JsonObject, JsonValue } from '@rechka/proto/wire';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import type { GptReply } from './gpt-reply.js';
import type { GptRequest, GptToolCall } from './gpt-request.js';
import { isObject, schemaExample } from './schema-example.js';

/** A reply that the request allows. */
export type FittedReply =
  { text: string | AsyncIterable<string> } | { toolCalls: readonly GptToolCall[] } | { filtered: string };

/**
 * Makes a reply keep to what the request demands, as the real model's does: JSON in the form asked for, calls of the
 * tools offered. What can only be a mistake of the script (JSON that breaks the schema, a tool that nobody offers) is
 * refused with INTERNAL, so that it is seen.
 */
export async function fitReply(reply: GptReply, request: GptRequest): Promise<FittedReply> {
  if (isText(reply)) {
    if (mustCall(request)) return { toolCalls: [madeUpCall(request)] };
    if (request.format === 'text') return { text: reply };
    return { text: jsonOf(await whole(reply), request.format) };
  }
  if ('filtered' in reply) return reply;
  if ('json' in reply) return { text: checkedJson(reply.json, request.format) };
  return fitCalls(reply.toolCalls, request);
}

function fitCalls(toolCalls: readonly GptToolCall[], request: GptRequest): FittedReply {
  const { tools, toolChoice, parallelToolCalls } = request;
  const unknown = toolCalls.find(({ name }) => !tools.some((tool) => tool.name === name));
  if (unknown !== undefined) {
    const offered = tools.map(({ name }) => name).join(', ') || 'none';
    throw mistake(`it calls '${unknown.name}', but the request offers ${offered}`);
  }
  // Recorded: forbidden to call, the model writes down what it would have called.
  if (toolChoice === 'none') return { text: toolCalls.map(writtenCall).join('\n') };
  const allowed =
    typeof toolChoice === 'object' ? toolCalls.filter(({ name }) => name === toolChoice.name) : toolCalls;
  if (allowed.length === 0) return mustCall(request) ? { toolCalls: [madeUpCall(request)] } : { text: '' };
  return { toolCalls: parallelToolCalls ? allowed : allowed.slice(0, 1) };
}

function writtenCall(call: GptToolCall): string {
  return `\n\\[${call.name}\\]\n${JSON.stringify(call.arguments)}\n`;
}

function mustCall({ toolChoice }: GptRequest): boolean {
  return toolChoice === 'required' || typeof toolChoice === 'object';
}

/** A call of the tool demanded, or of the first; its arguments fit its schema, with the caller's words for strings. */
function madeUpCall({ tools, toolChoice, messages }: GptRequest): GptToolCall {
  const wanted = typeof toolChoice === 'object' ? toolChoice.name : tools[0]?.name;
  const { name = '', parameters = {} } = tools.find((tool) => tool.name === wanted) ?? {};
  const words = messages.findLast(({ role, text }) => role === 'user' && text !== '')?.text ?? '';
  const made = Object.keys(parameters).length === 0 ? {} : schemaExample(parameters, words);
  return { name, arguments: isObject(made) ? made : {} };
}

/** The text if it is the JSON asked for; else JSON that has the text in it. */
function jsonOf(text: string, format: 'json' | { schema: JsonObject }): string {
  if (/^\s*[{[]/.test(text)) {
    let value: JsonValue;
    try {
      value = JSON.parse(text) as JsonValue;
    } catch {
      throw mistake('it looks like JSON, but cannot be parsed');
    }
    checkedJson(value, format);
    return text;
  }
  // The form that the real model chose when it was recorded without a schema.
  return format === 'json'
    ? JSON.stringify({ output: text })
    : checkedJson(schemaExample(format.schema, text), format);
}

function checkedJson(value: JsonValue, format: GptRequest['format']): string {
  if (format === 'json' && !isObject(value)) throw mistake('the request asks for a JSON object');
  if (typeof format === 'object') checkSchema(value, format.schema);
  return JSON.stringify(value);
}

function checkSchema(value: JsonValue, schema: JsonObject): void {
  let result: ValidationResult;
  try {
    result = new Validator(schema, '2020-12', false).validate(value);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refusal(status.INVALID_ARGUMENT, `json_schema: ${reason}`);
  }
  // The innermost error comes last.
  const { instanceLocation, error } = result.errors.at(-1) ?? { instanceLocation: '#', error: '' };
  if (!result.valid) throw mistake(`the schema of the request does not allow ${instanceLocation}: ${error}`);
}

async function whole(reply: string | AsyncIterable<string>): Promise<string> {
  if (typeof reply === 'string') return reply;
  let text = '';
  for await (const piece of reply) text += piece;
  return text;
}

function isText(reply: GptReply): reply is string | AsyncIterable<string> {
  return typeof reply === 'string' || Symbol.asyncIterator in reply;
}

function mistake(problem: string): Refusal {
  return new Refusal(status.INTERNAL, `The scripted reply does not fit the request: ${problem}`);
}
