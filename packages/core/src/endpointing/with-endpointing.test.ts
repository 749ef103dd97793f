import { describe, expect, it } from 'vitest';
import { msToBytes } from '../audio/audio-format.js';
import { manualClock } from '../testing/manual-clock.js';
import { ensureSttContract } from '../testing/stt-contract.js';
import type { Endpointer } from './endpointer.js';
import { detector, format, recogniser, recognition } from './testing/scripted-recognition.js';
import { withEndpointing } from './with-endpointing.js';

const never = Number.POSITIVE_INFINITY;

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
    for (const options of [{ clock: {} as never }, { onProblem: 'log' as never }, { ending: 5 as never }])
      expect(() => withEndpointing(recogniser().stt, detector().endpointer, options)).toThrow(invalid);
  });

  it('asks once for a final, keeps its end back and tells it when it is time', async () => {
    const { plans, tell, hears, asked, types, endings, events } = recognition();
    tell.speech();
    plans({ askAtMs: 100, endAtMs: 400 });
    await hears(200);
    expect(asked).toEqual([100]);
    tell.final();
    await hears(180);
    expect(types()).toEqual(['speech-start 0', 'transcript-partial 0', 'transcript-final 0']);
    await hears(40);
    expect(types().at(-1)).toBe('utterance-end 0');
    // It ended where its final said, not where that was decided.
    expect(events.at(-1)).toMatchObject({ cause: 'requested', atMs: 200 });
    expect(asked).toEqual([100]);
    expect(endings).toEqual([]);
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
    const { plans, tell, hears, asked, types, endings } = recognition();
    tell.speech();
    plans({ endAtMs: 100 });
    await hears(140);
    expect(asked).toEqual([100]);
    expect(endings).toHaveLength(1);
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
