import { describe, expect, it } from 'vitest';
import { tellModel } from '../agent/tool-state.js';
import type { Message } from '../ports/language-model.js';
import { restoreHistory } from './restored-history.js';

const call = { id: 'c1', name: 'book', arguments: { day: 'пятница', seats: [1, 2] } };
const told: Message[] = [
  { role: 'system', text: 'Вчера клиент уже звонил.' },
  { role: 'user', text: 'Запишите меня' },
  { role: 'assistant', text: '', toolCalls: [call] },
  { role: 'tool', results: [{ id: 'c1', name: 'book', content: 'готово' }] },
  { role: 'assistant', text: 'Записала вас', interrupted: true },
];

describe('restoreHistory', () => {
  it('takes back what was exported, through JSON', () => {
    expect(restoreHistory(JSON.parse(JSON.stringify(told)))).toEqual(told);
  });

  it('is a copy through and through', () => {
    const mine = structuredClone(told);
    const restored = restoreHistory(mine);
    Object.assign((mine[2] as unknown as { toolCalls: { arguments: object }[] }).toolCalls[0]!.arguments, {
      day: 'суббота',
    });
    mine.pop();
    expect(restored).toEqual(told);
  });

  it('tells the model that nobody knows what came of a tool that was still running', () => {
    const running = structuredClone(told);
    const results = [{ id: 'c1', name: 'book', content: tellModel({ status: 'running' }) }];
    running[3] = { role: 'tool', results };
    expect(restoreHistory(running)[3]).toEqual({
      role: 'tool',
      results: [{ id: 'c1', name: 'book', content: tellModel({ status: 'unknown' }) }],
    });
  });

  const withCall = (wrong: object) => [
    { role: 'assistant', text: '', toolCalls: [{ ...call, ...wrong }] },
    { role: 'tool', results: [{ id: 'c1', name: 'book', content: '' }] },
  ];
  const cycle: Record<string, unknown> = {};
  cycle.self = cycle;
  it.each<[unknown, string]>([
    ['привет', 'history'],
    [[null], 'history[0]'],
    [[{ role: 'bot', text: '' }], 'history[0].role'],
    [[{ role: 'user' }], 'history[0].text'],
    [[{ role: 'assistant', text: '', interrupted: 'yes' }], 'interrupted'],
    [[{ role: 'assistant', text: '', toolCalls: {} }], 'toolCalls'],
    [withCall({ id: '' }), 'toolCalls[0].id'],
    [withCall({ name: 5 }), 'toolCalls[0].name'],
    [withCall({ arguments: '{}' }), 'toolCalls[0].arguments'],
    [withCall({ arguments: cycle }), 'what JSON can hold'],
    [[told[3]], 'history[0]'],
    [told.slice(0, 3), 'history[2]'],
    [[told[2], told[1], told[3]], 'history[0]'],
    [[told[2], { role: 'tool', results: [] }], 'history[1]'],
    [[told[2], { role: 'tool', results: [{ id: 'c1', name: 'book', content: {} }] }], 'results[0].content'],
  ])('refuses %j, naming %s', (history, name) => {
    expect(() => restoreHistory(history)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(name) as string,
      }),
    );
  });
});
