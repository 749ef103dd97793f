import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import { pacedSink } from '../audio/paced-sink.js';
import type { AudioSink } from '../ports/call.js';
import { manualClock } from '../testing/manual-clock.js';
import { sleep } from '../time/sleep.js';
import type { Reply } from './reply.js';
import type { RespondContext } from './responder.js';
import { conversation, format } from './scripted-conversation.js';
import type { Turn } from './turn.js';

/** What user code may do with a turn. */
const bodies = [
  'replies',
  'replies-late',
  'replies-twice',
  'does-not-wait',
  'says-first',
  'responds',
  'streams-and-throws',
  'never-replies',
  'hangs-its-stream',
  'throws',
  'leaves',
  'closes-politely',
] as const;
/** What may happen to a call, and how long after the thing before, in ms. */
const happenings = [
  'partial',
  'says',
  'backchannel',
  'key',
  'text',
  'say',
  'pause',
  'hang-up',
  'fatal',
  'close',
];

const scenario = fc.record({
  bodies: fc.array(fc.constantFrom(...bodies), { minLength: 1, maxLength: 5 }),
  happenings: fc.array(
    fc.record({
      what: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...happenings.slice(0, 7)) },
        { weight: 1, arbitrary: fc.constantFrom(...happenings.slice(7)) },
      ),
      afterMs: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(2500)),
    }),
    { maxLength: 14 },
  ),
  bargeIn: fc.constantFrom(false as const, { minWords: 1 }, { minWords: 2 }),
});

type Scenario = typeof scenario extends fc.Arbitrary<infer T> ? T : never;

/** A sink that tells how many writes were under way at once at most: only one speech may write at a time. */
function watchedSink(clock: ReturnType<typeof manualClock>) {
  let writing = 0;
  let worst = 0;
  const sink = pacedSink({ format, clock, send: () => undefined });
  const watched: AudioSink = {
    format,
    aheadMs: sink.aheadMs,
    write: async (data) => {
      worst = Math.max(worst, (writing += 1));
      await sink.write(data);
      writing -= 1;
    },
    clear: () => sink.clear(),
    drain: (options) => sink.drain(options),
    get heardMs() {
      return sink.heardMs;
    },
  };
  return { watched, worst: () => worst };
}

async function play({ bodies: plan, happenings: events, bargeIn }: Scenario) {
  const clock = manualClock();
  const { watched, worst } = watchedSink(clock);
  const call = conversation(
    {
      bargeIn,
      failOn: 'сломай',
      respond: async function* ({ say }: RespondContext) {
        promises.push(say('минуту'));
        await sleep(clock, 300);
        yield 'ответ ';
        yield 'после паузы. И ещё. ';
      },
    },
    { output: watched },
    clock,
  );
  const { pipeline, ears, signals, says, partial } = call;
  const promises: Promise<Reply>[] = [];
  const speak = (promise: Promise<Reply>) => {
    promises.push(promise);
    return promise;
  };
  const body = async (turn: Turn, kind: (typeof bodies)[number]): Promise<boolean> => {
    switch (kind) {
      case 'replies':
        await speak(turn.reply(`ответ на ${turn.text}. Да. `));
        return true;
      case 'replies-late':
        await sleep(clock, 3000);
        await speak(turn.reply('поздний ответ'));
        return true;
      case 'replies-twice':
        await speak(turn.reply('раз'));
        await expect(turn.reply('два')).rejects.toMatchObject({ code: 'ERR_MISUSE' });
        return true;
      case 'does-not-wait':
        void speak(turn.reply('не жду ответа. И дальше', { interruptible: turn.id % 2 === 0 }));
        return true;
      case 'says-first':
        await speak(pipeline.say('сначала это'));
        await speak(turn.reply('потом то'));
        return true;
      case 'responds':
        await speak(turn.reply());
        return true;
      case 'streams-and-throws':
        await speak(
          turn.reply(
            (async function* () {
              yield 'начало. ';
              throw new Error('the model is down');
            })(),
          ),
        );
        return true;
      case 'never-replies':
        return true;
      case 'hangs-its-stream':
        await speak(
          turn.reply({ [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => undefined) }) }),
        );
        return true;
      case 'throws':
        throw new Error('user code');
      case 'leaves':
        return false;
      case 'closes-politely':
        void speak(turn.reply('до свидания'));
        void pipeline.close({ afterSpeech: true });
        return true;
    }
  };
  let taken = 0;
  const loop = (async () => {
    for await (const turn of pipeline.turns()) {
      const kind = plan[taken % plan.length]!;
      taken += 1;
      if (!(await body(turn, kind))) break;
    }
  })().then(
    () => 'ended',
    (error: unknown) => (error as Error).message,
  );
  for (const { what, afterMs } of events) {
    if (afterMs > 0) await clock.advance(afterMs);
    if (what === 'partial') partial('подождите минуту');
    if (what === 'says') says('что то сказал');
    if (what === 'backchannel') says('угу');
    if (what === 'key') signals.push({ type: 'dtmf', digit: '1' });
    if (what === 'text') pipeline.send('написал');
    if (what === 'say') void speak(pipeline.say(afterMs % 3 === 0 ? 'сломай' : 'говорю сам'));
    if (what === 'hang-up') signals.push({ type: 'hang-up' });
    if (what === 'fatal')
      ears.fail(new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'the ears are down' }));
    if (what === 'close') void pipeline.close();
  }
  await clock.advance(60_000);
  void pipeline.close();
  await clock.advance(20_000);
  return { pipeline, clock, promises, loop, worst };
}

