import { describe, expect, it, vi } from 'vitest';
import { msToBytes, pcm } from '../audio/audio-format.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from '../testing/manual-clock.js';
import { ensureSttContract } from '../testing/stt-contract.js';
import type { Endpointer, EndpointPlan, EndpointSession } from './endpointer.js';
import { withEndpointing } from './with-endpointing.js';

const format = pcm(8000);
const never = Number.POSITIVE_INFINITY;

/** A recogniser that hears «раз» from the first sample after each final, and tells it when it is asked to. */
function recogniser(endpointing?: SpeechToText['endpointing']) {
  const inner = new AsyncQueue<SttEvent>();
  const asked: number[] = [];
  const opened: unknown[] = [];
  let [takenMs, utterance, open] = [0, 0, false];
  const tell = {
    speech: () => {
      if (!open) inner.push({ type: 'speech-start', utterance, atMs: takenMs });
      open = true;
      inner.push({
        type: 'transcript-partial',
        utterance,
        text: 'раз',
        stableChars: 0,
        throughMs: takenMs,
      });
    },
    final: (cause: 'requested' | 'timeout' = 'requested') => {
      const final = { utterance, index: utterance, text: 'раз', words: [], startMs: takenMs, endMs: takenMs };
      inner.push({ type: 'transcript-final', ...final });
      inner.push({ type: 'utterance-end', utterance: utterance++, atMs: takenMs, cause });
      open = false;
    },
  };
  const stt: SpeechToText = {
    formats: [format],
    ...(endpointing && { endpointing }),
    open: (options) => {
      opened.push(options.endpointing);
      return Object.assign(inner, {
        write: (chunk: Uint8Array) => void (takenMs += chunk.byteLength / 16),
        endUtterance: () => void asked.push(takenMs),
        finish: () => {
          if (open) tell.final();
          inner.end();
          return Promise.resolve();
        },
      });
    },
  };
  return { stt, asked, opened, tell, fail: (fault: Error) => inner.fail(fault) };
}

/** A detector that does what the test plans, and says what it was told. */
function detector() {
  let plan: EndpointPlan = { askAtMs: never, endAtMs: never };
  const told: SttEvent[] = [];
  const expected: ExpectedAnswer[] = [];
  const asked: number[] = [];
  const sessions: EndpointSession[] = [];
  const endpointer: Endpointer = {
    open: (session) => {
      sessions.push(session);
      return {
        heardAudio: () => undefined,
        heardEvent: (event) => void told.push(event),
        asked: (atMs) => void asked.push(atMs),
        expect: (answer) => void expected.push(answer),
        get plan() {
          return plan;
        },
      };
    },
  };
  return {
    endpointer,
    sessions,
    toldToBeAsked: asked,
    told,
    expected,
    plans: (next: Partial<EndpointPlan>) => (plan = { ...plan, ...next }),
  };
}

function recognition() {
  const clock = manualClock();
  const { stt, asked, opened, tell, fail } = recogniser();
  const { endpointer, told, expected, plans, sessions, toldToBeAsked } = detector();
  const ending = vi.fn();
  const stream = withEndpointing(stt, endpointer, { clock, ending }).open({ format });
  const events: SttEvent[] = [];
  const read = (async () => {
    for await (const event of stream) events.push(event);
  })();
  return {
    ...{ clock, asked, opened, tell, fail, told, expected, plans, ending, stream, events, read },
    ...{ sessions, toldToBeAsked },
    hears: async (ms: number) => {
      for (let at = 0; at < ms; at += 20) {
        stream.write(new Uint8Array(msToBytes(20, format)));
        await clock.advance(20);
      }
    },
    types: () =>
      events.map((event) => ('utterance' in event ? `${event.type} ${event.utterance}` : event.type)),
  };
}

