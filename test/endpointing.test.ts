import { describe, expect, it } from 'vitest';
import {
  endpointingTrial,
  type EndpointingResult,
  type EndpointingSplit,
  type EndpointingStrategy,
} from '../bench/endpointing-trial.mjs';

/** A part of the corpus that a gate has time for; the whole is in bench/endpointing.mjs. */
const everyCaller = 3;

const trials = [
  ['tuning', 'typical'],
  ['held-out', 'typical'],
  ['second', 'field'],
] as const;

function figures(results: readonly EndpointingResult[]) {
  const waits = results.map(({ waitMs }) => waitMs).sort((a, b) => a - b);
  const at = (p: number) => waits[Math.min(waits.length - 1, Math.floor(p * waits.length))] ?? Number.NaN;
  const cutOffs = results.reduce((sum, result) => sum + result.cutOffs, 0);
  return { medianMs: at(0.5), p95Ms: at(0.95), cutOffs, utterances: results.length };
}

async function trial(strategy: EndpointingStrategy, split: EndpointingSplit, latency: 'typical' | 'field') {
  const results = await endpointingTrial({ strategy, split, latency, every: everyCaller });
  for (const kind of new Set(results.map((result) => result.kind))) {
    const { medianMs, p95Ms, cutOffs, utterances } = figures(results.filter((one) => one.kind === kind));
    console.log(`${split} ${strategy} ${kind}: ${medianMs} / ${p95Ms} ms, ${cutOffs} of ${utterances}`);
  }
  return results;
}

describe('local endpointing on the corpus of callers', () => {
  it.each(trials)(
    'ends utterances in half the time of the server, at no more cut-offs: %s, %s',
    async (split, latency) => {
      const server = await trial('server', split, latency);
      const local = await trial('local', split, latency);
      const [theirs, ours] = [figures(server), figures(local)];
      console.log(split, 'server', theirs, 'local', ours);
      expect(ours.medianMs).toBeLessThanOrEqual(theirs.medianMs / 2);
      expect(ours.cutOffs).toBeLessThanOrEqual(theirs.cutOffs);
      expect(Math.max(...local.map(({ waitMs }) => waitMs)), 'an utterance without an end').toBeLessThan(
        5000,
      );
      expect(local.filter(({ wordsLost }) => wordsLost > 0)).toEqual([]);
    },
    180_000,
  );
});
