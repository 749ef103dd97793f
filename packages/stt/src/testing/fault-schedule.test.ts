import fc from 'fast-check';
import { expect, it } from 'vitest';
import { endlessCall } from './endless-call.js';
import { faultKinds, faultPhases, FaultSchedule, type Fault } from './fault-schedule.js';

/** `HEARING_RUNS` and `HEARING_SEED` (printed by a run that fails) choose how many schedules, and which. */
const { HEARING_RUNS: runs = 100, HEARING_SEED: seed } = process.env;

const fault = fc.record<Fault>({
  kind: fc.constantFrom(...faultKinds),
  phase: fc.constantFrom(...faultPhases),
  delayMs: fc.constantFrom(0, 0, 100, 300, 700, 1500),
  lengthMs: fc.integer({ min: 300, max: 6000 }),
});
/** Long enough for faults to strike before a refinement comes. */
const latency = { sttPartialMs: 100, sttFinalMs: 250, sttRefinementMs: 600 };

it('loses and doubles no word, whatever happens to the network and when', { timeout: 900_000 }, async () => {
  const hits: Record<string, number> = {};
  const count = (what: string) => (hits[what] = (hits[what] ?? 0) + 1);
  const schedules = fc.array(fault, { minLength: 1, maxLength: 4 });
  const property = async (faults: Fault[], callSeed: number, ends: 'we' | 'the service') => {
    const schedule = new FaultSchedule(faults);
    const { events, lost, doubled, invented, misplaced, worstMs } = await endlessCall({
      rateHz: 8000,
      minutes: 0.3,
      seed: callSeed,
      partWords: 4,
      pauses: 0.4,
      finishMs: 40_000,
      disturb: schedule.disturb,
      client: { random: () => 0.5, maxSessionMs: ends === 'we' ? 20_000 : 300_000 },
      // Either sessions are replaced all the time, or the service ends them sooner than we think.
      emulator: { seed: callSeed + 1, latency, stt: { maxStreamMs: ends === 'we' ? 25_000 : 16_000 } },
    });
    for (const { kind, phase } of schedule.struck) count(`${kind} in ${phase}`);
    for (const event of events) {
      if (event.type === 'recovering' && event.error.code === 'ERR_STREAM_LIMIT')
        count('ended by the service');
    }
    expect({ lost, doubled, invented, misplaced }).toEqual({
      lost: [],
      doubled: [],
      invented: [],
      misplaced: 0,
    });
    expect(worstMs).toBeLessThanOrEqual(40);
    expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
    const refined = events.flatMap((event) => (event.type === 'transcript-refined' ? [event.index] : []));
    expect(new Set(refined).size).toBe(refined.length);
  };
  await fc.assert(
    fc.asyncProperty(schedules, fc.nat(1_000_000), fc.constantFrom('we', 'the service'), property),
    { numRuns: Number(runs), endOnFailure: true, ...(seed !== undefined && { seed: Number(seed) }) },
  );
  console.log('How often each fault struck in each phase:', hits);
  for (const what of [...faultPhases, ...faultKinds]) {
    expect(
      Object.keys(hits).some((hit) => hit.includes(what)),
      `a fault of ${what}`,
    ).toBe(true);
  }
});
