import { describe, expect, it } from 'vitest';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from '../testing/manual-clock.js';
import { plainLanguage } from '../testing/plain-language.js';
import { scriptedStt } from '../testing/scripted-stt.js';
import { scriptedTts } from '../testing/scripted-tts.js';
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

/** A voice that reads all the text there is before it has spoken the first of it. */
function eager(tts: TextToSpeech): TextToSpeech {
  return {
    formats: tts.formats,
    speak(text, options) {
      const read = new AsyncQueue<string>();
      void (async () => {
        for await (const segment of text) read.push(segment);
        read.end();
      })();
      return tts.speak(read, options);
    },
  };
}

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

  it('does not wait for a phrase that is late itself when the answer is there', async () => {
    const clock = manualClock();
    const voice = scriptedTts({ clock });
    const call = conversation(
      {
        language: talkative,
        // What it is given first after the apology, it never finishes.
        tts: {
          formats: voice.formats,
          speak: (text, options) =>
            voice.speak(
              (async function* () {
                for await (const segment of text) {
                  if (segment === 'Секунду.') await sleep(clock, 60_000, options.signal);
                  yield segment;
                }
              })(),
              options,
            ),
        },
        respond: async function* () {
          await sleep(clock, 3500);
          yield 'Ответ. ';
          yield { type: 'finish', reason: 'tool-calls' };
          await sleep(clock, 3500);
          yield 'И ещё.';
        },
      },
      {},
      clock,
    );
    const { said, heardAtMs } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await clock.advance(20_000);
    expect(said.filter((text) => text !== '')).toEqual(['Ответ. И ещё.']);
    expect(heardAtMs[0]).toBeLessThan(3700);
  });

  it('says a sentence that looks finished when the model pauses after it', async () => {
    const call = conversation({
      language: { ...talkative, segment: () => plainLanguage({ afterSentenceMs: 150 }).segment() },
      respond: async function* () {
        yield 'Смотрю.';
        await sleep(call.clock, 2000);
        yield ' Свободно в три.';
      },
    });
    const { said, heardAtMs } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await call.clock.advance(10_000);
    expect(heardAtMs[0]).toBeLessThan(400);
    expect(said).toEqual(['Смотрю. Свободно в три.']);
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

  it('hears it too from a voice that takes its text ahead of its sound', async () => {
    const clock = manualClock();
    const call = conversation(
      {
        tts: eager(scriptedTts({ clock })),
        language: talkative,
        respond: async function* () {
          yield 'Проверяю. ';
          yield { type: 'finish', reason: 'tool-calls' };
          await sleep(clock, 6000);
          yield 'Свободно.';
        },
      },
      {},
      clock,
    );
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    call.says('когда');
    await clock.advance(12_000);
    expect(said).toEqual(['Секунду.', 'Проверяю. Свободно.']);
  });

  it('hears the rest in one piece, however long it is', async () => {
    const rest =
      'Свободно в три, в четыре, в пять, в шесть, в семь, в восемь, в девять и ещё в десять часов вечера. ';
    const call = conversation({
      language: talkative,
      respond: async function* () {
        yield 'Проверяю. ';
        yield { type: 'finish', reason: 'tool-calls' };
        // It comes while the caller is just being told that it takes a while.
        await sleep(call.clock, 3900);
        yield rest.repeat(5);
      },
    });
    const { said } = listen(call);
    const replies: unknown[] = [];
    collect(call.pipeline, async (turn) => replies.push(await turn.reply()));
    call.says('когда');
    await call.clock.advance(40_000);
    expect(said).toEqual(['Секунду.', `Проверяю. ${rest.repeat(5).trim()}`]);
    expect(replies).toMatchObject([{ status: 'spoken' }]);
  });

  it.each([[false as const], [{ minWords: 2 }]])(
    'does not lose the rest by a word that interrupts nothing: bargeIn %o',
    async (bargeIn) => {
      const call = conversation({
        language: talkative,
        bargeIn,
        respond: async function* () {
          yield 'Проверяю. ';
          yield { type: 'finish', reason: 'tool-calls' };
          await sleep(call.clock, 6000);
          yield 'Свободно.';
        },
      });
      const { said } = listen(call);
      const { turns } = collect(call.pipeline, (turn) => turn.reply(turn.id === 0 ? undefined : 'Хорошо.'));
      call.says('когда');
      await call.clock.advance(3900);
      call.says('ладно');
      await call.clock.advance(12_000);
      expect(turns.map(({ text }) => text)).toEqual(['когда', 'ладно']);
      expect(said).toEqual(['Секунду.', 'Проверяю. Свободно.', 'Хорошо.']);
    },
  );

  it('is not told to wait for an answer where nobody takes turns', async () => {
    const call = conversation({ language: talkative });
    const { said } = listen(call);
    void call.pipeline.say('Ваш заказ готов.');
    await call.clock.advance(2000);
    call.says('спасибо');
    await call.clock.advance(60_000);
    expect(said).toEqual(['Ваш заказ готов.']);
    await call.pipeline.close();
  });

  it('is still told so after a word about the recogniser', async () => {
    const call = conversation({ language: talkative, waiting: { afterMs: 6000 } });
    const { said } = listen(call);
    collect(call.pipeline, async (turn) => {
      await sleep(call.clock, 15_000);
      await turn.reply('Готово.');
    });
    call.says('запишите');
    call.ears.push({ type: 'recovering' } as never);
    await call.clock.advance(12_000);
    call.ears.push({ type: 'recovered' } as never);
    await call.clock.advance(5000);
    expect(said).toEqual(['Плохо слышно.', 'Секунду.', 'Готово.']);
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

  it('is not prompted, and not hung up on, while they are being handed over', async () => {
    let resolve = () => {};
    const done = new Promise<void>((yes) => (resolve = yes));
    const call = conversation(options, { transfer: () => done });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply('Да.'));
    await call.clock.advance(0);
    const transferred = call.pipeline.transfer('102');
    await call.clock.advance(60_000);
    expect([said, call.isHungUp()]).toEqual([[], false]);
    resolve();
    await transferred;
    await call.clock.advance(0);
    expect(call.isHungUp()).toBe(true);
    expect(call.clock.pendingTimers).toBe(0);
  });

  it('is prompted again after a transfer that failed', async () => {
    const call = conversation(options, {
      transfer: () => sleep(call.clock, 9000).then(() => Promise.reject(new Error('busy'))),
    });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply('Да.'));
    await call.clock.advance(0);
    call.pipeline.transfer('102').catch(() => undefined);
    await call.clock.advance(13_000);
    expect(said).toEqual([]);
    await call.clock.advance(2500);
    expect(said).toEqual(['Алло?']);
    await call.pipeline.close();
  });

  it.each([
    ['farewell', { farewell: 5 }],
    ['prompt', { prompt: 'Алло?' }],
    ['wait', { wait: [''] }],
    ['apology', { apology: '' }],
  ])('is not asked with what is no phrase: %s', (name, phrases) => {
    const wrong: unknown = expect.objectContaining({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining(`phrases.${name}`) as string,
    });
    expect(() => conversation({ phrases: phrases as never })).toThrow(wrong);
    const { pipeline } = conversation();
    expect(() =>
      pipeline.use({ language: { ...language, phrases: { ...language.phrases, ...(phrases as object) } } }),
    ).toThrow(wrong);
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

  it('tells so also a caller who was in the middle of a sentence, which is recognised later', async () => {
    const call = conversation({ language: talkative });
    const { said } = listen(call);
    const { turns } = collect(call.pipeline, (turn) => turn.reply('Да.'));
    call.partial('запишите меня');
    call.ears.push({ type: 'recovering' } as never);
    await call.clock.advance(6000);
    expect(said).toEqual(['Плохо слышно.']);
    call.ears.push({ type: 'recovered' } as never);
    call.says('запишите меня на завтра');
    await call.clock.advance(4000);
    expect(turns.map(({ text }) => text)).toEqual(['запишите меня на завтра']);
    expect(said).toEqual(['Плохо слышно.', 'Да.']);
  });

  it('hears that, and that it takes a while, when synthesis is down as well', async () => {
    const clock = manualClock();
    const voice = scriptedTts({ clock });
    let down = false;
    const tts: TextToSpeech = {
      formats: voice.formats,
      async *speak(text, options) {
        if (!down) {
          yield* voice.speak(text, options);
          return;
        }
        for await (const segment of text) throw new Error(`down: ${segment}`);
      },
    };
    const respond = async function* () {
      await sleep(clock, 600_000);
      yield 'Поздно.';
    };
    const call = conversation({ tts, language: talkative, respond }, {}, clock);
    const { said, heardAtMs } = listen(call);
    collect(call.pipeline, (turn) => turn.reply());
    await clock.advance(5000);
    down = true;
    call.ears.push({ type: 'recovering' } as never);
    await clock.advance(5000);
    call.ears.push({ type: 'recovered' } as never);
    call.says('когда');
    await clock.advance(30_000);
    // What comes later in turn has never been said; and of the answer nothing was heard either.
    expect(said).toEqual(['Плохо слышно.', 'Секунду.', '', 'Секунду.', '', 'Извините.']);
    expect(heardAtMs[0]).toBeLessThan(9100);
  });

  it('is heard by another recogniser as well as ever, if the one before was never reached again', async () => {
    const call = conversation({ language: talkative, callerSilence: { promptAfterMs: 20_000 } });
    const { said } = listen(call);
    collect(call.pipeline, (turn) => turn.reply('Да.'));
    await call.clock.advance(0);
    call.ears.push({ type: 'recovering' } as never);
    await call.clock.advance(1000);
    call.pipeline.use({ stt: scriptedStt() });
    await call.clock.advance(25_000);
    expect(said).toEqual(['Алло?']);
    await call.pipeline.close();
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
