import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import { pacedSink } from '../audio/paced-sink.js';
import type { AudioSink } from '../ports/call.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import { manualClock } from '../testing/manual-clock.js';
import { plainLanguage } from '../testing/plain-language.js';
import { scriptedStt, type ScriptedStt } from '../testing/scripted-stt.js';
import { scriptedTts } from '../testing/scripted-tts.js';
import { sleep } from '../time/sleep.js';
import type { Reply } from './reply.js';
import type { RespondContext } from './responder.js';
import type { PipelineEvent } from './pipeline-events.js';
import { conversation, format } from './scripted-conversation.js';
import type { Turn } from './turn.js';

const lost = new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'the ears are down' });

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
  'asks',
  'partial',
  'says',
  'backchannel',
  'key',
  'text',
  'say',
  'pause',
  'other-voice',
  'other-responder',
  'other-recogniser',
  'hearing-lost',
  'hearing-back',
  'thinks',
  'hang-up',
  'fatal',
  'close',
  'transfer',
];
/** How the pipeline's own responder answers. */
const answers = ['at-once', 'says-first', 'pauses', 'is-refused', 'is-taken-back', 'fails'] as const;

const scenario = fc.record({
  bodies: fc.array(fc.oneof(fc.constant('responds' as const), fc.constantFrom(...bodies)), {
    minLength: 1,
    maxLength: 5,
  }),
  happenings: fc.array(
    fc.record({
      what: fc.oneof(
        { weight: 6, arbitrary: fc.constantFrom(...happenings.slice(0, 8)) },
        { weight: 3, arbitrary: fc.constantFrom(...happenings.slice(8, 14)) },
        { weight: 1, arbitrary: fc.constantFrom(...happenings.slice(14)) },
      ),
      afterMs: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(2500)),
    }),
    { maxLength: 14 },
  ),
  answers: fc.array(fc.constantFrom(...answers), { minLength: 1, maxLength: 3 }),
  bargeIn: fc.constantFrom(false as const, { minWords: 1 }, { minWords: 2 }),
  callerSilence: fc.boolean(),
});

const plain = plainLanguage();
const talkative = {
  ...plain,
  phrases: {
    ...plain.phrases,
    wait: ['Секунду.', 'Ещё немного.'],
    prompt: ['Алло?'],
    farewell: 'Всего доброго.',
    trouble: 'Плохо слышно.',
  },
};

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

/** A voice of which it is known how many of its requests are under way. */
function watchedVoice(clock: ReturnType<typeof manualClock>) {
  const voice = scriptedTts({ clock, failOn: 'сломай' });
  const state = { open: 0 };
  const tts: TextToSpeech = {
    formats: voice.formats,
    async *speak(text, options) {
      state.open += 1;
      try {
        yield* voice.speak(text, options);
      } finally {
        state.open -= 1;
      }
    },
  };
  return { tts, state };
}

async function play({ bodies: plan, happenings: events, answers: ways, bargeIn, callerSilence }: Scenario) {
  const clock = manualClock();
  const { watched, worst } = watchedSink(clock);
  const { tts, state: voice } = watchedVoice(clock);
  const promises: Promise<Reply>[] = [];
  /** Answers that the responder has begun, and those that it is still making. */
  const made = { speculative: 0, asked: 0, open: 0 };
  const answer = async function* ({ say, messages, speculative, committed, signal }: RespondContext) {
    const { text } = messages.at(-1) as { text: string };
    const way = ways[(made.asked += 1) % ways.length];
    made.open += 1;
    let isCommitted = !speculative;
    void committed.then(() => (isCommitted = true));
    const takeBack = () => {
      if (!isCommitted)
        throw new VoiceError({ code: 'ERR_QUOTA', message: 'no permit to spare', retryable: true });
    };
    if (speculative) made.speculative += 1;
    try {
      if (way === 'says-first') promises.push(say('минуту'));
      if (way !== 'at-once') await sleep(clock, 300, signal);
      if (way === 'is-refused') takeBack();
      yield { type: 'usage', inputTokens: 7, outputTokens: 1 } as const;
      yield `${text}: ответ. `;
      if (way === 'is-taken-back') {
        await sleep(clock, 100, signal);
        takeBack();
      }
      if (way === 'fails') throw new Error('the model is down');
      if (way === 'pauses') {
        yield { type: 'finish', reason: 'tool-calls' } as const;
        await sleep(clock, 4000, signal);
        yield 'Это после паузы, и довольно длинно: на столько, что за это время можно и не дождаться конца. ';
      }
      yield 'И ещё. ';
    } finally {
      made.open -= 1;
    }
  };
  const transfer = () => sleep(clock, 3000).then(() => Promise.reject(new Error('486 Busy Here')));
  const call = conversation(
    {
      bargeIn,
      tts,
      language: talkative,
      callerSilence: callerSilence && { promptAfterMs: 3000, prompts: 1 },
      waiting: { afterMs: 1000, againMs: 2000 },
      respond: answer,
    },
    { output: watched, transfer },
    clock,
  );
  const { pipeline, signals } = call;
  let { stt } = call;
  let nextStt: ScriptedStt | undefined;
  const told = { ended: [] as Extract<PipelineEvent, { type: 'reply-ended' }>[], llm: [] as unknown[] };
  const speculated: Extract<PipelineEvent, { type: 'speculation' }>[] = [];
  pipeline.events.on('reply-ended', (event) => told.ended.push(event));
  pipeline.events.on('llm', ({ turnId }) => told.llm.push(turnId));
  pipeline.events.on('speculation', (event) => speculated.push(event));
  pipeline.events.on('changed', ({ what }) => {
    if (what[0] === 'stt' && nextStt) stt = nextStt;
  });
  const turns: Turn[] = [];
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
      turns.push(turn);
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
    const question = afterMs % 2 === 0 ? 'подождите минуту' : 'и ещё одно';
    if (what === 'partial') stt.partial('подождите минуту', 500);
    if (what === 'asks' || what === 'thinks') {
      stt.partial(question, 500);
      await clock.advance(700);
    }
    if (what === 'asks') stt.says(question);
    if (what === 'says') stt.says(question);
    if (what === 'backchannel') stt.says('угу');
    if (what === 'other-voice') pipeline.use({ tts });
    if (what === 'other-responder') pipeline.use({ respond: (context) => answer(context) });
    if (what === 'other-recogniser') {
      nextStt = scriptedStt();
      pipeline.use({ stt: nextStt });
    }
    if (what === 'hearing-lost') stt.tell({ type: 'recovering', error: lost });
    if (what === 'hearing-back') stt.tell({ type: 'recovered' });
    if (what === 'transfer')
      void pipeline.transfer('102', { afterSpeech: afterMs % 2 === 0 }).catch(() => undefined);
    if (what === 'key') signals.push({ type: 'dtmf', digit: '1' });
    if (what === 'text') pipeline.send('написал');
    if (what === 'say') void speak(pipeline.say(afterMs % 3 === 0 ? 'сломай' : 'говорю сам'));
    if (what === 'hang-up') signals.push({ type: 'hang-up' });
    if (what === 'fatal') stt.fail(lost);
    if (what === 'close') void pipeline.close();
  }
  await clock.advance(60_000);
  void pipeline.close();
  await clock.advance(20_000);
  return { pipeline, clock, promises, loop, worst, voice, made, told, speculated, turns };
}

