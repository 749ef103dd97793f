import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import type { EndpointDetector, Endpointer } from './endpointer.js';
import { detector, recognition } from './testing/scripted-recognition.js';
import type { EndpointingOptions } from './with-endpointing.js';

const never = Number.POSITIVE_INFINITY;
const fault = new Error('model is gone');
const fails = () => {
  throw fault;
};

/** One that never ends anything by itself. */
function endpointer(broken: Partial<EndpointDetector>): Endpointer {
  const detector: EndpointDetector = {
    heardAudio: () => undefined,
    heardEvent: () => undefined,
    asked: () => undefined,
    expect: () => undefined,
    plan: { askAtMs: 300, endAtMs: never },
  };
  return { open: () => Object.defineProperties(detector, Object.getOwnPropertyDescriptors(broken)) };
}

/** As `async` code does where nobody waits for it; vitest fails a run that leaves a rejection unhandled. */
const rejects = (() => Promise.reject(fault)) as () => never;

const broken: readonly (readonly [string, Endpointer])[] = [
  ['open', { open: fails }],
  ['heardAudio', endpointer({ heardAudio: fails })],
  ['heardAudio', endpointer({ heardAudio: rejects })],
  ['heardEvent', endpointer({ heardEvent: rejects })],
  ['asked', endpointer({ asked: rejects })],
  ['expect', endpointer({ expect: rejects })],
  ['heardEvent', endpointer({ heardEvent: fails })],
  ['asked', endpointer({ asked: fails })],
  ['expect', endpointer({ expect: fails })],
  [
    'plan',
    endpointer({
      get plan() {
        return fails();
      },
    }),
  ],
];

/** A caller who says a word and falls silent, as the recogniser follows them. */
async function callerOf(endpointer: Endpointer, observers: EndpointingOptions = {}) {
  const call = recognition(endpointer, observers);
  await call.hears(200);
  call.stream.expect('phone');
  await call.hears(300, 8000);
  call.tell.speech();
  const silentMs = 500;
  await call.hears(100);
  call.tell.speech();
  for (let at = 0; at < 1500 && !call.types().includes('utterance-end 0'); at += 20) {
    await call.hears(20);
    if (call.asked.length > 0 && !call.types().includes('transcript-final 0')) call.tell.final();
  }
  return { ...call, silentMs, waitMs: call.clock.now() - silentMs };
}

describe('an endpointer that fails', () => {
  it.each(broken)(
    'in %s costs the caller no word: silence ends the utterance, and it is told',
    async (what, one) => {
      const { types, problems, waitMs, asked } = await callerOf(one);
      expect(types().slice(-2)).toEqual(['transcript-final 0', 'utterance-end 0']);
      expect(waitMs).toBeGreaterThanOrEqual(1000);
      expect(waitMs).toBeLessThan(1100);
      expect(asked.length).toBeGreaterThan(0);
      expect(problems).toHaveLength(1);
      expect(problems[0]).toMatchObject({ code: 'ERR_INTERNAL', cause: fault });
      expect(problems[0]?.message).toContain(`\`${what}\``);
      expect(problems[0]?.message).toContain('model is gone');
    },
  );

  it('is not asked any more in its recognition', async () => {
    let asked = 0;
    const { types } = await callerOf(
      endpointer({
        heardAudio: () => {
          asked += 1;
          throw fault;
        },
      }),
    );
    expect(asked).toBe(1);
    expect(types()).toContain('utterance-end 0');
  });

  it('is told of as it said itself, where it says so with a VoiceError', async () => {
    const quota = new VoiceError({ code: 'ERR_QUOTA', message: 'no more' });
    const { problems } = await callerOf({
      open: () => {
        throw quota;
      },
    });
    expect(problems).toEqual([quota]);
  });

  it('decides as long as it does not fail', async () => {
    const { types, problems } = await callerOf(endpointer({ plan: { askAtMs: 600, endAtMs: 640 } }));
    expect(types().at(-1)).toBe('utterance-end 0');
    expect(problems).toEqual([]);
  });

  it.each([undefined, null, {}, { plan: null }])('and so is one that opens %o', async (detector) => {
    const { types, problems } = await callerOf({ open: () => detector as never });
    expect(types().at(-1)).toBe('utterance-end 0');
    expect(problems).toHaveLength(1);
  });

  it.each([undefined, Number.NaN])('takes %s for never, without a fault', async (ms) => {
    const plan = { askAtMs: 300, endAtMs: ms as number };
    const { types, problems, clock } = await callerOf(endpointer({ plan }));
    expect(types()).not.toContain('utterance-end 0');
    expect(problems).toEqual([]);
    expect(clock.pendingTimers).toBe(0);
  });

  it.each([
    ['open', { open: rejects }],
    ['open', { open: () => Promise.resolve({}) as never }],
    ['plan', endpointer({ plan: Promise.resolve({ askAtMs: 300, endAtMs: 340 }) as never })],
    [
      'plan',
      endpointer({
        get plan() {
          return rejects();
        },
      }),
    ],
  ])('and so is one that answers %s with a promise', async (what, one) => {
    const { types, problems } = await callerOf(one);
    expect(types().at(-1)).toBe('utterance-end 0');
    expect(problems).toHaveLength(1);
    expect(problems[0]?.message).toContain(`\`${what}\``);
    expect(problems[0]?.message).toContain('a promise is no answer here');
  });

  it('late, when the source has stopped, is told, and silence has ended the utterance', async () => {
    let fail = () => {};
    const late = new Promise<void>((_, reject) => (fail = () => reject(fault)));
    const { stream, tell, hears, asked, types, problems, clock } = recognition(
      endpointer({ plan: { askAtMs: never, endAtMs: never }, expect: () => late as never }),
    );
    stream.expect('phone');
    await hears(300, 8000);
    tell.speech();
    await hears(1500);
    expect([asked, types().at(-1)]).toEqual([[], 'transcript-partial 0']);
    fail();
    await clock.advance(0);
    tell.final();
    await clock.advance(0);
    expect(problems).toHaveLength(1);
    expect(types().at(-1)).toBe('utterance-end 0');
  });
});

