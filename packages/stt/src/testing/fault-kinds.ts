import type { CallFault } from '@rechka/emulator';

/** What a fault does: to the network, or to one call, on the wire, by the emulator. */
type Doing =
  { network: 'cut' | 'stall' | 'refuse' } | { call: (lengthMs: number) => CallFault['do']; refuses?: true };

const aborts = [
  'UNAVAILABLE',
  'INTERNAL',
  'CANCELLED',
  'ABORTED',
  'UNKNOWN',
  'DEADLINE_EXCEEDED',
  'DATA_LOSS',
] as const;

/**
 * Everything that can go wrong with a recognition from outside. `refuses`: two in a row are the end of recognition, so
 * a schedule has one of these.
 */
export const faultKinds: Readonly<Record<string, Doing>> = {
  // Whole connections.
  cut: { network: 'cut' },
  freeze: { network: 'stall' },
  refuse: { network: 'refuse' },
  'disconnect by FIN': { call: () => ({ disconnect: 'end' }) },
  'GOAWAY with grace': { call: (lengthMs) => ({ goAway: 'NO_ERROR', graceMs: lengthMs }) },
  'GOAWAY without end': { call: () => ({ goAway: 'NO_ERROR' }) },
  'GOAWAY of anger': { call: () => ({ goAway: 'ENHANCE_YOUR_CALM' }) },
  // One stream, by its status.
  ...Object.fromEntries(aborts.map((status): [string, Doing] => [status, { call: () => ({ status }) }])),
  quota: { call: () => ({ quota: 'requests' }) },
  limit: {
    call: () => ({ status: 'OUT_OF_RANGE', message: 'Exceeded maximum allowed stream duration' }),
  },
  'limit as INVALID_ARGUMENT': {
    call: () => ({ status: 'INVALID_ARGUMENT', message: 'Audio is over 10 MB' }),
    refuses: true,
  },
  'token expired': { call: () => ({ token: 'expired' }), refuses: true },
  'token revoked': { call: () => ({ token: 'revoked' }), refuses: true },
  // One stream, without a status.
  'reset REFUSED_STREAM': { call: () => ({ reset: 'REFUSED_STREAM' }) },
  'reset INTERNAL_ERROR': { call: () => ({ reset: 'INTERNAL_ERROR' }) },
  'reset CANCEL': { call: () => ({ reset: 'CANCEL' }) },
  'HTTP 502': { call: () => ({ http: 502 }) },
  'no message': { call: () => ({ malformed: 'message' }), refuses: true },
  'no frame': { call: () => ({ malformed: 'frame' }), refuses: true },
  truncated: { call: () => ({ malformed: 'truncated' }) },
  // One stream that goes on and is of no use.
  mute: { call: (lengthMs) => ({ stall: lengthMs }) },
  'mute for ever': { call: () => ({ stall: 'forever' }) },
  'stops reading': { call: (lengthMs) => ({ stopReading: lengthMs }) },
  'reads no more': { call: () => ({ stopReading: 'forever' }) },
  drip: { call: () => ({ drip: { bytes: 64, everyMs: 20 } }) },
  'slow drip': { call: () => ({ drip: { bytes: 16, everyMs: 40 } }) },
};

/** Whether two of these in a row are the end of recognition. */
export function isRefusal(kind: string): boolean {
  const doing = faultKinds[kind];
  return doing !== undefined && 'refuses' in doing;
}

/** What the recognition is doing when a fault strikes. */
export const faultPhases = [
  'connecting',
  'idle',
  'speech',
  'refining',
  'overlap',
  'handing-over',
  'replay',
] as const;

export type FaultPhase = (typeof faultPhases)[number];

export interface Fault {
  /** One of {@link faultKinds}. */
  kind: string;
  phase: FaultPhase;
  /** Strikes so long after the phase has begun, if it still is. */
  delayMs: number;
  /** How long it lasts, where it is not over at once. */
  lengthMs: number;
  /** Of two sessions that listen, the one that began later is struck. */
  later: boolean;
}

export const cellOf = ({ kind, phase }: Fault): string => `${kind} × ${phase}`;