/** What is prepared ahead ends one way or the other, is counted once, and answers what the caller said. */
function checkSpeculation({
  made,
  told,
  speculated,
  turns,
}: Pick<Awaited<ReturnType<typeof play>>, 'made' | 'told' | 'speculated' | 'turns'>): void {
  expect(made.open, 'answers that are still being made').toBe(0);
  expect(speculated.length, 'an answer prepared ahead and not told of').toBe(made.speculative);
  for (const turnId of told.llm) expect(turns.map(({ id }) => id)).toContain(turnId);
  for (const event of told.ended) {
    const { kind, turnId, reply } = event;
    if (kind !== 'reply' || !reply.text.includes(': ответ.')) continue;
    const turn = turns.find(({ id }) => id === turnId)!;
    expect(reply.text.startsWith(`${turn.text}: ответ.`), `«${reply.text}» to «${turn.text}»`).toBe(true);
    expect(reply.error?.code, 'a refusal of what was only prepared').not.toBe('ERR_QUOTA');
    const before = told.ended.find((other) => other.kind === 'say' && other.turnId === turnId);
    if (before?.reply.status === 'spoken' && reply.status === 'spoken')
      expect(told.ended.indexOf(before), 'said after the answer').toBeLessThan(told.ended.indexOf(event));
    const wasted = speculated.filter((event) => event.turnId === turnId && event.outcome !== 'used');
    const requests = wasted.reduce((sum, { spent }) => sum + spent.requests, 0);
    expect(reply.speculation?.wasted.requests ?? 0, 'what was wasted').toBe(requests);
  }
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
    const outcomes = { used: 0, dropped: 0, refused: 0, paused: 0 };
    await fc.assert(
      fc.asyncProperty(scenario, async (plan) => {
        const { pipeline, clock, promises, loop, worst, ...seen } = await play(plan);
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
        const ownWords = ['apology', 'wait', 'trouble'];
        const conversed = seen.told.ended.filter(({ kind }) => !ownWords.includes(kind));
        const heard = conversed.map(({ reply }) => reply.spoken).filter((spoken) => spoken !== '');
        const remembered = pipeline.messages.flatMap((message) =>
          message.role === 'assistant' ? [message.text] : [],
        );
        expect([...remembered].sort()).toEqual([...heard].sort());
        expect(seen.voice.open, 'requests of the voice left open').toBe(0);
        checkSpeculation(seen);
        for (const { outcome } of seen.speculated) outcomes[outcome] += 1;
        outcomes.paused += conversed.filter(({ reply }) => reply.spoken.includes('после паузы')).length;
        for (const { status, spoken, text, heardMs } of replies) {
          expect(text.startsWith(spoken)).toBe(true);
          if (status === 'skipped') expect([spoken, heardMs]).toEqual(['', 0]);
          // The scripted voice takes 50 ms for a character, so no more can have been heard than there was time for.
          expect(heardMs, 'words that cannot have been heard').toBeGreaterThanOrEqual(
            (spoken.lastIndexOf(' ') + 1) * 50,
          );
        }
      }),
      { numRuns: 800 },
    );
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(unhandled).toEqual([]);
    for (const [name, times] of Object.entries(outcomes)) expect(times, name).toBeGreaterThan(10);
  });
});
