import type { CallIdentity } from '../inspection/call-record.js';
import { hashText } from '../hash-text.js';
import { SeededRandom } from '../recogniser/seeded-random.js';
import type { Amount, CallFault, ConnectionFault, Fault } from './fault.js';

/** A fault in force, and what it has done so far. */
export class FaultEntry<F extends Fault = Fault> {
  readonly id: string;
  readonly fault: F;
  #candidates = 0;
  #strikes = 0;

  constructor(id: string, fault: F) {
    this.id = id;
    this.fault = fault;
  }

  /** What is random of this fault in a call or connection with that seed. */
  random(seed: number): SeededRandom {
    return new SeededRandom(seed ^ hashText(this.id));
  }

  /** Counts one more call or connection that fits, and tells whether it is one to strike. */
  chooses(random: SeededRandom): boolean {
    const { call, probability = 1 } = this.fault;
    const number = ++this.#candidates;
    if (call !== undefined) {
      const [from, to] = typeof call === 'number' ? [call, call] : call;
      if (number < from || number > to) return false;
    }
    return probability === 1 || random.chance(probability);
  }

  /** Whether it may strike at this moment. */
  isActive(nowMs: number): boolean {
    const { times = Infinity, active: { fromMs = 0, untilMs = Infinity } = {} } = this.fault;
    return this.#strikes < times && nowMs >= fromMs && nowMs < untilMs;
  }

  struck(): void {
    this.#strikes++;
  }
}

/** One figure out of what was given. */
export function draw(amount: Amount, random: SeededRandom): number {
  if (typeof amount === 'number') return amount;
  const [from, to] = amount;
  return Number.isInteger(from) && Number.isInteger(to)
    ? random.integer(from, to)
    : from + random.next() * (to - from);
}

/** Whether a fault is meant for such a call. */
export function fits({ service, method, clientRequestId }: CallFault, identity: CallIdentity): boolean {
  if (service !== undefined && service !== identity.service) return false;
  if (method !== undefined && !identity.method.toLowerCase().includes(method.toLowerCase())) return false;
  return clientRequestId === undefined || matches(clientRequestId, identity.clientRequestId);
}

/** Whether `text` is `pattern`, in which `*` is any text. */
function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text);
}

export type CallFaultEntry = FaultEntry<CallFault>;
export type ConnectionFaultEntry = FaultEntry<ConnectionFault>;
