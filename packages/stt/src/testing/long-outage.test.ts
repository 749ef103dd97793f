import type { SttEvent } from '@rechka/core';
import type { CallFault } from '@rechka/emulator';
import { expect, it } from 'vitest';
import { endlessCall, type EndlessCallScene } from './endless-call.js';
import { seededRandom } from './endless-speech.js';

/** Of each kind: one for 25 schedules of faults (`HEARING_RUNS`). */
const runs = Math.ceil(Number(process.env['HEARING_RUNS'] ?? 25) / 25);
const replayMs = 5000;
/** Between the return of the service and the next try: our wait, and that for the connection. */
const retryMs = 4200;
/** A word that the gap begins or ends in is lost or misheard. */
const edgeMs = 700;

const kinds = ['connections refused', 'streams aborted', 'streams without a word'] as const;
const perStream: Partial<Record<string, CallFault['do']>> = {
  'streams aborted': { status: 'UNAVAILABLE' },
  'streams without a word': { reset: 'REFUSED_STREAM' },
};

/** The service is away for a while, which begins `fromMs` into the call. */
function outage(kind: (typeof kinds)[number], fromMs: number, lengthMs: number) {
  let fault: string | undefined;
  let [began, ended] = [false, false];
  return ({ relay, emulator, audioMs }: EndlessCallScene): void => {
    if (!began && audioMs >= fromMs) {
      began = true;
      const act = perStream[kind];
      if (act === undefined) relay.refuse();
      else fault = emulator.faults.add({ service: 'stt', do: act });
    }
    if (!ended && audioMs >= fromMs + lengthMs) {
      ended = true;
      relay.accept();
      if (fault !== undefined) emulator.faults.remove(fault);
    }
  };
}

it.each(kinds.map((kind, index) => [kind, index + 1] as const))(
  'tells one gap, and everything outside of it, after an outage longer than what is kept: %s',
  { timeout: 600_000 },
  async (kind, first) => {
    for (let run = first; run < first + runs; run++) {
      const random = seededRandom(run);
      const [fromMs, lengthMs] = [2000 + random() * 6000, replayMs + 4000 + random() * 8000];
      const { events, lost, doubled, invented, misplaced, worstMs } = await endlessCall({
        rateHz: 8000,
        minutes: (fromMs + lengthMs + 6000) / 60_000,
        seed: run,
        partWords: 4,
        pauses: 0.2,
        finishMs: 40_000,
        client: { random: () => 0.5, replayMs },
        emulator: { seed: run },
        disturb: outage(kind, fromMs, lengthMs),
      });
      const gaps = events.filter((event): event is SttEvent & { type: 'gap' } => event.type === 'gap');
      const what = `run ${run}: ${Math.round(lengthMs)} ms from ${Math.round(fromMs)} on`;
      expect(gaps, what).toHaveLength(1);
      const [{ startMs, endMs }] = gaps as [SttEvent & { type: 'gap' }];
      // From about the outage on, to what was kept when the service was back.
      expect(startMs, what).toBeGreaterThan(fromMs - 3000);
      expect(startMs, what).toBeLessThan(fromMs + 500);
      expect(endMs, what).toBeGreaterThan(fromMs + lengthMs - replayMs - 500);
      expect(endMs, what).toBeLessThan(fromMs + lengthMs - replayMs + retryMs);
      for (const word of lost)
        expect(
          word.endMs > startMs - 2 * edgeMs && word.startMs < endMs + edgeMs,
          `${what}: ${word.text}`,
        ).toBe(true);
      // The last words before it were a hypothesis.
      const distanceMs = (atMs: number) => Math.min(Math.abs(atMs - startMs), Math.abs(atMs - endMs));
      for (const word of invented) expect(distanceMs(word.startMs), what).toBeLessThan(2 * edgeMs);
      expect({ doubled, misplaced }, what).toEqual({ doubled: [], misplaced: 0 });
      expect(worstMs, what).toBeLessThanOrEqual(40);
      const heard = events.flatMap((event) => (event.type === 'transcript-final' ? event.words : []));
      for (const word of heard)
        expect(word.startMs >= endMs - 40 || word.endMs <= startMs + 40, what).toBe(true);
    }
  },
);
