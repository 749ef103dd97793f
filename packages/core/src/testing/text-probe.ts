/** A text stream that tells what became of it. */
export class TextProbe implements AsyncIterable<string> {
  readonly #items: string[];
  readonly #endless: boolean;
  #waiting: ((result: IteratorResult<string, undefined>) => void)[] = [];
  #closed = false;

  /** With `endless`, the stream stays open after its items until it is `return()`ed. */
  constructor(items: readonly string[], { endless = false } = {}) {
    this.#items = [...items];
    this.#endless = endless;
  }

  /** Read to the end, or `return()`ed. */
  get closed(): boolean {
    return this.#closed;
  }

  [Symbol.asyncIterator](): AsyncIterator<string, undefined> {
    return {
      next: () => {
        const value = this.#closed ? undefined : this.#items.shift();
        if (value !== undefined) return Promise.resolve({ done: false, value });
        if (!this.#endless || this.#closed) return this.#close();
        return new Promise((resolve) => this.#waiting.push(resolve));
      },
      return: () => this.#close(),
    };
  }

  #close(): Promise<IteratorResult<string, undefined>> {
    this.#closed = true;
    for (const resolve of this.#waiting) resolve({ done: true, value: undefined });
    this.#waiting = [];
    return Promise.resolve({ done: true, value: undefined });
  }
}
