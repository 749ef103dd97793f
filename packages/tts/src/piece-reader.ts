import { splitText, type Piece } from './split-text.js';

/** Reads a stream of text items as pieces of one request each, with their places in the whole text. */
export class PieceReader {
  readonly #items: AsyncIterator<string>;
  #pieces: Piece[] = [];
  #charStart = 0;
  #ended = false;
  #tellStopped: () => void = () => undefined;
  readonly #stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
    this.#tellStopped = () => resolve({ done: true, value: undefined });
  });

  constructor(text: AsyncIterable<string>) {
    this.#items = text[Symbol.asyncIterator]();
  }

  /** The next piece; `undefined` at the end. Rejects with what the text rejects with. */
  async next(): Promise<Piece | undefined> {
    while (this.#pieces.length === 0 && !this.#ended) {
      const item = await this.#nextItem();
      if (item === undefined) break;
      this.#pieces = splitText(item, this.#charStart);
      this.#charStart += item.length;
    }
    return this.#pieces.shift();
  }

  /** No more is wanted: a pending `next` ends, and the text is told. Not waited for: it may itself wait for a model. */
  stop(): void {
    this.#pieces = [];
    if (this.#ended) return;
    this.#ended = true;
    this.#tellStopped();
    // There is nobody left to tell of a failure to stop.
    Promise.resolve(this.#items.return?.()).catch(() => undefined);
  }

  async #nextItem(): Promise<string | undefined> {
    try {
      const next: IteratorResult<string, unknown> = await Promise.race([this.#items.next(), this.#stopped]);
      if (next.done !== true) return next.value;
      this.#ended = true;
      return undefined;
    } catch (error) {
      this.#ended = true;
      throw error;
    }
  }
}
