import { bytesToMs, pcm, type AudioChunk, type Call, type Reply, type Turn } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall, type ScriptedCall } from '@rechka/local';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken } from './whole-call.js';

const format = pcm(16_000);
const story =
  'Сначала мы моем голову, потом стрижём, потом укладываем, а в конце пьём кофе и прощаемся до завтра';

/** A line on which the bot's voice comes back to the caller's microphone: later, and quieter by `db`. */
function leaky(caller: ScriptedCall, { delayMs, db }: { delayMs: number; db: number }): Call {
  const gain = 10 ** (db / 20);
  async function* mixed(): AsyncGenerator<AudioChunk> {
    let atMs = 0;
    for await (const { data } of caller.call.input) {
      const samples = new Int16Array(data.slice().buffer);
      const bot = new Int16Array(caller.heard().slice().buffer);
      const from = Math.round(((atMs - delayMs) / 1000) * format.sampleRateHz);
      for (let at = 0; at < samples.length; at += 1) {
        const sum = samples[at]! + gain * (bot[from + at] ?? 0);
        samples[at] = Math.max(-32_768, Math.min(32_767, Math.round(sum)));
      }
      atMs += bytesToMs(data.byteLength, format);
      yield { data: new Uint8Array(samples.buffer) };
    }
  }
  return { ...caller.call, input: { format, [Symbol.asyncIterator]: mixed } };
}

async function callWithEcho(echo: 'guard' | 'off', interruption?: string) {
  const vt = virtualTime();
  return vt.run(async () => {
    const caller = scriptedCall({ id: 'echo' });
    const whole = await openWholeCall(leaky(caller, { delayMs: 120, db: -6 }), {
      emulator: { gpt: { reply: [story, 'Хорошо.', 'Да.', 'Да.', 'Да.', 'Да.'] } },
      pipeline: { echo },
    });
    const turns: Turn[] = [];
    const replies: Reply[] = [];
    whole.pipeline.events.on('reply-ended', ({ reply }) => replies.push(reply));
    if (interruption !== undefined) {
      whole.pipeline.events.on('reply-heard', ({ turnId }) => {
        if (turnId === 0) setTimeout(() => void caller.say(spoken(interruption)), 2000);
      });
    }
    setTimeout(() => caller.hangUp(), 20_000);
    void caller.say(spoken('Расскажите как у вас всё устроено'));
    for await (const turn of whole.pipeline.turns()) {
      turns.push(turn);
      await turn.reply();
    }
    await whole.release();
    return { turns: turns.map(({ text }) => text), replies, events: whole.events.map(({ type }) => type) };
  });
}

describe('a line without echo cancellation: the bot is back after 120 ms at −6 dB', () => {
  it('hears its own voice as a caller if nothing guards it', async () => {
    const { turns, replies } = await callWithEcho('off');
    expect(turns.length + replies.filter(({ status }) => status === 'interrupted').length).toBeGreaterThan(1);
  });

  it('does not interrupt or answer itself with the guard', async () => {
    const { turns, replies, events } = await callWithEcho('guard');
    expect(turns).toEqual(['расскажите как у вас все устроено']);
    expect(replies.map(({ status, spoken: said }) => [status, said])).toEqual([['spoken', story]]);
    expect(events).not.toContain('barge-in');
  });

  it('hears a caller who interrupts it, and gives the loop their words alone', async () => {
    const { turns, replies } = await callWithEcho('guard', 'Нет подождите мне только бороду');
    expect(replies[0]!.status).toBe('interrupted');
    expect(turns).toHaveLength(2);
    expect(turns[1]).toContain('только бороду');
    expect(turns[1]).not.toMatch(/голову|стриж|уклад/);
  });

  it('yields to a caller whom it drowns, once it knows the line, and hears the rest', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const caller = scriptedCall({ id: 'loud-echo' });
      const whole = await openWholeCall(leaky(caller, { delayMs: 120, db: 6 }), {
        emulator: { gpt: { reply: [story, story, 'Хорошо.'] } },
        pipeline: { echo: 'guard' },
      });
      const replies: Reply[] = [];
      whole.pipeline.events.on('reply-ended', ({ reply }) => replies.push(reply));
      whole.pipeline.events.on('reply-heard', ({ turnId }) => {
        if (turnId === 1)
          setTimeout(() => void caller.say(spoken('Погодите не так быстро я хочу спросить про цену')), 2000);
        if (turnId === 2) setTimeout(() => caller.hangUp(), 2000);
      });
      void caller.say(spoken('Расскажите как у вас всё устроено'));
      const turns: Turn[] = [];
      for await (const turn of whole.pipeline.turns()) {
        turns.push(turn);
        await turn.reply();
        if (turns.length === 1) setTimeout(() => void caller.say(spoken('Расскажите ещё раз')), 2000);
      }
      await whole.release();
      expect(replies.slice(0, 2).map(({ status }) => status)).toEqual(['spoken', 'interrupted']);
      expect(turns[2]!.text).toContain('спросить про цену');
      expect(turns[2]!.text).not.toMatch(/голову|стриж|уклад/);
    });
  });

  it('takes nothing from a caller on a clean line, figures in the answer or not', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const caller = scriptedCall({ id: 'clean' });
      const replies = ['Да, на 18:30, стоит 1500 рублей.', 'Записала на 18:30.', 'Ждём вас в 18:30!'];
      const lines = ['Есть место на вечер?', 'Отлично, записывайте', 'Спасибо, до завтра'];
      const whole = await openWholeCall(caller.call, {
        emulator: { gpt: { reply: replies } },
        pipeline: { echo: 'guard' },
      });
      const turns: Turn[] = [];
      void caller.say(spoken(lines[0]!));
      for await (const turn of whole.pipeline.turns()) {
        turns.push(turn);
        await turn.reply();
        const line = lines[turns.length];
        if (line === undefined) caller.hangUp();
        else void caller.say(spoken(line));
      }
      await whole.release();
      expect(turns.map((turn) => turn.refinedText)).toEqual(lines);
    });
  });
});
