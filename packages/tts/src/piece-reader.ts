import { splitText, type Piece } from './split-text.js';

/** Reads a stream of text items as pieces of one request each, with their places in the whole text. */
export class PieceReader {
  readonly #items: AsyncIterator<string>;
  #pieces: Piece[] = [];
  #reading: Promise<void> | undefined;
  #charStart = 0;
  #ended = false;
  #failure: { error: unknown } | undefined;
  #tellStopped: () => void = () => undefined;
  readonly #stopped = new Promise<{ done: true; value: undefined }>((resolve) => {
    this.#tellStopped = () => resolve({ done: true, value: undefined });
  });

  constructor(text: AsyncIterable<string>) {
    this.#items = text[Symbol.asyncIterator]();
  }

  /** The next piece; `undefined` at the end. Rejects with what the text rejects with. */
  async next(): Promise<Piece | undefined> {
    await this.peek();
    return this.#pieces.shift();
  }

  /** The same, and the piece stays the next one. May be left waiting, and be asked again. */
  async peek(): Promise<Piece | undefined> {
    while (this.#pieces.length === 0 && !this.#ended) {
      this.#reading ??= this.#readItem().finally(() => (this.#reading = undefined));
      await this.#reading;
    }
    // Told to whoever asks, for who asked when it came may not have waited for it.
    if (this.#pieces.length === 0 && this.#failure !== undefined) throw this.#failure.error;
    return this.#pieces[0];
  }

  /** Pieces that were taken in vain are the next ones again. */
  putBack(pieces: readonly Piece[]): void {
    this.#pieces.unshift(...pieces);
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

  async #readItem(): Promise<void> {
    try {
      const next: IteratorResult<string, unknown> = await Promise.race([this.#items.next(), this.#stopped]);
      if (next.done === true) {
        this.#ended = true;
        return;
      }
      this.#pieces = splitText(next.value, this.#charStart);
      this.#charStart += next.value.length;
    } catch (error) {
      this.#ended = true;
      this.#failure = { error };
    }
  }
}
