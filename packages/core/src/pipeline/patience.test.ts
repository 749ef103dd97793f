import { describe, expect, it } from 'vitest';
import { sleep } from '../time/sleep.js';
import { collect, conversation, language } from './scripted-conversation.js';
import type { PipelineEvent } from './pipeline-events.js';

const talkative = {
  ...language,
  phrases: {
    ...language.phrases,
    wait: ['Секунду.', 'Ещё немного.'],
    prompt: ['Алло?', 'Вы здесь?'],
    farewell: 'Всего доброго.',
    trouble: 'Плохо слышно.',
  },
};

/** What was said, in order, as the observers were told, and when each began to sound. */
function listen(call: ReturnType<typeof conversation>) {
  const said: string[] = [];
  const heardAtMs: number[] = [];
  call.pipeline.events.on('reply-ended', ({ reply }) => said.push(reply.spoken));
  call.pipeline.events.on('reply-heard', () => heardAtMs.push(call.clock.now()));
  return { said, heardAtMs };
}

describe('a caller who waits', () => {
  it('is told so when the answer is late, again when it is later still, and then gets it', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* () {
        await sleep(call.clock, 11_000);
        yield 'Вот ответ.';
      },
    });
    const { said, heardAtMs } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await call.clock.advance(20_000);
    expect(said).toEqual(['Секунду.', 'Ещё немного.', 'Вот ответ.']);
    expect(heardAtMs[0]).toBeLessThan(3300);
    expect(heardAtMs[1]).toBeLessThan(10_500);
    expect(call.pipeline.messages).toEqual([
      { role: 'user', text: 'когда' },
      { role: 'assistant', text: 'Вот ответ.' },
    ]);
  });

  it('hears something too when it is your code that takes its time, but not after its answer', async () => {
    const call = conversation({ language: talkative });
    const { said } = listen(call);
    collect(call.pipeline, async (turn) => {
      await sleep(call.clock, 4000);
      await turn.reply('Готово.');
      await sleep(call.clock, 8000);
    });
    call.says('запишите');
    await call.clock.advance(15_000);
    expect(said).toEqual(['Секунду.', 'Готово.']);
  });

  it('hears a late answer at once if it comes while the phrase is being prepared', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* () {
        await sleep(call.clock, 2950);
        yield 'Ответ.';
      },
    });
    const { said, heardAtMs } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await call.clock.advance(10_000);
    expect(said.at(-1)).toBe('Ответ.');
    expect(heardAtMs.at(-1)).toBeLessThan(4500);
  });

  it('never sits in silence while a tool works in the middle of an answer, and hears the rest', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* () {
        yield 'Проверяю расписание. ';
        yield { type: 'finish', reason: 'tool-calls' };
        await sleep(call.clock, 14_000);
        yield 'Свободно в три.';
      },
    });
    const { said } = listen(call);
    let silentMs = 0;
    let worstMs = 0;
    let heardMs = 0;
    const replies: unknown[] = [];
    collect(call.pipeline, async (turn) => replies.push(await turn.reply()));
    call.says('когда');
    for (let at = 0; at < 18_000; at += 100) {
      await call.clock.advance(100);
      silentMs = call.sink.heardMs > heardMs ? 0 : silentMs + 100;
      heardMs = call.sink.heardMs;
      if (replies.length === 0) worstMs = Math.max(worstMs, silentMs);
    }
    expect(replies).toMatchObject([{ status: 'spoken', spoken: 'Проверяю расписание. Свободно в три.' }]);
    expect(said.slice(0, -1)).toEqual(['Секунду.', 'Ещё немного.']);
    expect(worstMs, 'the longest silence').toBeLessThan(7000);
  });

  it('hears what a tool says while the answer pauses, before the rest of the answer', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* ({ say }) {
        yield 'Проверяю. ';
        yield { type: 'finish', reason: 'tool-calls' };
        // A handler that waits until it has been heard: it must not wait for an answer that waits for it.
        await say('Ещё минутку.');
        yield 'Свободно.';
      },
    });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await call.clock.advance(10_000);
    expect(said).toEqual(['Ещё минутку.', 'Проверяю. Свободно.']);
  });

  it('can interrupt the wait, and what was heard of the answer stays', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* () {
        yield 'Проверяю. ';
        yield { type: 'finish', reason: 'tool-calls' };
        await sleep(call.clock, 60_000);
        yield 'Свободно.';
      },
    });
    const { turns } = collect(call.pipeline, (turn) => turn.reply(turn.id === 0 ? undefined : 'Хорошо.'));
    call.says('когда');
    await call.clock.advance(4200);
    call.says('не надо');
    await call.clock.advance(3000);
    expect(turns[0]!.signal.reason).toBe('barge-in');
    expect(turns[1]!.messages.slice(0, -1)).toEqual([
      { role: 'user', text: 'когда' },
      { role: 'assistant', text: 'Проверяю.', interrupted: true },
    ]);
  });

  it('hears an apology when an answer never goes on', async () => {
    const call = conversation({
      language: talkative,
      respond: async function* () {
        yield 'Проверяю. ';
        yield { type: 'finish', reason: 'tool-calls' };
        await sleep(call.clock, 600_000);
        yield 'Поздно.';
      },
    });
    const { said } = listen(call);
    const replies: unknown[] = [];
    collect(call.pipeline, async (turn) => replies.push(await turn.reply()));
    call.says('когда');
    await call.clock.advance(40_000);
    expect(replies).toMatchObject([
      { status: 'failed', spoken: 'Проверяю.', error: { code: 'ERR_DEADLINE' } },
    ]);
    expect(said.at(-1)).toBe('Извините.');
  });

  it('is left in silence where that is wished', async () => {
    const call = conversation({
      language: talkative,
      waiting: false,
      respond: async function* () {
        await sleep(call.clock, 9000);
        yield 'Ответ.';
      },
    });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await call.clock.advance(15_000);
    expect(said).toEqual(['Ответ.']);
  });
});

