import { afterEach, expect, it } from 'vitest';
import type { GptReply } from '../services/gpt/gpt-reply.js';
import { startCompletions, type Completions } from '../test-support/completions.js';
import { billedRequests, callUsage } from './call-usage.js';

let completions: Completions;
afterEach(() => completions.close());

const tools = [{ function: { name: 'book', parameters: { type: 'object' } } }];
const book = { name: 'book', arguments: { day: 'пятница', service: 'мужская стрижка и борода' } };

it.each<[string, GptReply]>([
  ['a text', 'Записала вас на пятницу, в четырнадцать часов.'],
  ['calls of tools, by their JSON', { toolCalls: [book, { ...book, arguments: {} }] }],
  ['the notice of the filter', { filtered: 'Не могу об этом говорить.' }],
])('a report counts %s as the service told its client', async (_, reply) => {
  completions = await startCompletions({ gpt: { reply: [reply] } });
  const { usage } = (await completions.complete({ tools })).at(-1)!;
  const counted = callUsage(billedRequests(completions.emulator.log));
  expect(counted).toMatchObject({
    llmRequests: 1,
    llmInputTokens: usage!.inputTextTokens,
    llmOutputTokens: usage!.completionTokens,
  });
});

it('a call of a tool is billed for its arguments too', async () => {
  const count = async (reply: GptReply) => {
    completions = await startCompletions({ gpt: { reply: [reply] } });
    await completions.complete({ tools });
    await completions.close();
    return callUsage(billedRequests(completions.emulator.log)).llmOutputTokens;
  };
  const without = await count({ toolCalls: [{ ...book, arguments: {} }] });
  expect(await count({ toolCalls: [book] })).toBeGreaterThan(without + 10);
});
