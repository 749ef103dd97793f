import { checkNumber, type Clock, systemClock } from '@rechka/core';
import type { CredentialsKind } from './credentials.js';
import { DescribedCredentials } from './described.js';
import { describeSecret } from './secret.js';
import { type MintedToken, TokenSource } from './token-source.js';

/** What credentials that fetch their token have in common. */
export interface RefreshOptions {
  /** Governs renewal, deadlines and backoff. Default: the host's clock. */
  clock?: Clock;
  /** Unix time in ms, for the times inside a JWT and for the server's `expiresAt`. Default `Date.now`. */
  wallClockMs?: () => number;
  /** Source of jitter, 0 ≤ x < 1. Default `Math.random`. */
  random?: () => number;
  /** The longest one HTTP request may take, in ms, 100–60 000. Default 5000. Four are made at most. */
  requestTimeoutMs?: number;
}

/** {@link RefreshOptions} with every default in its place. */
export type CheckedRefreshOptions = Required<RefreshOptions>;

export function checkRefreshOptions(options: RefreshOptions): CheckedRefreshOptions {
  const {
    clock = systemClock,
    wallClockMs = () => Date.now(),
    random = Math.random,
    requestTimeoutMs = 5000,
  } = options;
  checkNumber('requestTimeoutMs', requestTimeoutMs, { min: 100, max: 60_000 });
  return { clock, wallClockMs, random, requestTimeoutMs };
}

/** Credentials whose token is fetched and renewed; see {@link TokenSource}. */
export class RefreshedCredentials extends DescribedCredentials {
  readonly #source: TokenSource;
  readonly #identity: string;

  constructor(
    readonly kind: CredentialsKind,
    /** What may be told of the identity behind the token: an account's id, an address. */
    identity: string,
    mint: () => Promise<MintedToken>,
    { clock, random }: CheckedRefreshOptions,
  ) {
    super();
    this.#identity = identity;
    this.#source = new TokenSource({ mint, clock, random });
  }

  override async authorization({ signal }: { signal?: AbortSignal } = {}): Promise<string> {
    return `Bearer ${await this.#source.token(signal)}`;
  }

  override refused(authorization: string): void {
    this.#source.drop(authorization.replace(/^Bearer /, ''));
  }

  protected override describe(): string {
    const token = this.#source.current;
    return `${this.#identity}, ${token === undefined ? 'no token yet' : `token of ${describeSecret(token)}`}`;
  }
}