describe('an observer that fails', () => {
  const decided = endpointer({ plan: { askAtMs: never, endAtMs: 200 } });

  it.each([
    ['throws', fails],
    ['rejects', rejects],
  ])('when it is told of an ending, and %s, costs the caller no word', async (_, ending) => {
    const { stream, tell, hears, types, problems, read } = recognition(decided, { ending });
    for (const utterance of [0, 1]) {
      tell.speech();
      await hears(220);
      tell.final();
      await hears(20);
      expect(types().slice(-2)).toEqual([`transcript-final ${utterance}`, `utterance-end ${utterance}`]);
    }
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'ERR_INTERNAL', cause: fault });
    expect(problems[0]?.message).toContain('`ending`');
    await stream.finish({ deadlineMs: 100 });
    await read;
  });

  it('by the clock, or when a verdict comes, throws nothing at those who have no part in it', async () => {
    for (const by of ['clock', 'verdict'] as const) {
      const { endpointer: planned, sessions, plans } = detector();
      const { tell, hears, types, problems, clock } = recognition(planned, { ending: fails });
      plans({ endAtMs: by === 'clock' ? 200 : never });
      tell.speech();
      await hears(100);
      if (by === 'verdict') {
        plans({ endAtMs: 0 });
        sessions[0]?.changed();
      }
      await clock.advance(1000);
      expect(problems).toHaveLength(1);
      tell.final();
      await clock.advance(0);
      expect(types().at(-1)).toBe('utterance-end 0');
    }
  });

  it('does not end the recognition in which an event made it be told', async () => {
    let endAtMs = never;
    const one = endpointer({
      heardEvent: ({ type }) => {
        if (type === 'transcript-partial') endAtMs = 0;
      },
      get plan() {
        return { askAtMs: never, endAtMs };
      },
    });
    const { tell, hears, types, problems, clock } = recognition(one, { ending: fails });
    await hears(100);
    tell.speech();
    await clock.advance(0);
    expect(problems).toHaveLength(1);
    tell.final();
    await clock.advance(0);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it.each([
    ['throws', fails],
    ['rejects', rejects],
  ])('when it is told of a problem, and %s, does no harm', async (_, onProblem) => {
    for (const [, one] of broken) {
      const { types } = await callerOf(one, { onProblem });
      expect(types().slice(-2)).toEqual(['transcript-final 0', 'utterance-end 0']);
    }
  });
});
