import type { EndlessCallScene } from './endless-call.js';

export const faultKinds = ['cut', 'stall', 'refuse'] as const;
/** What the recognition is doing when a fault strikes. */
export const faultPhases = ['idle', 'speech', 'refinement', 'overlap', 'replay'] as const;

export type FaultPhase = (typeof faultPhases)[number];

export interface Fault {
  kind: (typeof faultKinds)[number];
  /** Strikes so long after the phase has begun, if it still is. */
  phase: FaultPhase;
  delayMs: number;
  /** How long the network stays as it is; a cut is over at once. */
  lengthMs: number;
}

function phaseOf({ stream, events }: EndlessCallScene): FaultPhase | undefined {
  switch (stream.phase) {
    case 'connecting':
    case 'catching-up':
      return 'replay';
    case 'overlapping':
    case 'handing-over':
      return 'overlap';
    case 'listening': {
      const final = events.findLast((event) => event.type === 'transcript-final');
      const refined = events.findLast((event) => event.type === 'transcript-refined');
      if (final !== undefined && final.index > (refined?.index ?? -1)) return 'refinement';
      const last = events.findLast((event) => 'utterance' in event);
      return last === undefined || last.type === 'utterance-end' ? 'idle' : 'speech';
    }
    default:
      return undefined;
  }
}

/** Spoils the network by a plan: each fault once, when its phase has come. */
export class FaultSchedule {
  /** Faults that struck. */
  readonly struck: Fault[] = [];
  readonly #faults: Fault[];
  #phase: { name: FaultPhase | undefined; sinceMs: number } = { name: undefined, sinceMs: 0 };
  #endsAtMs: number | undefined;

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
  }

  readonly disturb = (scene: EndlessCallScene): void => {
    const { relay, audioMs } = scene;
    if (this.#endsAtMs !== undefined && audioMs >= this.#endsAtMs) {
      relay.flow();
      relay.accept();
      this.#endsAtMs = undefined;
    }
    const name = phaseOf(scene);
    if (name !== this.#phase.name) this.#phase = { name, sinceMs: audioMs };
    const inPhaseMs = audioMs - this.#phase.sinceMs;
    const place = this.#faults.findIndex((one) => one.phase === name && inPhaseMs >= one.delayMs);
    const [fault] = place < 0 ? [] : this.#faults.splice(place, 1);
    if (fault === undefined) return;
    this.struck.push(fault);
    if (fault.kind === 'cut') relay.cut();
    else {
      if (fault.kind === 'stall') relay.stall();
      else relay.refuse();
      this.#endsAtMs = Math.max(this.#endsAtMs ?? 0, audioMs + fault.lengthMs);
    }
  };
}
