import type { Clock, ClockTimer } from '@rechka/core';
import type { CallRecord } from '../inspection/call-record.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { momentAmountNames, type MomentAmount } from './check-fault.js';
import { draw, type CallFaultEntry } from './fault-entry.js';

/** A fault that waits for its moment in a call, with the figures of this call. */
interface Armed {
  entry: CallFaultEntry;
  moment: { [Name in MomentAmount]?: number };
  timer?: ClockTimer;
}

export interface CallFaultsOptions {
  clock: Clock;
  nowMs: () => number;
  record: CallRecord;
  strike: (entry: CallFaultEntry) => void;
}

/** The faults that wait for their moment in one call. */
export class CallFaults {
  readonly record: CallRecord;
  readonly #options: CallFaultsOptions;
  readonly #armed = new Set<Armed>();

  constructor(options: CallFaultsOptions) {
    this.#options = options;
    this.record = options.record;
  }

  /** Waits for the moment of a fault, a range of which is drawn from `random`; strikes at once if it has come. */
  arm(entry: CallFaultEntry, random: SeededRandom): void {
    const moment: Armed['moment'] = {};
    for (const name of momentAmountNames) {
      const amount = entry.fault.after?.[name];
      if (amount !== undefined) moment[name] = draw(amount, random);
    }
    this.#armed.add({ entry, moment });
    this.record.onChange = () => this.#check();
    this.#check();
  }

  /** Waits for it no more. */
  disarm(entry: CallFaultEntry): void {
    for (const armed of this.#armed) if (armed.entry === entry) this.#drop(armed);
  }

  /** The call is over. */
  stop(): void {
    for (const armed of this.#armed) this.#drop(armed);
  }

  #drop(armed: Armed): void {
    armed.timer?.cancel();
    this.#armed.delete(armed);
  }

  #check(): void {
    for (const armed of this.#armed) {
      const nowMs = this.#options.nowMs();
      const dueMs = Math.max(
        this.record.startedMs + (armed.moment.ms ?? 0),
        armed.entry.fault.active?.fromMs ?? 0,
      );
      if (nowMs < dueMs) {
        this.#wait(armed, dueMs - nowMs);
      } else if (armed.entry.isActive(nowMs) && this.#hasCome(armed)) {
        this.#drop(armed);
        this.#options.strike(armed.entry);
      }
    }
  }

  #wait(armed: Armed, forMs: number): void {
    armed.timer?.cancel();
    armed.timer = this.#options.clock.setTimeout(() => this.#check(), Math.ceil(forMs));
  }

  /** Whether all but the time is as the fault wants it. */
  #hasCome({ entry, moment }: Armed): boolean {
    const { received, sent, audioMs } = this.record;
    const phase = entry.fault.after?.phase;
    return (
      received.messages >= (moment.messages ?? 0) &&
      received.bytes >= (moment.bytes ?? 0) &&
      sent.messages >= (moment.sentMessages ?? 0) &&
      sent.bytes >= (moment.sentBytes ?? 0) &&
      audioMs >= (moment.audioMs ?? 0) &&
      (phase === undefined || this.record.phases().includes(phase))
    );
  }
}
