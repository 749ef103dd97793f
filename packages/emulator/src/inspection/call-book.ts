import { CallRecord, type CallIdentity } from './call-record.js';

/** Calls that are over and still told of; older ones are dropped. */
const maxEnded = 1000;

/** All calls that are open, and the last ones that were. */
export class CallBook {
  readonly #nowMs: () => number;
  readonly #live = new Set<CallRecord>();
  readonly #ended: CallRecord[] = [];

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** Open ones in the order of their beginning. */
  get live(): readonly CallRecord[] {
    return [...this.#live];
  }

  /** In the order of their end. */
  get ended(): readonly CallRecord[] {
    return this.#ended;
  }

  open(identity: CallIdentity): CallRecord {
    const record = new CallRecord(identity, this.#nowMs, (one) => this.#hasOverlap(one));
    this.#live.add(record);
    // A second recognition of a client puts its first one into overlap too.
    if (identity.service === 'stt') this.#tellOthers(record);
    return record;
  }

  close(record: CallRecord, outcome: NonNullable<CallRecord['outcome']>): void {
    if (!this.#live.delete(record)) return;
    record.end(outcome);
    this.#ended.push(record);
    if (this.#ended.length > maxEnded) this.#ended.splice(0, this.#ended.length - maxEnded);
  }

  /** Forgets calls that are over. */
  forget(): void {
    this.#ended.length = 0;
  }

  #hasOverlap(record: CallRecord): boolean {
    for (const other of this.#live) if (other !== record && isSameClient(record, other)) return true;
    return false;
  }

  #tellOthers(record: CallRecord): void {
    for (const other of this.#live) {
      if (other !== record && isSameClient(record, other)) other.onChange?.();
    }
  }
}

/**
 * Whether two recognitions are of one client: their client request ids are the same up to the last `.`, `/`, `:` or
 * `#` when both have one (`call-7.1` and `call-7.2`), else they come with the same credential, folder and user agent.
 */
function isSameClient({ identity: a }: CallRecord, { identity: b }: CallRecord): boolean {
  if (a.service !== 'stt' || b.service !== 'stt') return false;
  const [familyA, familyB] = [familyOf(a.clientRequestId), familyOf(b.clientRequestId)];
  return familyA !== undefined && familyB !== undefined ? familyA === familyB : a.client === b.client;
}

function familyOf(clientRequestId: string): string | undefined {
  return /^(.+)[./:#][^./:#]*$/.exec(clientRequestId)?.[1];
}
