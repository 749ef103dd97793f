import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '@rechka/core';
import type { AccessControl } from '../auth/access-control.js';
import type { CallOutcome, EmulatorEventBody, EmulatorLog } from '../emulator-log.js';
import type { FaultBook } from '../faults/fault-book.js';
import type { CallProgress } from '../grpc/server-call.js';
import type { CallBook } from '../inspection/call-book.js';
import type { CallIdentity } from '../inspection/call-record.js';
import { RestWire, type RestWireOptions } from './rest-wire.js';

/** An HTTP call that has come. */
export interface RestCallToWatch {
  identity: Omit<CallIdentity, 'client'>;
  /** Of what is random in its faults. */
  seed: number;
  request: IncomingMessage;
  response: ServerResponse;
  refuse: RestWireOptions['refuse'];
}

/** A call that is watched from its first moment to its last. */
export interface WatchedRestCall {
  /** Whether a fault has ended it. */
  isOver: () => boolean;
  /** What is told of it as it goes on. */
  progress: CallProgress;
  /** Keeps what an entry of the log says of it. */
  note: (event: EmulatorEventBody) => void;
  /** The handler has finished; tells how the call ended. */
  end: () => CallOutcome;
}

/** Lets faults and inspection see a call. */
export type RestWatch = (call: RestCallToWatch) => WatchedRestCall;

export interface RestWatchOptions {
  clock: Clock;
  log: EmulatorLog;
  access: AccessControl;
  calls: CallBook;
  faults: FaultBook;
}

/** Watches calls over REST as the gRPC router does those over gRPC. */
export function restWatch({ clock, log, access, calls, faults }: RestWatchOptions): RestWatch {
  return ({ identity, seed, request, response, refuse }) => {
    const { authorization, 'x-folder-id': folder, 'user-agent': agent } = request.headers;
    const record = calls.open({ ...identity, client: JSON.stringify([authorization, folder, agent]) });
    // Its body counts as the one message.
    record.messageCame(Number(request.headers['content-length'] ?? 0));
    const wire = new RestWire(request, response, { clock, record, refuse });
    const unwatch = faults.watch({
      seed,
      record,
      wire,
      note: (event) => log.add(identity.service, identity.requestId, event),
      spoilToken: (how) => access.spoil(authorization, how),
    });
    return {
      progress: record,
      isOver: () => wire.isOver,
      note: (event) => record.note(event),
      end: () => {
        unwatch();
        calls.close(record, wire.outcome);
        return wire.outcome;
      },
    };
  };
}