describe('withEndpointing', () => {
  it('opens the recogniser with external endpointing, whatever it is asked for', () => {
    const { stt, opened } = recogniser();
    withEndpointing(stt, detector().endpointer).open({ format, endpointing: { type: 'server' } });
    expect(opened).toEqual([{ type: 'external' }]);
  });

  it('refuses a recogniser that decides by itself, and what is no endpointer', () => {
    const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error;
    expect(() => withEndpointing(recogniser(['server']).stt, detector().endpointer)).toThrow(invalid);
    expect(() => withEndpointing(recogniser().stt, {} as Endpointer)).toThrow(invalid);
    expect(() => withEndpointing(null as never, detector().endpointer)).toThrow(invalid);
    expect(() => withEndpointing(recogniser().stt, detector().endpointer, null as never)).toThrow(invalid);
    expect(() => withEndpointing(recogniser().stt, detector().endpointer, { clock: {} as never })).toThrow(
      invalid,
    );
  });

  it('asks once for a final, keeps its end back and tells it when it is time', async () => {
    const { plans, tell, hears, asked, types, ending, events } = recognition();
    tell.speech();
    plans({ askAtMs: 100, endAtMs: 400 });
    await hears(200);
    expect(asked).toEqual([100]);
    tell.final();
    await hears(180);
    expect(types()).toEqual(['speech-start 0', 'transcript-partial 0', 'transcript-final 0']);
    await hears(40);
    expect(types().at(-1)).toBe('utterance-end 0');
    expect(events.at(-1)).toMatchObject({ cause: 'requested' });
    expect(asked).toEqual([100]);
    expect(ending).not.toHaveBeenCalled();
  });

  it('goes on with the utterance of a caller who does, with several finals', async () => {
    const { plans, tell, hears, types, stream, read, events } = recognition();
    for (let pause = 0; pause < 3; pause++) {
      tell.speech();
      plans({ askAtMs: 200 * pause + 100 });
      await hears(120);
      tell.final();
      await hears(80);
    }
    plans({ endAtMs: 620 });
    await hears(40);
    tell.speech();
    await stream.finish({ deadlineMs: 100 });
    await read;
    const finals = types().filter((type) => type.startsWith('transcript-final'));
    expect(finals).toEqual([...Array<string>(3).fill('transcript-final 0'), 'transcript-final 1']);
    expect(types().filter((type) => type.startsWith('utterance-end'))).toEqual([
      'utterance-end 0',
      'utterance-end 1',
    ]);
    ensureSttContract(events, 640);
  });

  it('tells that it has decided while the final is still to come', async () => {
    const { plans, tell, hears, asked, types, ending } = recognition();
    tell.speech();
    plans({ endAtMs: 100 });
    await hears(140);
    expect(asked).toEqual([100]);
    expect(ending).toHaveBeenCalledTimes(1);
    expect(types()).not.toContain('utterance-end 0');
    tell.final();
    await hears(20);
    expect(types().slice(-2)).toEqual(['transcript-final 0', 'utterance-end 0']);
  });

  it('lets an end through that the recogniser decided on', async () => {
    const { tell, hears, types } = recognition();
    tell.speech();
    tell.final('timeout');
    await hears(20);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('ends on request, also with the final there already', async () => {
    const { plans, tell, hears, stream, types } = recognition();
    tell.speech();
    plans({ askAtMs: 20 });
    await hears(40);
    tell.final();
    await hears(20);
    stream.endUtterance();
    await hears(20);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('does not take late audio for silence, but a source that has stopped', async () => {
    const { plans, tell, hears, asked, clock } = recognition();
    tell.speech();
    plans({ endAtMs: 300 });
    await hears(200);
    await clock.advance(400);
    expect(asked).toEqual([]);
    await clock.advance(400);
    expect(asked).toEqual([200]);
  });

  it('acts on a verdict that takes its time as soon as it is there, though the source has stopped', async () => {
    const { plans, tell, hears, types, sessions, clock } = recognition();
    tell.speech();
    plans({ askAtMs: 100, endAtMs: 2000 });
    await hears(200);
    tell.final();
    clock.setTimeout(() => {
      plans({ endAtMs: 200 });
      sessions[0]?.changed();
    }, 50);
    await clock.advance(49);
    expect(types()).not.toContain('utterance-end 0');
    await clock.advance(1);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('reads a plan that puts the end off anew', async () => {
    const { plans, tell, hears, asked, sessions, clock } = recognition();
    tell.speech();
    plans({ endAtMs: 300 });
    await hears(200);
    plans({ endAtMs: 2000 });
    sessions[0]?.changed();
    await clock.advance(1200);
    expect(asked).toEqual([]);
    await clock.advance(1200);
    expect(asked).toEqual([200]);
  });

  it('bears a detector that tells of a change while it is being told something', async () => {
    const { stt, tell } = recogniser();
    const clock = manualClock();
    let atMs = 0;
    const endpointer: Endpointer = {
      open: ({ changed }) => {
        changed();
        return {
          heardAudio: ({ endMs }) => {
            atMs = endMs;
            changed();
          },
          heardEvent: changed,
          asked: changed,
          expect: changed,
          get plan() {
            return { askAtMs: never, endAtMs: atMs >= 100 ? 0 : never };
          },
        };
      },
    };
    const stream = withEndpointing(stt, endpointer, { clock }).open({ format });
    const types: string[] = [];
    const read = (async () => {
      for await (const event of stream) types.push(event.type);
    })();
    tell.speech();
    for (let at = 0; at < 200; at += 20) {
      stream.write(new Uint8Array(msToBytes(20, format)));
      await clock.advance(20);
      if (at === 100) tell.final();
    }
    await stream.finish({ deadlineMs: 100 });
    await read;
    expect(types).toEqual(['speech-start', 'transcript-partial', 'transcript-final', 'utterance-end']);
  });

  it('tells when a verdict is in vain, and bears one that comes too late', async () => {
    const { tell, hears, stream, read, sessions, types } = recognition();
    tell.speech();
    await hears(100);
    expect(sessions[0]?.signal.aborted).toBe(false);
    await stream.finish({ deadlineMs: 100 });
    await read;
    expect(sessions[0]?.signal.aborted).toBe(true);
    const told = types();
    sessions[0]?.changed();
    await Promise.resolve();
    expect(types()).toEqual(told);
  });

  it('takes what cannot be reckoned for never, without a timer', async () => {
    const { plans, tell, hears, asked, clock } = recognition();
    tell.speech();
    plans({ askAtMs: Number.NaN, endAtMs: Number.NaN });
    await hears(200);
    expect(clock.pendingTimers).toBe(0);
    expect(asked).toEqual([]);
  });

  it('keeps no timer once it is over', async () => {
    const { plans, tell, hears, stream, read, clock } = recognition();
    tell.speech();
    plans({ askAtMs: 500, endAtMs: 900 });
    await hears(200);
    expect(clock.pendingTimers).toBe(1);
    await stream.finish({ deadlineMs: 100 });
    await read;
    expect(clock.pendingTimers).toBe(0);
  });

  it('tells its detector whole utterances and what was asked for', async () => {
    const { plans, tell, hears, told, expected, stream } = recognition();
    stream.expect('phone');
    tell.speech();
    plans({ askAtMs: 20 });
    await hears(40);
    tell.final();
    await hears(20);
    expect(expected).toEqual(['phone']);
    expect(told.map(({ type }) => type)).toEqual(['speech-start', 'transcript-partial', 'transcript-final']);
  });

  it('fails as its recogniser does', async () => {
    const { fail, read } = recognition();
    fail(new Error('no line'));
    await expect(read).rejects.toThrow('no line');
  });
});
