import type { Clock, ClockTimer } from '@rechka/core';
import { status } from '../grpc/status.js';
import { randomText } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { Refusal } from '../refusal.js';
import { wallNowMs } from '../wall-clock.js';

/** An IAM token and when it ends. */
export interface IssuedToken {
  token: string;
  /** Calendar time, as clients are told it. */
  expiresAtEpochMs: number;
}

export interface SecretStoreOptions {
  apiKeys: readonly string[];
  tokenTtlMs: number;
  /** Governs expiry. */
  clock: Clock;
  random: SeededRandom;
}

interface KnownToken extends IssuedToken {
  /** On the clock. */
  expiresAtMs: number;
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Tokens kept; the oldest are forgotten, so that an emulator left running does not grow. */
const maxTokens = 10_000;

/** The tokens and API keys that were given out: which are good, and who wants to know when one ends. */
export class SecretStore {
  readonly #options: SecretStoreOptions;
  readonly #apiKeys: Set<string>;
  readonly #tokens = new Map<string, KnownToken>();
  readonly #watchers = new Map<string, Set<() => void>>();

  constructor(options: SecretStoreOptions) {
    this.#options = options;
    this.#apiKeys = new Set(options.apiKeys);
  }

  /** A new token in the form of the real ones, `t1.<…>.<86 characters>`; old ones stay good until they expire. */
  issue(ttlMs = this.#options.tokenTtlMs): IssuedToken {
    const { random, clock } = this.#options;
    const token = `t1.${randomText(random, 64, base64url)}.${randomText(random, 86, base64url)}`;
    const issued = { token, expiresAtEpochMs: wallNowMs() + ttlMs };
    this.#tokens.set(token, { ...issued, expiresAtMs: clock.now() + ttlMs });
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > maxTokens && oldest !== undefined) this.#tokens.delete(oldest);
    return issued;
  }

  /** Makes a token or an API key worthless at once; tells whether it was known. */
  revoke(secret: string): boolean {
    const known = this.#tokens.delete(secret) || this.#apiKeys.delete(secret);
    for (const ended of this.#watchers.get(secret) ?? []) ended();
    return known;
  }

  /** Lets a token end now. */
  expire(token: string): void {
    const known = this.#tokens.get(token);
    if (known === undefined) return;
    this.#tokens.set(token, {
      ...known,
      expiresAtMs: this.#options.clock.now(),
      expiresAtEpochMs: wallNowMs(),
    });
    for (const ended of this.#watchers.get(token) ?? []) ended();
  }

  /** Makes all tokens worthless, API keys not; tells how many there were. */
  revokeTokens(): number {
    const tokens = [...this.#tokens.keys()];
    for (const token of tokens) this.revoke(token);
    return tokens.length;
  }

  /** How long a token is still good; 0 if it is not. */
  remainingMs(token: string): number {
    const known = this.#tokens.get(token);
    return known === undefined ? 0 : Math.max(0, known.expiresAtMs - this.#options.clock.now());
  }

  isApiKey(secret: string): boolean {
    return this.#apiKeys.has(secret);
  }

  /** Throws UNAUTHENTICATED for a token that is unknown, revoked or expired. */
  checkToken(token: string): void {
    const known = this.#tokens.get(token);
    if (known === undefined) throw new Refusal(status.UNAUTHENTICATED, 'The token is invalid');
    if (this.remainingMs(token) > 0) return;
    const expiredAt = new Date(known.expiresAtEpochMs).toISOString();
    throw new Refusal(status.UNAUTHENTICATED, `The token has expired ${expiredAt}`);
  }

  /** Calls `ended` when the secret is revoked or, being a token, expires. Returns how to stop watching. */
  watch(secret: string, ended: () => void): () => void {
    const watchers = this.#watchers.get(secret) ?? new Set();
    this.#watchers.set(secret, watchers.add(ended));
    let timer: ClockTimer | undefined;
    const wait = () => {
      const leftMs = this.remainingMs(secret);
      if (leftMs === 0) ended();
      else timer = this.#options.clock.setTimeout(wait, leftMs);
    };
    if (this.#tokens.has(secret)) wait();
    return () => {
      timer?.cancel();
      watchers.delete(ended);
      if (watchers.size === 0) this.#watchers.delete(secret);
    };
  }
}
