import { sleep, type Clock } from '@rechka/core';
import type { RecognitionSession } from './recognition-session.js';

/** What a session is opened for: to be listened to, or to take over later. */
type Role = 'current' | 'next';

interface OpenerParts {
  /** Opens a session, once the quota permits. Rejects only when `signal` aborts or the client is closed. */
  open: (signal: AbortSignal) => Promise<RecognitionSession>;
  clock: Clock;
  signal: AbortSignal;
}

/** Opens sessions, one at a time; one that is no longer wanted when it is there is cancelled. */
export class SessionOpener {
  readonly #parts: OpenerParts;
  readonly #failed: (error: unknown) => void;
  #opening: { role: Role } | undefined;

  constructor(parts: OpenerParts, failed: (error: unknown) => void) {
    this.#parts = parts;
    this.#failed = failed;
  }

  get opening(): Role | undefined {
    return this.#opening?.role;
  }

  /** Opens one in `delayMs`; does nothing while one is being opened for the same. */
  open(role: Role, delayMs: number, use: (session: RecognitionSession) => void): void {
    if (this.opening === role) return;
    const opening = (this.#opening = { role });
    void (async () => {
      const { open, clock, signal } = this.#parts;
      if (delayMs > 0) await sleep(clock, delayMs, signal);
      const session = await open(signal);
      if (this.#opening !== opening) session.cancel();
      else {
        this.#opening = undefined;
        use(session);
      }
    })().catch(this.#failed);
  }

  /** It is not wanted any more. */
  forget(role: Role): void {
    if (this.opening === role) this.#opening = undefined;
  }
}
