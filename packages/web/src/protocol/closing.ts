/** Why a socket was closed, in one word that does not change between releases. */
export type CloseReason =
  | 'ended'
  | 'lost'
  | 'too-big'
  | 'busy'
  | 'protocol'
  | 'unauthorized'
  | 'origin'
  | 'session-lost'
  | 'no-hello'
  | 'replaced'
  | 'too-fast'
  | 'too-many-calls'
  | 'minutes'
  | 'failed';

/**
 * Close codes of the gateway. Those from 4000 on are ours; 1009 and 1013 are those of the WebSocket registry for
 * a message too big and for «try again later».
 */
export const closeCodes = {
  ended: 1000,
  'too-big': 1009,
  busy: 1013,
  protocol: 4400,
  unauthorized: 4401,
  origin: 4403,
  'session-lost': 4404,
  'no-hello': 4408,
  replaced: 4409,
  'too-fast': 4413,
  'too-many-calls': 4429,
  minutes: 4430,
  failed: 4500,
} as const satisfies Record<Exclude<CloseReason, 'lost'>, number>;

/** What a close code means for a page. */
export interface Closing {
  reason: CloseReason;
  /**
   * - `resume`: the network's doing; the session waits, take it up.
   * - `later`: this server takes no calls now; a new attempt may reach one that does.
   * - `no`: trying again by itself would not help.
   */
  retry: 'resume' | 'later' | 'no';
  /** English, with a cure; a page that speaks another language goes by the reason. */
  message: string;
}

const messages: Record<CloseReason, string> = {
  ended: 'The call is over.',
  lost: 'The connection was lost; it is being made again.',
  'too-big': 'A message was larger than the server takes.',
  busy: 'The server takes no calls at the moment; try again in a minute.',
  protocol: 'The page and the server do not understand each other; reload the page.',
  unauthorized: 'The server did not accept the token; sign in again or reload the page.',
  origin: 'The server does not serve pages of this address; add it to `origins` of the gateway.',
  'session-lost': 'The conversation is no longer there: it ended, or was away for too long. Begin a new one.',
  'no-hello': 'The page did not introduce itself in time; reload the page.',
  replaced: 'The conversation goes on in another window or tab.',
  'too-fast': 'The page sent more than a conversation can hold.',
  'too-many-calls': 'Too many calls at once; hang up another one or try again later.',
  minutes: 'The minutes of this call or account are used up.',
  failed: 'The server failed; try again, and if it happens again, tell its owner.',
};

const reasonsByCode = new Map<number, CloseReason>(
  Object.entries(closeCodes).map(([reason, code]) => [code, reason as CloseReason]),
);

/** What to do about a socket that was closed with `code`: any code there is, 1006 of a lost connection included. */
export function describeClosing(code: number): Closing {
  const reason = reasonsByCode.get(code) ?? (code >= 4000 ? 'protocol' : 'lost');
  const retry = reason === 'lost' ? 'resume' : reason === 'busy' ? 'later' : 'no';
  return { reason, retry, message: messages[reason] };
}
