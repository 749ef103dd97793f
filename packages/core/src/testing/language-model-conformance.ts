import type {
  LanguageModel,
  LlmEvent,
  LlmStreamOptions,
  Message,
  ToolSpec,
} from '../ports/language-model.js';
import {
  casesOf,
  type ConformanceCase,
  type ConformanceSubject,
  ensure,
  ensureCode,
  rejection,
  within,
} from './conformance.js';

export interface LanguageModelSubject extends ConformanceSubject {
  model: LanguageModel;
  /** A conversation that is answered with text of several words. Default: a greeting. */
  messages?: readonly Message[];
  /** A conversation that is answered with a call of one of the tools. Without it tools are not checked. */
  toolRound?: { messages: readonly Message[]; tools: readonly ToolSpec[] };
}

const greeting: readonly Message[] = [
  { role: 'system', text: 'You are a polite assistant. Answer in a sentence or two.' },
  { role: 'user', text: 'Hello! Who are you?' },
];
const limitMs = 20_000;

/** What a {@link LanguageModel} promises: deltas, one finish and that last, tool calls as data, its signal. */
export function languageModelConformance(
  make: () => LanguageModelSubject | Promise<LanguageModelSubject>,
): readonly ConformanceCase[] {
  return casesOf(make, {
    'answers with text and then finishes, once': async (subject) => {
      const events = await round(subject);
      ensure(textOf(events).trim() !== '', 'the answer has no text');
      ensureOneFinish(events);
    },

    'gives deltas, never the text so far': async (subject) => {
      const texts = (await round(subject)).flatMap((event) => (event.type === 'text' ? [event.text] : []));
      ensure(!texts.includes(''), 'a text event is empty');
      const grows = texts.every((text, i) => i === 0 || text.startsWith(texts[i - 1] ?? ''));
      ensure(
        texts.length < 2 || !grows,
        `each text event repeats the one before it: ${JSON.stringify(texts.slice(0, 2))}`,
      );
    },

    'counts the tokens of the round so far, in whole numbers': async (subject) => {
      let before = { inputTokens: 0, outputTokens: 0 };
      for (const event of await round(subject)) {
        if (event.type !== 'usage') continue;
        const { inputTokens, outputTokens } = event;
        const told = `usage is ${inputTokens} in, ${outputTokens} out`;
        ensure(isCount(inputTokens) && isCount(outputTokens), told);
        const grows = inputTokens >= before.inputTokens && outputTokens >= before.outputTokens;
        ensure(grows, `${told}, which is less than was told before it`);
        before = event;
      }
    },

    'answers a speculative round too': async (subject) => {
      ensureOneFinish(await round(subject, { priority: 'speculative' }));
    },

    'fails with ERR_ABORTED when its signal aborts': async (subject) => {
      const controller = new AbortController();
      const iterator = start(subject, { signal: controller.signal });
      await within(subject, limitMs, 'the first event', iterator.next());
      controller.abort();
      const ended = rejection('an aborted round', exhaust(iterator));
      ensureCode(
        'an aborted round',
        await within(subject, 2000, 'the end after an abort', ended),
        'ERR_ABORTED',
      );
    },

    'fails with ERR_ABORTED at once when its signal is aborted already': async (subject) => {
      const ended = rejection('an aborted round', exhaust(start(subject, { signal: AbortSignal.abort() })));
      ensureCode(
        'an aborted round',
        await within(subject, 2000, 'the end after an abort', ended),
        'ERR_ABORTED',
      );
    },

    'lets its reader leave in the middle': async (subject) => {
      const iterator = start(subject);
      await within(subject, limitMs, 'the first event', iterator.next());
      await within(subject, 2000, 'return() of the iteration', leave(iterator));
    },

    'tells tool calls and runs none': async (subject) => {
      if (subject.toolRound === undefined) return;
      const { messages, tools } = subject.toolRound;
      const events = await round(subject, { tools }, messages);
      ensureOneFinish(events);
      const calls = events.flatMap((event) => (event.type === 'tool-call' ? [event.call] : []));
      ensure(calls.length > 0, 'there was no tool call');
      ensure(new Set(calls.map(({ id }) => id)).size === calls.length, 'two tool calls have the same id');
      for (const { id, name, arguments: given } of calls) {
        ensure(id !== '', `the call of ${name} has no id`);
        ensure(
          tools.some((tool) => tool.name === name),
          `the tool ${JSON.stringify(name)} was called, but not offered`,
        );
        const isObject = typeof given === 'object' && (given as unknown) !== null && !Array.isArray(given);
        ensure(
          isObject,
          `arguments of ${name} must be the parsed object, but they are ${JSON.stringify(given)}`,
        );
      }
      const finish = events.at(-1);
      ensure(
        finish?.type === 'finish' && finish.reason === 'tool-calls',
        `a round with tool calls must finish by 'tool-calls'`,
      );
    },
  });
}

function start(
  { model, messages = greeting }: LanguageModelSubject,
  options?: LlmStreamOptions,
  conversation = messages,
): AsyncIterator<LlmEvent> {
  return model.stream(conversation, options)[Symbol.asyncIterator]();
}

async function round(
  subject: LanguageModelSubject,
  options?: LlmStreamOptions,
  conversation?: readonly Message[],
): Promise<LlmEvent[]> {
  const events: LlmEvent[] = [];
  await within(subject, limitMs, 'the round', exhaust(start(subject, options, conversation), events));
  return events;
}

async function exhaust(iterator: AsyncIterator<LlmEvent>, events: LlmEvent[] = []): Promise<void> {
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
    events.push(next.value);
}

async function leave(iterator: AsyncIterator<LlmEvent>): Promise<void> {
  await iterator.return?.();
}

function ensureOneFinish(events: readonly LlmEvent[]): void {
  const finishes = events.filter(({ type }) => type === 'finish').length;
  ensure(finishes === 1, `there were ${finishes} finish events in one round`);
  ensure(events.at(-1)?.type === 'finish', `${events.at(-1)?.type ?? 'nothing'} came after finish`);
}

function textOf(events: readonly LlmEvent[]): string {
  return events.map((event) => (event.type === 'text' ? event.text : '')).join('');
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0;
}
