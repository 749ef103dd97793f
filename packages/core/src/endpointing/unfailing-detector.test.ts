import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import type { EndpointDetector, Endpointer } from './endpointer.js';
import { recognition } from './testing/scripted-recognition.js';

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

const broken: readonly (readonly [string, Endpointer])[] = [
  ['open', { open: fails }],
  ['heardAudio', endpointer({ heardAudio: fails })],
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
async function callerOf(endpointer: Endpointer) {
  const call = recognition(endpointer);
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
});
