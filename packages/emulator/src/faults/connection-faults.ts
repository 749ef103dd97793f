import { hashText } from '../hash-text.js';
import type { FaultStrike } from './fault.js';
import type { ConnectionFaultEntry, FaultEntry } from './fault-entry.js';

/** A connection whose streams can be limited. */
export interface LimitedConnection {
  readonly id: number;
  /** Announces the most streams at a time; nothing for no limit. */
  limitStreams(count: number | undefined): void;
}

/** Tells what has happened to a connection. */
export type TellConnection = (port: 'grpc' | 'http', connection: number, message: string) => void;

/** The faults of connections. */
export class ConnectionFaults {
  readonly #nowMs: () => number;
  readonly #seed: number;
  readonly #record: (strike: FaultStrike) => void;
  readonly #tell: TellConnection;
  readonly #entries = new Set<ConnectionFaultEntry>();
  /** Live gRPC connections, and the faults that limit their streams. */
  readonly #limits = new Map<LimitedConnection, Set<ConnectionFaultEntry>>();

  constructor(
    nowMs: () => number,
    seed: number,
    record: (strike: FaultStrike) => void,
    tell: TellConnection,
  ) {
    this.#nowMs = nowMs;
    this.#seed = seed;
    this.#record = record;
    this.#tell = tell;
  }

  add(entry: ConnectionFaultEntry): void {
    this.#entries.add(entry);
    if ('refuse' in entry.fault.do) return;
    for (const [connection, limits] of this.#limits) {
      if (this.#strikes(entry, 'grpc', connection.id)) limits.add(entry);
      this.#announce(connection, limits);
    }
  }

  remove(entry: FaultEntry): void {
    this.#entries.delete(entry as ConnectionFaultEntry);
    for (const [connection, limits] of this.#limits) {
      if (limits.delete(entry as ConnectionFaultEntry)) this.#announce(connection, limits);
    }
  }

  /** Whether a new connection is to be refused. Asked once for each. */
  refuses(port: 'grpc' | 'http', connection: number): boolean {
    for (const entry of this.#entries) {
      const { do: action } = entry.fault;
      if (!('refuse' in action) || (action.refuse !== 'all' && action.refuse !== port)) continue;
      if (this.#strikes(entry, port, connection)) return true;
    }
    return false;
  }

  /** A gRPC connection is there. */
  opened(connection: LimitedConnection): void {
    const limits = new Set<ConnectionFaultEntry>();
    for (const entry of this.#entries) {
      if ('maxStreams' in entry.fault.do && this.#strikes(entry, 'grpc', connection.id)) limits.add(entry);
    }
    this.#limits.set(connection, limits);
    if (limits.size > 0) this.#announce(connection, limits);
  }

  closed(connection: LimitedConnection): void {
    this.#limits.delete(connection);
  }

  /** Counts the connection for a fault; tells, and puts on record, whether it is struck. */
  #strikes(entry: ConnectionFaultEntry, port: 'grpc' | 'http', connection: number): boolean {
    const random = entry.random(this.#seed ^ hashText(`${port} ${connection}`));
    if (!entry.chooses(random) || !entry.isActive(this.#nowMs())) return false;
    entry.struck();
    const { do: does } = entry.fault;
    const action = 'refuse' in does ? 'refuse' : 'maxStreams';
    this.#record({ atMs: this.#nowMs(), fault: entry.id, action, connection });
    const what = 'maxStreams' in does ? `at most ${does.maxStreams} streams` : 'refused';
    this.#tell(port, connection, `${entry.id}: ${what}`);
    return true;
  }

  #announce(connection: LimitedConnection, limits: ReadonlySet<ConnectionFaultEntry>): void {
    const counts = [...limits].flatMap(({ fault: { do: action } }) =>
      'maxStreams' in action ? [action.maxStreams] : [],
    );
    connection.limitStreams(counts.length === 0 ? undefined : Math.min(...counts));
  }
}
