import type { Clock } from '@rechka/core';

/** A stream of speech that the page was told to silence, until it has said how much of it was heard. */
export class PendingFlush {
  readonly stream: number;
  /** Resolves when the page has answered, or will not. */
  readonly done: Promise<void>;
  /** Samples heard, as far as is known. */
  heard: number;
  /** Samples sent: nobody can have heard more. */
  readonly #sent: number;
  #settle: () => void = () => undefined;

  constructor(about: { stream: number; sent: number; heard: number }, clock: Clock, deadlineMs: number) {
    this.stream = about.stream;
    this.heard = about.heard;
    this.#sent = about.sent;
    this.done = new Promise((resolve) => {
      const timer = clock.setTimeout(resolve, deadlineMs);
      this.#settle = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** The page says that `seq` samples were heard. */
  hear(seq: number): void {
    this.heard = Math.max(this.heard, Math.min(seq, this.#sent));
  }

  /** No more will be said about it. */
  settle(): void {
    this.#settle();
  }
}