describe('a caller who says nothing', () => {
  const options = { language: talkative, callerSilence: { promptAfterMs: 5000, prompts: 2 } };

  it('is asked twice, told goodbye, and hung up on', async () => {
    const call = conversation(options);
    const { said } = listen(call);
    const { ended } = collect(call.pipeline, (turn) => turn.reply('Да.'));
    void call.pipeline.say('Здравствуйте.');
    await call.clock.advance(30_000);
    await ended;
    expect(said).toEqual(['Здравствуйте.', 'Алло?', 'Вы здесь?', 'Всего доброго.']);
    expect(call.isHungUp()).toBe(true);
    expect(call.clock.pendingTimers).toBe(0);
  });

  it('is waited for anew after each word, and may come back during the goodbye', async () => {
    const call = conversation(options);
    const { said } = listen(call);
    const { turns } = collect(call.pipeline, (turn) => turn.reply('Слушаю.'));
    await call.clock.advance(12_000);
    expect(said).toEqual(['Алло?', 'Вы здесь?']);
    await call.clock.advance(4700);
    call.says('я здесь');
    await call.clock.advance(4000);
    expect(call.isHungUp()).toBe(false);
    expect(turns.map(({ text }) => text)).toEqual(['я здесь']);
    await call.clock.advance(4000);
    expect(said.slice(-2), 'asked anew from the first').toEqual(['Слушаю.', 'Алло?']);
  });

  it('is left alone by default', async () => {
    const call = conversation({ language: talkative });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply('Да.'));
    await call.clock.advance(600_000);
    expect([said, call.isHungUp()]).toEqual([[], false]);
  });

  it('needs phrases to be asked with', () => {
    expect(() => conversation({ callerSilence: true })).toThrow(/phrases\.prompt/);
    expect(() => conversation({ maxCallMs: 60_000 })).toThrow(/phrases\.farewell/);
    const phrases = { prompt: ['Алло?'], farewell: 'Пока.' };
    expect(() => conversation({ callerSilence: true, phrases })).not.toThrow();
  });
});

describe('a call', () => {
  it('ends at its longest, with a goodbye that cannot be talked over', async () => {
    const call = conversation({ language: talkative, maxCallMs: 60_000 });
    const { said } = listen(call);
    const { ended } = collect(call.pipeline, (turn) => turn.reply('Да.'));
    await call.clock.advance(59_900);
    call.says('а ещё');
    await call.clock.advance(300);
    call.partial('подождите');
    await call.clock.advance(4000);
    await ended;
    expect(said).toEqual(['Да.', 'Всего доброго.']);
    expect(call.isHungUp()).toBe(true);
  });

  it('tells the caller that they cannot be heard, while they cannot be', async () => {
    const call = conversation({ language: talkative });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply('Да.'));
    call.ears.push({ type: 'recovering' } as never);
    await call.clock.advance(3000);
    expect(said).toEqual([]);
    await call.clock.advance(3000);
    expect(said).toEqual(['Плохо слышно.']);
    call.ears.push({ type: 'recovered' } as never);
    await call.clock.advance(60_000);
    expect(said).toEqual(['Плохо слышно.']);
  });
});

describe('keys', () => {
  async function press(keys: string, options: Parameters<typeof conversation>[0] = {}) {
    const call = conversation(options);
    const { turns } = collect(call.pipeline, (turn) => turn.reply('Ясно.'));
    for (const digit of keys) {
      if (digit === ' ') await call.clock.advance(2500);
      else call.signals.push({ type: 'dtmf', digit });
    }
    await call.clock.advance(2500);
    return { turns: turns.map(({ source, text }) => [source, text]), call };
  }

  it('pressed one after another are a turn; # ends it, a pause too', async () => {
    expect((await press('1234#5')).turns).toEqual([
      ['dtmf', '1234'],
      ['dtmf', '5'],
    ]);
    expect((await press('12 3*')).turns).toEqual([
      ['dtmf', '12'],
      ['dtmf', '3*'],
    ]);
    expect((await press('#')).turns).toEqual([['dtmf', '#']]);
  });

  it('are events only where that is wished', async () => {
    const { turns, call } = await press('12', { dtmf: 'events' });
    expect(turns).toEqual([]);
    const digits = call.events.flatMap((event: PipelineEvent) =>
      event.type === 'dtmf' ? [event.digit] : [],
    );
    expect(digits).toEqual(['1', '2']);
  });

  it('pressed before hanging up are not lost', async () => {
    const call = conversation();
    const { turns, ended } = collect(call.pipeline, async () => undefined);
    call.signals.push({ type: 'dtmf', digit: '7' });
    call.signals.push({ type: 'hang-up' });
    await call.clock.advance(10_000);
    await ended;
    expect(turns.map(({ text, signal }) => [text, String(signal.reason)])).toEqual([['7', 'closed']]);
  });
});
