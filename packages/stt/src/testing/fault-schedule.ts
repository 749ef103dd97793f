import type { EndlessCallScene } from './endless-call.js';
import { faultKinds, isRefusal, type Fault, type FaultPhase } from './fault-kinds.js';

function phaseOf({ stream, events }: EndlessCallScene): FaultPhase | undefined {
  switch (stream.phase) {
    case 'connecting':
      return 'connecting';
    case 'catching-up':
      return 'replay';
    case 'overlapping':
      return 'overlap';
    case 'handing-over':
      return 'handing-over';
    case 'listening': {
      const final = events.findLast((event) => event.type === 'transcript-final');
      const refined = events.findLast((event) => event.type === 'transcript-refined');
      if (final !== undefined && final.index > (refined?.index ?? -1)) return 'refining';
      const last = events.findLast((event) => 'utterance' in event);
      return last === undefined || last.type === 'utterance-end' ? 'idle' : 'speech';
    }
    default:
      return undefined;
  }
}

/** Lets everything go wrong by a plan: each fault once, when its phase has come. */
export class FaultSchedule {
  /** Faults that struck. */
  readonly struck: Fault[] = [];
  readonly #faults: Fault[];
  #phase: { name: FaultPhase | undefined; sinceMs: number } = { name: undefined, sinceMs: 0 };
  #networkEndsAtMs: number | undefined;
  /** Given to the emulator, which strikes as soon as there is a call. */
  readonly #given = new Map<string, Fault>();

  constructor(faults: readonly Fault[]) {
    this.#faults = [...faults];
  }

  readonly disturb = (scene: EndlessCallScene): void => {
    const { relay, audioMs, events } = scene;
    if (this.#networkEndsAtMs !== undefined && audioMs >= this.#networkEndsAtMs) {
      relay.flow();
      relay.accept();
      this.#networkEndsAtMs = undefined;
    }
    const name = phaseOf(scene);
    if (name !== this.#phase.name) this.#phase = { name, sinceMs: audioMs };
    this.#lookAtGiven(scene);
    const inPhaseMs = audioMs - this.#phase.sinceMs;
    // The first session of all may be refused, and then it is the end.
    const due = ({ kind, phase, delayMs }: Fault) =>
      phase === name && inPhaseMs >= delayMs && (events.length > 0 || !isRefusal(kind));
    const place = this.#faults.findIndex(due);
    const [fault] = place < 0 ? [] : this.#faults.splice(place, 1);
    if (fault !== undefined) this.#strike(fault, scene);
  };

  #strike(fault: Fault, { relay, emulator, audioMs }: EndlessCallScene): void {
    const doing = faultKinds[fault.kind];
    if (doing === undefined) throw new RangeError(`no kind of fault is called ${fault.kind}`);
    if ('call' in doing) {
      const call = fault.later && fault.phase === 'overlap' ? 2 : 1;
      const id = emulator.faults.add({ service: 'stt', call, times: 1, do: doing.call(fault.lengthMs) });
      this.#given.set(id, fault);
      return;
    }
    if (doing.network !== 'refuse' && relay.connections === 0) return;
    this.struck.push(fault);
    if (doing.network === 'cut') relay.cut();
    else {
      if (doing.network === 'stall') relay.stall();
      else relay.refuse();
      this.#networkEndsAtMs = Math.max(this.#networkEndsAtMs ?? 0, audioMs + fault.lengthMs);
    }
  }

  /** A fault that has found nobody in its phase does not strike in another. */
  #lookAtGiven({ emulator }: EndlessCallScene): void {
    for (const [id, fault] of this.#given) {
      if (emulator.faults.log.some((strike) => strike.fault === id)) this.struck.push(fault);
      else if (fault.phase === this.#phase.name) continue;
      emulator.faults.remove(id);
      this.#given.delete(id);
    }
  }
}
