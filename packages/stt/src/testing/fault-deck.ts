import { seededRandom } from './endless-speech.js';
import { cellOf, faultKinds, faultPhases, isRefusal, type Fault, type FaultPhase } from './fault-kinds.js';

/** One call and what goes wrong in it. As text it is what replays it. */
export interface FaultPlan {
  callSeed: number;
  /** Either sessions are replaced all the time, or the service ends them sooner than we think. */
  ends: 'we' | 'the service';
  faults: readonly Fault[];
}

const delaysMs = [0, 0, 100, 300, 700, 1500];
/** Phases that do not last longer. */
const shortMs: Partial<Record<FaultPhase, number>> = {
  connecting: 100,
  refining: 300,
  'handing-over': 100,
  replay: 300,
};
/** What brings about a phase that nothing but a failure does. */
const before: Partial<Record<FaultPhase, string>> = { connecting: 'quota', replay: 'UNAVAILABLE' };

/**
 * Deals every kind of fault in every phase, in a random order that a seed determines, before any comes again. What was
 * dealt and did not strike, since its phase never came, is dealt anew.
 */
export class FaultDeck {
  readonly #random: () => number;
  #cells: Fault[] = [];

  constructor(seed: number) {
    this.#random = seededRandom(seed);
  }

  deal(): FaultPlan {
    const faults: Fault[] = [];
    const count = 3 + this.#below(3);
    while (faults.length < count) {
      if (this.#cells.length === 0) this.#cells = this.#shuffled();
      const refused = faults.some(({ kind }) => isRefusal(kind));
      const place = this.#cells.findIndex((fault) => !(refused && isRefusal(fault.kind)));
      const [fault] = this.#cells.splice(Math.max(0, place), 1);
      if (fault === undefined) break;
      const bringer = before[fault.phase];
      if (bringer !== undefined) faults.push({ ...this.#fault(bringer, 'speech'), delayMs: 1500 });
      faults.push(fault);
    }
    const ends = this.#below(2) === 0 ? 'we' : 'the service';
    const rotates = faults.some(({ phase }) => phase === 'overlap' || phase === 'handing-over');
    return { callSeed: this.#below(1_000_000), ends: rotates ? 'we' : ends, faults };
  }

  /** Those that did not strike come again, and soon: before the deck is dealt anew. */
  takeBack(faults: readonly Fault[]): void {
    this.#cells.unshift(...faults.map((fault) => ({ ...fault, delayMs: 0 })));
  }

  #shuffled(): Fault[] {
    const cells = Object.keys(faultKinds).flatMap((kind) =>
      faultPhases.map((phase) => this.#fault(kind, phase)),
    );
    return cells
      .map((fault) => ({ fault, at: this.#random() }))
      .sort((one, other) => one.at - other.at)
      .map(({ fault }) => fault);
  }

  #fault(kind: string, phase: FaultPhase): Fault {
    return {
      kind,
      phase,
      delayMs: Math.min(delaysMs[this.#below(delaysMs.length)] ?? 0, shortMs[phase] ?? Infinity),
      lengthMs: 300 + this.#below(5700),
      later: this.#below(2) === 0,
    };
  }

  #below(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

export function planAsText({ callSeed, ends, faults }: FaultPlan): string {
  const parts = faults.map(
    ({ delayMs, lengthMs, later, ...fault }) =>
      `${cellOf(fault as Fault)} @${delayMs} for ${lengthMs}${later ? ' later' : ''}`,
  );
  return [`${callSeed}`, ends, ...parts].join('; ');
}

export function planFromText(text: string): FaultPlan {
  const [callSeed = '', ends, ...parts] = text.split('; ');
  const faults = parts.map((part): Fault => {
    const [, kind = '', phase, delayMs, lengthMs, later] =
      /^(.+) × (\S+) @(\d+) for (\d+)( later)?$/u.exec(part) ?? [];
    if (!(kind in faultKinds)) throw new RangeError(`not a fault of a schedule: ${part}`);
    return {
      kind,
      phase: phase as FaultPhase,
      delayMs: Number(delayMs),
      lengthMs: Number(lengthMs),
      later: later !== undefined,
    };
  });
  return { callSeed: Number(callSeed), ends: ends === 'we' ? 'we' : 'the service', faults };
}
