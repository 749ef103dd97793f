import { CallRecord, type CallIdentity } from './call-record.js';
import { isMeant, viewCall, type CallFilter, type EmulatedCall } from './emulated-call.js';
import type { KeptAudio } from './kept-audio.js';

/** Calls that are over and still told of; older ones are dropped. */
const maxEnded = 1000;

/** All calls that are open, and the last ones that were. */
export class CallBook {
  readonly #nowMs: () => number;
  readonly #live = new Set<CallRecord>();
  readonly #ended: CallRecord[] = [];
  readonly #audio: KeptAudio;
  #opened = 0;

  constructor(nowMs: () => number, audio: KeptAudio) {
    this.#nowMs = nowMs;
    this.#audio = audio;
  }

  /** All of them, in the order of their beginning. */
  view(filter: CallFilter = {}): EmulatedCall[] {
    return [...this.#ended, ...this.#live]
      .sort((one, other) => one.number - other.number)
      .map(viewCall)
      .filter((call) => isMeant(call, filter));
  }

  open(identity: CallIdentity): CallRecord {
    const record = new CallRecord(identity, {
      number: ++this.#opened,
      nowMs: this.#nowMs,
      hasOverlap: (one) => this.#hasOverlap(one),
      audio: this.#audio,
    });
    this.#live.add(record);
    // A second recognition of a client puts its first one into overlap too.
    if (identity.service === 'stt') this.#tellOthers(record);
    return record;
  }

  close(record: CallRecord, outcome: NonNullable<CallRecord['outcome']>): void {
    if (!this.#live.delete(record)) return;
    record.end(outcome);
    this.#ended.push(record);
    const dropped = this.#ended.splice(0, Math.max(0, this.#ended.length - maxEnded));
    for (const { identity } of dropped) this.#audio.forget(identity.requestId);
  }

  /** Forgets calls that are over. */
  forget(): void {
    for (const { identity } of this.#ended.splice(0)) this.#audio.forget(identity.requestId);
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
