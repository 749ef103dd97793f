/** A door that opens once. */
export class Gate {
  /** Resolves when it opens. */
  readonly opened: Promise<void>;
  #isOpen = false;
  #resolve: () => void = () => undefined;

  constructor() {
    this.opened = new Promise((resolve) => (this.#resolve = resolve));
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  open(): void {
    this.#isOpen = true;
    this.#resolve();
  }

  /** Waits until it is open; false if the signal aborts first. */
  async passed(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.#isOpen) return !signal.aborted;
    let stop: () => void = () => undefined;
    const aborted = new Promise<false>((resolve) => (stop = () => resolve(false)));
    signal.addEventListener('abort', stop, { once: true });
    try {
      return await Promise.race([this.opened.then(() => true), aborted]);
    } finally {
      signal.removeEventListener('abort', stop);
    }
  }
}
