import { sleep, type Clock } from '@rechka/core';
import type { RecognitionSession } from './recognition-session.js';

/** What a session is opened for: to be listened to, or to take over later. */
type Role = 'current' | 'next';

interface OpenerListener {
  /** A session that is wanted could not be opened. */
  openingFailed(error: unknown): void;
}

interface OpenerParts {
  /** Opens a session, once the quota permits. Rejects only when `signal` aborts or the client is closed. */
  open: (signal: AbortSignal) => Promise<RecognitionSession>;
  clock: Clock;
}

/** Opens sessions, one at a time; one that is no longer wanted when it is there is cancelled. */
export class SessionOpener {
  readonly #parts: OpenerParts;
  readonly #listener: OpenerListener;
  #opening: { role: Role; stop: AbortController } | undefined;
  #closed = false;

  constructor(parts: OpenerParts, listener: OpenerListener) {
    this.#parts = parts;
    this.#listener = listener;
  }

  get opening(): Role | undefined {
    return this.#opening?.role;
  }

  /** Whether none will be opened any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Opens one in `delayMs`, in place of any that is being opened for something else. */
  open(role: Role, delayMs: number, use: (session: RecognitionSession) => void): void {
    if (this.#closed || this.opening === role) return;
    this.#opening?.stop.abort();
    const opening = (this.#opening = { role, stop: new AbortController() });
    void (async () => {
      const { open, clock } = this.#parts;
      const { signal } = opening.stop;
      if (delayMs > 0) await sleep(clock, delayMs, signal);
      const session = await open(signal);
      if (this.#opening !== opening) session.cancel();
      else {
        this.#opening = undefined;
        use(session);
      }
    })().catch((error: unknown) => {
      if (!opening.stop.signal.aborted) this.#listener.openingFailed(error);
    });
  }

  /** It is not wanted any more: it gives its place in the line for the quota up. */
  forget(role: Role): void {
    if (this.opening === role) this.#forget();
  }

  /** None is wanted any more. */
  close(): void {
    this.#closed = true;
    this.#forget();
  }

  #forget(): void {
    this.#opening?.stop.abort();
    this.#opening = undefined;
  }
}
