import { checkClock, checkNumber, checkObject, checkText, invalidOption } from '../errors/validate.js';
import { VoiceError } from '../errors/voice-error.js';
import type { LanguageModel, LlmEvent, Message, ToolCall } from '../ports/language-model.js';
import type { Urgency } from '../ports/urgency.js';
import type { RespondContext, Responder } from '../pipeline/responder.js';
import type { Clock } from '../time/clock.js';
import { systemClock } from '../time/system-clock.js';
import { doneBeforeAbort } from './done-before-abort.js';
import { memoryIdempotency, type IdempotencyStore } from './idempotency.js';
import { ToolRunner } from './tool-runner.js';
import type { Tool } from './tool.js';

/** What an {@link agent} is told and may do. */
export interface AgentOptions {
  /** The system prompt: who the bot is and how it speaks. Short answers sound best. */
  instructions?: string;
  /** What the model may do; made with `tool(…)`. */
  tools?: readonly Tool[];
  /** Rounds of tool calls in one answer; after them the model has to answer without tools. Default 5. */
  maxRounds?: number;
  /** How long the caller must have been silent before an irreversible tool is begun, in ms. Default 400. */
  toolGraceMs?: number;
  /** Remembers which tools have been run. Default: in memory, for this agent alone. */
  idempotency?: IdempotencyStore;
  /** Governs the timeouts of tools. Default: the host's. */
  clock?: Clock;
}

/**
 * Answers turns with a language model: the instructions, then the conversation as the caller heard it; runs the
 * tools that the model calls, each at most once, and tells it what came of them. Throws `ERR_INVALID_OPTION`.
 *
 * @example
 * ```ts
 * const respond = agent(new YandexGpt({ ...fromEnv() }), { instructions: 'Отвечай коротко.', tools: [book] });
 * ```
 */
export function agent(llm: LanguageModel, options: AgentOptions = {}): Responder {
  if (typeof (llm as Partial<LanguageModel> | undefined)?.stream !== 'function') {
    throw invalidOption('llm', llm, 'a LanguageModel, e.g. new YandexGpt(fromEnv())');
  }
  checkObject('options', options, 'an object, e.g. { instructions, tools }');
  const { instructions, tools = [], maxRounds = 5, toolGraceMs = 400 } = options;
  const { idempotency: store = memoryIdempotency(), clock = systemClock } = options;
  if (instructions !== undefined) checkText('instructions', instructions);
  checkTools(tools);
  checkNumber('maxRounds', maxRounds, { min: 1, max: 100, integer: true });
  checkNumber('toolGraceMs', toolGraceMs, { min: 0, max: 60_000 });
  checkStore(store);
  checkClock(clock);
  const runner = new ToolRunner({ tools, store, graceMs: toolGraceMs, clock });
  const system: Message[] = instructions === undefined ? [] : [{ role: 'system', text: instructions }];
  return (context) => answer({ llm, runner, system, maxRounds }, context);
}

interface Answering {
  llm: LanguageModel;
  runner: ToolRunner;
  system: readonly Message[];
  maxRounds: number;
}

/** Asks the model until it has nothing more to call. Nothing but the asking happens before the commit. */
async function* answer(
  { llm, runner, system, maxRounds }: Answering,
  context: RespondContext,
): AsyncGenerator<LlmEvent, void> {
  const { signal } = context;
  const messages = [...system, ...context.messages];
  let urgency: Urgency = context.speculative ? { priority: 'speculative', committed: context.committed } : {};
  for (let round = 0; ; round += 1) {
    const tools = round < maxRounds ? runner.specs : [];
    const offered = tools.length > 0 ? { tools } : {};
    const calls: ToolCall[] = [];
    let text = '';
    for await (const event of llm.stream(messages, { signal, ...urgency, ...offered })) {
      if (event.type === 'text') text += event.text;
      if (event.type === 'tool-call') calls.push(event.call);
      // The words of the next round follow these.
      if (event.type === 'finish' && calls.length > 0 && /\S$/.test(text)) yield { type: 'text', text: ' ' };
      yield event;
    }
    if (calls.length === 0) return;
    if (tools.length === 0) throw calledUnoffered(calls);
    const committed = context.committed.then(() => true);
    if (!(await doneBeforeAbort(committed, signal))) return;

    const running = calls.map((call) => runner.start(call, context));
    const results = () => running.map((call) => call.result());
    context.remember({ calls, results });
    // Overtaken: what has begun goes on, and later turns see what comes of it.
    if (!(await doneBeforeAbort(Promise.all(running.map(({ settled }) => settled)), signal))) return;
    messages.push({ role: 'assistant', text, toolCalls: calls }, { role: 'tool', results: results() });
    urgency = {};
  }
}

function checkTools(tools: unknown): asserts tools is readonly Tool[] {
  const isTool = (value: unknown) => typeof (value as Partial<Tool> | undefined)?.check === 'function';
  if (!Array.isArray(tools) || !tools.every(isTool)) throw invalidOption('tools', tools, 'a list of tool(…)');
}

function checkStore(store: unknown): void {
  const { begin, finish } = Object(store) as Partial<IdempotencyStore>;
  if (typeof begin !== 'function' || typeof finish !== 'function') {
    throw invalidOption('idempotency', store, 'an IdempotencyStore, e.g. memoryIdempotency()');
  }
}

function calledUnoffered(calls: readonly ToolCall[]): VoiceError {
  return new VoiceError({
    code: 'ERR_PROTOCOL',
    message: `The model called ${calls.map(({ name }) => name).join(', ')}, which it was not offered (any more): see maxRounds and tools.`,
  });
}
