import { untilAborted } from '../until-aborted.js';
import type { ReplayedCall } from './session-replay.js';

/** A call over REST as a replay sees it: its body is its one request, and it is open until it is answered or given up. */
export function replayedCall(
  { requestId, signal }: Pick<ReplayedCall, 'requestId' | 'signal'>,
  body: unknown,
  send: (message: object) => void,
): ReplayedCall {
  async function* requests(): AsyncGenerator<unknown, void> {
    yield body;
    await untilAborted(new Promise<void>(() => undefined), signal);
  }
  return { requestId, signal, requests: requests(), send };
}
