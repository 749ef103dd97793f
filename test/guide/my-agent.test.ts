import { simulateCall } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { expect, it } from 'vitest';
import { answer } from './my-agent.js';

it('books once, though the caller interrupts the confirmation', async () => {
  const booked: string[] = [];
  const caller = await simulateCall(
    ({ call, env }) => answer({ call, cloud: fromEnv(env), book: async (slot) => void booked.push(slot) }),
    {
      emulator: {
        gpt: {
          reply: [
            'На какое время вас записать?',
            { toolCalls: [{ name: 'book', arguments: { day: '2026-01-13', time: '15:30' } }] },
            'Записала вас на завтра, пятнадцать тридцать.',
            'Хорошо, тогда до встречи!',
          ],
        },
      },
    },
  );

  await caller.hears();
  await caller.says('Запишите меня на завтра');
  expect(await caller.hears()).toMatch(/на какое время/i);
  await caller.says(['В пятнадцать', 400, 'тридцать']);
  await caller.interrupts('да, спасибо', { after: 'Записала' });
  await caller.hears(/до встречи/i);

  const { turns, summary } = await caller.hangsUp();
  expect(booked).toEqual(['2026-01-13 15:30']);
  expect(Math.max(...turns.map(({ latencyMs }) => latencyMs ?? 0))).toBeLessThan(2500);
  console.log(summary);
}, 30_000);
