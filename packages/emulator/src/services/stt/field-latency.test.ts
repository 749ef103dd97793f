import { describe, expect, it } from 'vitest';
import { converse, sessionOptions, silence, speech } from '../../test-support/recognition.js';
import { encodeToneSpeech } from '../../tone-speech/index.js';

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.floor(share * (values.length - 1))]!;

/** The chunks of a caller are 50 ms. */
const chunkMs = 50;

/** Waits of one long call of «да»s, ms after each was said. */
async function waits(external: boolean) {
  const utterances = 90;
  const wordMs = encodeToneSpeech('Да', { voice: 'a', sampleRateHz: 8000 }).samples.length / 8;
  const eou = { eou: {} };
  const turn = [{ audio: speech('Да') }, { audio: silence(external ? 200 : 2700) }];
  const requests = Array.from({ length: utterances }, () =>
    external ? [...turn, eou, { audio: silence(2500) }] : turn,
  ).flat();
  const { responses } = await converse([sessionOptions({ external, pauseMs: 700 }), ...requests], {
    latency: 'field',
    stt: { eouDuplicateRate: 0, exact: true },
  });
  let silent = true;
  const firstPartials = responses.filter(({ partial, final }) => {
    const isFirst = silent && (partial?.alternatives.length ?? 0) > 0;
    silent = final !== undefined || (silent && !isFirst);
    return isFirst;
  });
  const since = (events: typeof responses, atMs: number) =>
    events.map(({ responseWallTimeMs }, i) => responseWallTimeMs - (i * (wordMs + 2700) + atMs));
  const finals = responses.filter(({ final }) => final !== undefined);
  return { partial: since(firstPartials, wordMs), final: since(finals, external ? wordMs + 200 : wordMs) };
}

describe('in the field', () => {
  it('an utterance ends 1 036 ms after speech at the median and 1 446 at p95 (HIGH, 700), its partial came after 300 to 500', async () => {
    const { final, partial } = await waits(false);
    expect(final).toHaveLength(90);
    // The pause is noticed when the chunk that completes it is here, half a chunk late on average.
    expect(Math.abs(percentile(final, 0.5) - 1036 - chunkMs / 2)).toBeLessThan(70);
    expect(Math.abs(percentile(final, 0.95) - 1446 - chunkMs / 2)).toBeLessThan(150);
    expect(partial).toHaveLength(90);
    expect(percentile(partial, 0)).toBeGreaterThanOrEqual(300);
    expect(percentile(partial, 1)).toBeLessThanOrEqual(500 + chunkMs + 10);
  });

  it('`eou` has its final after 100 to 200 ms and the way, which waits for no partial', async () => {
    const { final, partial } = await waits(true);
    expect(final).toHaveLength(90);
    expect(percentile(final, 0)).toBeGreaterThanOrEqual(120 - 1);
    expect(percentile(final, 1)).toBeLessThanOrEqual(220 + 1);
    expect(percentile(final, 0.9) - percentile(final, 0.1)).toBeGreaterThan(50);
    expect(partial.length).toBeLessThan(90);
  });
});
