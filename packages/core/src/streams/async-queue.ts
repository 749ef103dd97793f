import { checkNumber } from '../errors/validate.js';
import { VoiceError } from '../errors/voice-error.js';

/** How an {@link AsyncQueue} behaves. */
export interface AsyncQueueOptions<T> {
  /** The consumer stopped before the end (`break`, `throw`, `return()`). Called once; `return()` awaits it. */
  onReturn?: () => void | Promise<void>;
  /** Most items kept unread; beyond it the oldest goes, for the newest is worth more. Default: no bound. */
  capacity?: number;
  /** Told of each item that went unread because of `capacity`. */
  onDrop?: (item: T) => void;
}

/**
 * Takes what a stream has, in place of a loop over it. Where `next` throws, the stream is left, as by a loop that throws, and
 * `ended` is told what it threw; `ended` may not throw.
 */
export interface StreamListener<T> {
  /** The next item. */
  next(item: T): void;
  /** Nothing comes any more: with what a loop would throw, or with `undefined`. Called once. */
  ended(error: unknown): void;
}

// What is written out as `{ … }` and lives for a while, the engine comes to make where only a collection of the whole heap
// looks, and then makes more of these (measured: half as many again at 400 streams). Not so what a class makes, nor a copy
// of that, which consumers get: they may compare it with `{ done, value }`, prototype and all.

class Waiter<T> {
  constructor(
    readonly resolve: (result: IteratorResult<T, undefined>) => void,
    readonly reject: (error: unknown) => void,
  ) {}
}

class Yield<T> implements IteratorYieldResult<T> {
  readonly done = false;

  constructor(readonly value: T) {}
}

function resultOf<T>(item: T): IteratorYieldResult<T> {
  return Object.assign({}, new Yield(item));
}

/** So that a listener is called by itself, and not from within who pushes. */
const settled = Promise.resolve();

/**
 * Joins code that has items to tell with a loop that reads them: what is pushed comes out of `for await`,
 * in order. One consumer; iterating a second time throws `ERR_MISUSE`.
 */
export class AsyncQueue<T> implements AsyncIterable<T> {
  readonly #onReturn: AsyncQueueOptions<T>['onReturn'];
  readonly #capacity: number | undefined;
  readonly #onDrop: AsyncQueueOptions<T>['onDrop'];
  #items: T[] = [];
  /** Made when somebody waits: who listens does not. */
  #waiters: Waiter<T>[] | undefined;
  #state: 'open' | 'ended' | 'failed' = 'open';
  #error: unknown;
  #read = false;
  /** There is none where a loop reads. */
  #listener: StreamListener<T> | undefined;
  #handingOver = false;

  /** Throws `ERR_INVALID_OPTION` if `capacity` is less than 1. */
  constructor(options: AsyncQueueOptions<T> = {}) {
    const { onReturn, capacity, onDrop } = options;
    if (capacity !== undefined) checkNumber('capacity', capacity, { min: 1, max: Number.POSITIVE_INFINITY });
    this.#onReturn = onReturn;
    this.#capacity = capacity;
    this.#onDrop = onDrop;
  }

  /** Items pushed and not read yet. */
  get size(): number {
    return this.#items.length;
  }

  /** False once the queue was ended, failed or left by its consumer. */
  get isOpen(): boolean {
    return this.#state === 'open';
  }

  /** Adds an item. Returns false, and forgets it, if the queue is no longer open. */
  push(item: T): boolean {
    if (this.#state !== 'open') return false;
    const waiter = this.#waiters?.shift();
    if (waiter !== undefined) {
      waiter.resolve(resultOf(item));
      return true;
    }
    this.#items.push(item);
    while (this.#capacity !== undefined && this.#items.length > this.#capacity) {
      this.#onDrop?.(this.#items.shift() as T);
    }
    this.#handOverSoon();
    return true;
  }

  /** No more items: iteration ends after those pushed. */
  end(): void {
    if (this.#state !== 'open') return;
    this.#state = 'ended';
    this.#endWaiters();
  }

  /** Iteration throws `error` after the items pushed. */
  fail(error: unknown): void {
    if (this.#state !== 'open') return;
    // To a listener `undefined` would be a good end.
    const reason =
      error ?? new VoiceError({ code: 'ERR_INTERNAL', message: 'The stream failed, nobody said why.' });
    const waiter = this.#waiters?.shift();
    // Thrown once: to the one who waits, or else to the next who asks.
    this.#state = waiter === undefined ? 'failed' : 'ended';
    this.#error = reason;
    waiter?.reject(reason);
    this.#endWaiters();
  }

  /**
   * Hands items over in place of iteration, each after the code that pushed it; those that are there, once `listen` has
   * returned. Between two items a loop keeps ten objects or so, which is dear where streams are many and long.
   */
  listen(listener: StreamListener<T>): void {
    this.#claim();
    this.#listener = listener;
    if (this.#items.length > 0 || this.#state !== 'open') this.#handOverSoon();
  }

  /** The only iterator. `next()` calls may overlap; `return()` empties the queue. */
  [Symbol.asyncIterator](): AsyncIterator<T, undefined> {
    this.#claim();
    return { next: () => this.#next(), return: () => this.#leave() };
  }

  #claim(): void {
    if (this.#read) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: 'This stream is already being read; it can be read once.',
      });
    }
    this.#read = true;
  }

  #handOverSoon(): void {
    if (this.#listener === undefined || this.#handingOver) return;
    this.#handingOver = true;
    void settled.then(() => this.#handOver());
  }

  #handOver(): void {
    const listener = this.#listener;
    this.#handingOver = false;
    if (listener === undefined) return;
    try {
      while (this.#items.length > 0) listener.next(this.#items.shift() as T);
    } catch (thrown) {
      this.#listener = undefined;
      const tell = () => listener.ended(thrown);
      void this.#leave().then(tell, tell);
      return;
    }
    if (this.#state === 'open') return;
    this.#listener = undefined;
    listener.ended(this.#error);
  }

  /** A promise for each item and no more: an async function would make three. */
  #next(): Promise<IteratorResult<T, undefined>> {
    if (this.#items.length > 0) return Promise.resolve(resultOf(this.#items.shift() as T));
    if (this.#state === 'failed') return this.#fault();
    if (this.#state === 'ended') return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => (this.#waiters ??= []).push(new Waiter(resolve, reject)));
  }

  async #fault(): Promise<never> {
    this.#state = 'ended';
    throw this.#error;
  }

  async #leave(): Promise<IteratorResult<T, undefined>> {
    const early = this.#state !== 'ended' || this.#items.length > 0;
    this.#items = [];
    this.#state = 'ended';
    this.#endWaiters();
    if (early) await this.#onReturn?.();
    return { done: true, value: undefined };
  }

  #endWaiters(): void {
    for (const waiter of this.#waiters ?? []) waiter.resolve({ done: true, value: undefined });
    this.#waiters = undefined;
    this.#handOverSoon();
  }
}
