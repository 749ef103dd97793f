import { describe, expect, it } from 'vitest';
import type { LanguageModel, LlmEvent } from '../ports/language-model.js';
import { sleep } from '../time/sleep.js';
import { languageModelConformance } from './language-model-conformance.js';
import { manualClock } from './manual-clock.js';
import { violations } from './violations.js';

const answer: LlmEvent[] = [
  { type: 'text', text: 'Hello, ' },
  { type: 'usage', inputTokens: 12, outputTokens: 2 },
  { type: 'text', text: 'I am a robot.' },
  { type: 'usage', inputTokens: 12, outputTokens: 6 },
  { type: 'finish', reason: 'stop' },
];
const toolAnswer: LlmEvent[] = [
  { type: 'tool-call', call: { id: 'a', name: 'book', arguments: { day: 'Monday' } } },
  { type: 'finish', reason: 'tool-calls' },
];
const tools = [{ name: 'book', description: 'Books a visit', parameters: { type: 'object' } }];

interface Fault {
  answer?: LlmEvent[];
  toolAnswer?: LlmEvent[];
  ignoreSignal?: boolean;
}

function suite(fault: Fault = {}) {
  return languageModelConformance(() => {
    const clock = manualClock();
    const model: LanguageModel = {
      async *stream(_, { signal, tools: offered } = {}) {
        for (const event of offered ? (fault.toolAnswer ?? toolAnswer) : (fault.answer ?? answer)) {
          await sleep(clock, 30, fault.ignoreSignal ? undefined : signal);
          yield event;
        }
      },
    };
    const toolRound = { messages: [{ role: 'user', text: 'Book me in on Monday' } as const], tools };
    return { model, toolRound, advance: (ms) => clock.advance(ms) };
  });
}

const finish: LlmEvent = { type: 'finish', reason: 'stop' };
const finishTools: LlmEvent = { type: 'finish', reason: 'tool-calls' };
const call = (given: unknown, id = 'a', name = 'book'): LlmEvent => ({
  type: 'tool-call',
  call: { id, name, arguments: given as Record<string, unknown> },
});

describe('languageModelConformance', () => {
  it('passes a sound model', async () => {
    expect(await violations(suite())).toEqual({});
  });

  it.each<[string, Fault, string]>([
    ['says nothing', { answer: [finish] }, 'no text'],
    ['does not finish', { answer: answer.slice(0, 4) }, '0 finish events'],
    ['finishes twice', { answer: [...answer, finish] }, '2 finish events'],
    ['goes on after its finish', { answer: [...answer, { type: 'text', text: '!' }] }, 'came after finish'],
    [
      'repeats the text so far',
      { answer: [{ type: 'text', text: 'Hello' }, { type: 'text', text: 'Hello, I' }, finish] },
      'repeats',
    ],
    ['gives empty deltas', { answer: [{ type: 'text', text: '' }, ...answer] }, 'is empty'],
    ['counts tokens by the part', { answer: [answer[3]!, ...answer] }, 'less than was told before'],
    [
      'counts half tokens',
      { answer: [answer[0]!, { type: 'usage', inputTokens: 0.5, outputTokens: 1 }, finish] },
      '0.5',
    ],
    ['ignores its signal', { ignoreSignal: true }, 'must reject'],
    ['gives arguments as a string', { toolAnswer: [call('{}'), finishTools] }, 'parsed object'],
    ['calls what was not offered', { toolAnswer: [call({}, 'a', 'rob'), finishTools] }, 'not offered'],
    ['repeats an id', { toolAnswer: [call({}), call({}), finishTools] }, 'same id'],
    ['hides why it stopped', { toolAnswer: [call({}), finish] }, "'tool-calls'"],
  ])('finds a model that %s', async (_, fault, message) => {
    expect(Object.values(await violations(suite(fault))).join('\n')).toContain(message);
  });
});
