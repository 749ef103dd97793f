import { invalidOption, type Clock } from '@rechka/core';
import type { EmulatorEventBody } from '../emulator-log.js';
import type { CallRecord } from '../inspection/call-record.js';
import { CallFaults } from './call-faults.js';
import { actionOf, checkFault, isConnectionFault } from './check-fault.js';
import { ConnectionFaults, type TellConnection } from './connection-faults.js';
import type { CallFault, Fault, Faults, FaultStrike } from './fault.js';
import { FaultEntry, fits, type CallFaultEntry } from './fault-entry.js';
import { inject, type FaultableCall } from './inject.js';

export interface FaultBookOptions {
  clock: Clock;
  /** The emulator's clock, from its start. */
  nowMs: () => number;
  seed: number;
  tellConnection: TellConnection;
}

/** A call that faults may strike. */
export interface WatchedCall extends FaultableCall {
  record: CallRecord;
  /** Of what is random in the faults of this call. */
  seed: number;
  note: (event: EmulatorEventBody) => void;
}

/** Strikes kept; older ones are dropped. */
const maxStrikes = 10_000;

/** The faults in force: watches calls and connections, and strikes those that are meant. */
export class FaultBook implements Faults {
  readonly log: FaultStrike[] = [];
  readonly connections: ConnectionFaults;
  readonly #options: FaultBookOptions;
  readonly #entries = new Map<string, FaultEntry>();
  readonly #watched = new Map<CallFaults, WatchedCall>();
  #added = 0;

  constructor(options: FaultBookOptions) {
    this.#options = options;
    this.connections = new ConnectionFaults(
      options.nowMs,
      options.seed,
      (strike) => this.#record(strike),
      options.tellConnection,
    );
  }

  get list(): readonly (Fault & { id: string })[] {
    return [...this.#entries].map(([id, { fault }]) => ({ ...fault, id }));
  }

  add(fault: Fault): string {
    checkFault(fault);
    const id = fault.id ?? `fault-${++this.#added}`;
    if (this.#entries.has(id)) throw invalidOption('fault.id', id, 'one that is not taken');
    // A copy: what the caller does to his own changes nothing here.
    const copy = structuredClone(fault);
    if (isConnectionFault(copy)) {
      const entry = new FaultEntry(id, copy);
      this.#entries.set(id, entry);
      this.connections.add(entry);
    } else {
      const entry = new FaultEntry(id, copy);
      this.#entries.set(id, entry);
      for (const [faults, { seed }] of this.#watched) this.#consider(entry, faults, seed);
    }
    return id;
  }

  remove(id: string): boolean {
    const entry = this.#entries.get(id);
    if (entry === undefined) return false;
    this.#entries.delete(id);
    this.connections.remove(entry);
    for (const faults of this.#watched.keys()) faults.disarm(entry as CallFaultEntry);
    return true;
  }

  clear(): void {
    for (const id of [...this.#entries.keys()]) this.remove(id);
  }

  /** Watches a call from its first moment; returns what ends that. May strike before it returns. */
  watch(call: WatchedCall): () => void {
    const { clock, nowMs } = this.#options;
    const faults = new CallFaults({
      clock,
      nowMs,
      record: call.record,
      strike: (entry) => this.#strike(entry, call),
    });
    this.#watched.set(faults, call);
    for (const entry of this.#entries.values()) {
      if (!isConnectionFault(entry.fault)) this.#consider(entry as CallFaultEntry, faults, call.seed);
    }
    return () => {
      this.#watched.delete(faults);
      faults.stop();
    };
  }

  #consider(entry: FaultEntry<CallFault>, faults: CallFaults, seed: number): void {
    const random = entry.random(seed);
    if (fits(entry.fault, faults.record.identity) && entry.chooses(random)) faults.arm(entry, random);
  }

  #strike(entry: CallFaultEntry, call: WatchedCall): void {
    const { requestId, service, method, clientRequestId, connection } = call.record.identity;
    const phases = call.record.phases();
    const action = actionOf(entry.fault);
    entry.struck();
    this.#record({
      atMs: this.#options.nowMs(),
      fault: entry.id,
      action,
      connection,
      service,
      method,
      requestId,
      ...(clientRequestId === '' ? {} : { clientRequestId }),
      phases,
    });
    call.note({ type: 'fault', fault: entry.id, action, phases });
    inject(entry.fault.do, service, call);
  }

  #record(strike: FaultStrike): void {
    this.log.push(strike);
    if (this.log.length > maxStrikes) this.log.splice(0, this.log.length - maxStrikes);
  }
}
