import {
  checkClock,
  checkFunction,
  checkNumber,
  type Clock,
  systemClock,
  unfailingObserver,
  type VoiceError,
} from '@rechka/core';
import type { CredentialsKind } from './credentials.js';
import { DescribedCredentials } from './described.js';
import type { MintedToken } from './minted-token.js';
import { describeSecret } from './secret.js';
import type { TokenCache } from './token-cache.js';
import { TokenSource } from './token-source.js';
import { checkTrustedCa } from './trusted-ca.js';

/** What credentials that fetch their token have in common. */
export interface RefreshOptions {
  /** Governs renewal, deadlines and backoff. Default: the host's clock. */
  clock?: Clock;
  /** Unix time in ms, for the times inside a JWT and for the server's `expiresAt`. Default `Date.now`. */
  wallClockMs?: () => number;
  /** Source of jitter, 0 ≤ x < 1. Default `Math.random`. */
  random?: () => number;
  /** The longest one HTTP request may take, in ms, 100–60 000. Default 5000. Four are made at most, and none is begun after 10 s. */
  requestTimeoutMs?: number;
  /**
   * Authorities whose certificates are trusted, in PEM, in place of those that Node trusts: of a proxy that opens TLS, or
   * of an emulator. Default: Node's, with what `NODE_EXTRA_CA_CERTS` adds.
   */
  trustedCa?: string | undefined;
  /**
   * Told of what goes wrong and is got over for now: the token could not be renewed and the old one is served on, the
   * clock of this machine is wrong, the token cache cannot be used. What it throws is dropped. Default: nobody.
   */
  onProblem?: (error: VoiceError) => void;
}

/** {@link RefreshOptions} with every default in its place. */
export type CheckedRefreshOptions = Required<Omit<RefreshOptions, 'trustedCa'>> &
  Pick<RefreshOptions, 'trustedCa'>;

export function checkRefreshOptions(options: RefreshOptions): CheckedRefreshOptions {
  const {
    clock = systemClock,
    wallClockMs = () => Date.now(),
    random = Math.random,
    requestTimeoutMs = 5000,
    onProblem = () => undefined,
    trustedCa,
  } = options;
  checkClock(clock);
  for (const [name, value] of Object.entries({ wallClockMs, random, onProblem })) checkFunction(name, value);
  checkNumber('requestTimeoutMs', requestTimeoutMs, { min: 100, max: 60_000 });
  if (trustedCa !== undefined) checkTrustedCa('trustedCa', trustedCa);
  return {
    clock,
    wallClockMs,
    random,
    requestTimeoutMs,
    onProblem: unfailingObserver(onProblem),
    trustedCa,
  };
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
    options: CheckedRefreshOptions & { cache?: TokenCache | undefined },
  ) {
    super();
    this.#identity = identity;
    this.#source = new TokenSource({ mint, ...options });
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
