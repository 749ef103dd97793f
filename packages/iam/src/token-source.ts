import { abortError, type Clock, isVoiceError, sleep, type VoiceError } from '@rechka/core';
import type { MintedToken } from './minted-token.js';
import type { TokenCache } from './token-cache.js';

/** What a {@link TokenSource} needs. */
export interface TokenSourceOptions {
  /** One attempt to get a token, with a deadline of its own. */
  mint: () => Promise<MintedToken>;
  clock: Clock;
  random: () => number;
  /** Told of faults that are got over for now. */
  onProblem: (error: VoiceError) => void;
  /** Keeps the token over the end of the process. */
  cache?: TokenCache | undefined;
}

/** A token is replaced after an hour, though it lives up to twelve (source: the official SDKs and documents). */
const renewAfterMs = 3_600_000;
/** Or after this share of its life, if that is shorter. */
const renewAfterShare = 0.5;
/** Not served in its last moments: it must still be valid when it arrives. */
const expiryMarginMs = 10_000;
/** Attempts of one refresh; the waits between them double from the first, ±50 %. */
const attempts = 4;
const firstBackoffMs = 250;
/** Whoever waits for a token may be a caller in silence: what has failed for so long is not tried again. */
const patienceMs = 10_000;
/** After a failed refresh in the background the old token is served this long before the next one. */
const cooldownMs = 30_000;
/** The longest life believed (source: IAM documents). */
const longestLifeMs = 12 * 3_600_000;

interface Held {
  value: string;
  renewAtMs: number;
  expiresAtMs: number;
}

/**
 * One token for many callers. Whoever comes first while there is none starts a refresh and all wait for that
 * one; while the old token is valid it is served and the refresh runs behind. Without callers nothing runs.
 */
export class TokenSource {
  readonly #options: TokenSourceOptions;
  #held: Held | undefined;
  #flight: Promise<string> | undefined;
  #notBeforeMs = -Infinity;
  #cacheRead = false;
  /** What is being done to the cache. */
  #settled: Promise<unknown> = Promise.resolve();

  constructor(options: TokenSourceOptions) {
    this.#options = options;
  }

  /** The token held, valid or not, for showing its length and last four. */
  get current(): string | undefined {
    return this.#held?.value;
  }

  async token(signal?: AbortSignal): Promise<string> {
    if (signal?.aborted) throw abortError(signal);
    const nowMs = this.#options.clock.now();
    const held = this.#held;
    if (held === undefined || nowMs >= held.expiresAtMs) return await waitFor(this.#refresh(), signal);
    if (nowMs >= held.renewAtMs && nowMs >= this.#notBeforeMs) {
      // The old token is good: a failure only delays the next try, and surfaces when the token has expired.
      // Told once, however many ask meanwhile.
      const flying = this.#flight !== undefined;
      this.#refresh().catch((error: unknown) => {
        if (flying) return;
        this.#notBeforeMs = this.#options.clock.now() + cooldownMs;
        this.#tell(error);
      });
    }
    return held.value;
  }

  /** Forgets `token` if it is still the one held. */
  drop(token: string): void {
    if (this.#held?.value !== token) return;
    this.#held = undefined;
    this.#change((cache) => cache.drop(token));
  }

  #refresh(): Promise<string> {
    this.#flight ??= this.#fetch().finally(() => {
      this.#flight = undefined;
    });
    return this.#flight;
  }

  /** From the cache, once, or anew. */
  async #fetch(): Promise<string> {
    const first = !this.#cacheRead;
    this.#cacheRead = true;
    await this.#settled;
    const cached = first ? await this.#withCache((cache) => cache.read()) : undefined;
    if (cached === undefined) return this.#mintWithRetry();
    this.#held = this.#hold(cached.value, cached.lifetimeMs, this.#options.clock.now());
    return cached.value;
  }

  async #mintWithRetry(): Promise<string> {
    const { mint, clock, random } = this.#options;
    const begunMs = clock.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const startedMs = clock.now();
        const { value, lifetimeMs } = await mint();
        this.#held = this.#hold(value, lifetimeMs, startedMs);
        this.#change((cache) => cache.write({ value, lifetimeMs }));
        return value;
      } catch (error) {
        if (attempt === attempts || !isVoiceError(error) || !error.retryable) throw error;
        if (clock.now() - begunMs >= patienceMs) throw error;
        await sleep(clock, firstBackoffMs * 2 ** (attempt - 1) * (0.5 + random()));
      }
    }
  }

  /** Changes the cache, after all that is being done to it: a token that was refused must not come back. */
  #change(change: (cache: TokenCache) => Promise<void>): void {
    this.#settled = this.#settled.then(() => this.#withCache(change));
  }

  /** What the cache cannot do is told and does without. */
  async #withCache<T>(use: (cache: TokenCache) => Promise<T>): Promise<T | undefined> {
    const { cache } = this.#options;
    if (cache === undefined) return undefined;
    try {
      return await use(cache);
    } catch (error) {
      this.#tell(error);
      return undefined;
    }
  }

  #tell(error: unknown): void {
    if (isVoiceError(error)) this.#options.onProblem(error);
  }

  #hold(value: string, lifetimeMs: number, startedMs: number): Held {
    const lifeMs = Math.min(longestLifeMs, lifetimeMs);
    // Up to a tenth earlier, so that many processes started together do not renew together.
    const jitter = 1 - 0.1 * this.#options.random();
    return {
      value,
      renewAtMs: startedMs + Math.min(renewAfterMs, lifeMs * renewAfterShare) * jitter,
      expiresAtMs: startedMs + lifeMs - expiryMarginMs,
    };
  }
}

/** Waits for a shared promise; the signal ends the wait, not the promise. */
function waitFor<T>(shared: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return shared;
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(abortError(signal));
    signal.addEventListener('abort', onAbort, { once: true });
    shared.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