const unsettled: unique symbol = Symbol('unsettled');
const outcome = <T>(promise: Promise<T>): Promise<T | typeof unsettled> =>
  Promise.race<T | typeof unsettled>([
    promise,
    (async (): Promise<typeof unsettled> => {
      for (let step = 0; step < 50; step += 1) await Promise.resolve();
      return unsettled;
    })(),
  ]);

describe('VoicePipeline, whatever user code does and whatever happens to the call', () => {
  const unhandled: unknown[] = [];
  const onUnhandled = (fault: unknown) => void unhandled.push(fault);
  const host = (globalThis as unknown as { process: NodeJS.Process }).process;
  beforeEach(() => void host.on('unhandledRejection', onUnhandled));
  afterEach(() => void host.off('unhandledRejection', onUnhandled));

  it('settles every promise, ends, leaves no timer, speaks with one voice, and remembers what was heard', async () => {
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const { pipeline, clock, promises, loop, worst } = await play(plan);
        expect(await outcome(pipeline.closed), 'never closed').not.toBe(unsettled);
        expect(await outcome(loop), 'the loop never ended').not.toBe(unsettled);
        const replies: Reply[] = [];
        for (const promise of promises) {
          const reply = await outcome(promise);
          if (reply === unsettled) expect.fail('a reply never settled');
          replies.push(reply);
        }
        expect(clock.pendingTimers, 'timers left').toBe(0);
        expect(worst(), 'two speeches wrote at once').toBeLessThanOrEqual(1);
        const heard = replies.map((reply) => reply.spoken).filter((spoken) => spoken !== '');
        const remembered = pipeline.messages.flatMap((message) =>
          message.role === 'assistant' && message.text !== 'Извините.' ? [message.text] : [],
        );
        expect([...remembered].sort()).toEqual([...heard].sort());
        for (const { status, spoken, text, heardMs } of replies) {
          expect(text.startsWith(spoken)).toBe(true);
          if (status === 'skipped') expect([spoken, heardMs]).toEqual(['', 0]);
          // The scripted voice takes 50 ms for a character, so no more can have been heard than there was time for.
          expect(heardMs, 'words that cannot have been heard').toBeGreaterThanOrEqual(
            (spoken.lastIndexOf(' ') + 1) * 50,
          );
        }
      }),
      { numRuns: 800, interruptAfterTimeLimit: 10_000, markInterruptAsFailure: false },
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(unhandled).toEqual([]);
  }, 20_000);
});
