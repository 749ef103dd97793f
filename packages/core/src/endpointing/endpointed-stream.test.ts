import { describe, expect, it } from 'vitest';
import { recognition } from './testing/scripted-recognition.js';

describe('an endpointed recognition', () => {
  it('waits for an answer that is due before it ends what is final already, but not for ever', async () => {
    const { plans, tell, hears, asked, types } = recognition();
    tell.speech();
    plans({ askAtMs: 100 });
    await hears(120);
    tell.final();
    plans({ askAtMs: 200, endAtMs: 260 });
    await hears(300);
    expect(asked).toEqual([100, 200]);
    expect(types()).not.toContain('utterance-end 0');
    await hears(200);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('puts the words of a late answer into the utterance that was about to end', async () => {
    const { plans, tell, hears, types } = recognition();
    tell.speech();
    plans({ askAtMs: 100 });
    await hears(120);
    tell.final();
    plans({ askAtMs: 200, endAtMs: 260 });
    await hears(180);
    tell.speech();
    tell.final();
    await hears(40);
    expect(types().filter((type) => type.startsWith('transcript-final'))).toEqual([
      'transcript-final 0',
      'transcript-final 0',
    ]);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('does not ask again for the final that it waits for', async () => {
    const { plans, tell, hears, asked, endings, types } = recognition();
    tell.speech();
    plans({ askAtMs: 100, endAtMs: 200 });
    await hears(300);
    expect(asked).toEqual([100]);
    expect(endings).toHaveLength(1);
    tell.final();
    await hears(20);
    expect(types().at(-1)).toBe('utterance-end 0');
  });

  it('does not end before the final that it waits for, whatever else is told', async () => {
    const { plans, tell, hears, types } = recognition();
    tell.speech();
    plans({ endAtMs: 100 });
    await hears(140);
    tell.speech();
    await hears(20);
    expect(types()).not.toContain('utterance-end 0');
    tell.final();
    await hears(20);
    expect(types().slice(-2)).toEqual(['transcript-final 0', 'utterance-end 0']);
  });

  it('decides on each utterance anew', async () => {
    const { plans, tell, hears, types } = recognition();
    tell.speech();
    plans({ endAtMs: 100 });
    await hears(140);
    tell.final();
    await hears(20);
    plans({ askAtMs: 300, endAtMs: Number.POSITIVE_INFINITY });
    tell.speech();
    await hears(200);
    tell.final();
    await hears(40);
    expect(types().slice(-3)).toEqual(['speech-start 1', 'transcript-partial 1', 'transcript-final 1']);
  });

  it('sets no timer for the end of an utterance that there is not', async () => {
    const { plans, hears, clock } = recognition();
    plans({ endAtMs: 100 });
    await hears(200);
    expect(clock.pendingTimers).toBe(0);
  });

  it('asks for nothing and keeps no timer from the moment that it is finished', async () => {
    const { plans, tell, hears, stream, read, clock, asked } = recognition();
    tell.speech();
    plans({ askAtMs: 500, endAtMs: 900 });
    await hears(200);
    expect(clock.pendingTimers).toBe(1);
    plans({ askAtMs: 50 });
    const finished = stream.finish({ deadlineMs: 100 });
    expect(clock.pendingTimers).toBe(0);
    await finished;
    await read;
    expect(asked).toEqual([]);
  });
});
