import { status } from '@grpc/grpc-js';
import { Refusal } from '../refusal.js';
import { randomText } from '../random-ids.js';
import type { SeededRandom } from '../recogniser/seeded-random.js';
import { wallNowMs } from '../wall-clock.js';

/** An IAM token and when it ends. */
export interface IssuedToken {
  token: string;
  expiresAtEpochMs: number;
}

export interface AccessControlOptions {
  folderId: string;
  apiKeys: readonly string[];
  tokenTtlMs: number;
  random: SeededRandom;
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Knows which tokens and API keys are good, and turns away everybody else. */
export class AccessControl {
  readonly #options: AccessControlOptions;
  readonly #expiry = new Map<string, number>();

  constructor(options: AccessControlOptions) {
    this.#options = options;
  }

  /** A new token in the form of the real ones, `t1.<…>.<86 characters>`; old ones stay good until they expire. */
  issue(): IssuedToken {
    const { random, tokenTtlMs } = this.#options;
    const token = `t1.${randomText(random, 64, base64url)}.${randomText(random, 86, base64url)}`;
    const expiresAtEpochMs = wallNowMs() + tokenTtlMs;
    this.#expiry.set(token, expiresAtEpochMs);
    return { token, expiresAtEpochMs };
  }

  /** Makes one token worthless at once; tells whether it was known. */
  revoke(token: string): boolean {
    return this.#expiry.delete(token);
  }

  /** Makes the credential of a request worthless in mid-call; returns what is said of it. API keys stay good. */
  spoil(authorization: string | undefined, how: 'expired' | 'revoked'): string {
    const [, secret = ''] = /^bearer\s+(.*)$/is.exec(authorization ?? '') ?? [];
    const nowMs = wallNowMs();
    if (how === 'revoked' || !this.#expiry.has(secret)) this.revoke(secret);
    else this.#expiry.set(secret, nowMs);
    return how === 'revoked'
      ? 'The token is invalid'
      : `The token has expired ${new Date(nowMs).toISOString()}`;
  }

  /**
   * Checks the `authorization` and `x-folder-id` headers of a request to a service. Throws a {@link Refusal}:
   * UNAUTHENTICATED, or INVALID_ARGUMENT for another account's folder.
   */
  check(authorization: string | undefined, folderId: string | undefined): void {
    this.#checkIdentity(authorization);
    this.checkFolder(folderId);
  }

  /** A folder may be left out: a service account has its own. */
  checkFolder(folderId: string | undefined): void {
    const own = this.#options.folderId;
    if (folderId === undefined || folderId === '' || folderId === own) return;
    throw new Refusal(
      status.INVALID_ARGUMENT,
      `Specified folder ID '${folderId}' does not match with service account folder ID '${own}'`,
    );
  }

  #checkIdentity(authorization: string | undefined): void {
    const [, scheme = '', secret = ''] = /^(\S+)\s+(.*)$/s.exec(authorization ?? '') ?? [];
    switch (scheme.toLowerCase()) {
      case 'api-key':
        if (!this.#options.apiKeys.includes(secret)) throw unknownApiKey(secret);
        return;
      case 'bearer': {
        // The real service reads `Bearer Api-Key …` as a key that it does not know (speechkit.md §2).
        if (/^api-key\s/i.test(secret)) throw unknownApiKey(secret);
        const expiresAtEpochMs = this.#expiry.get(secret);
        if (expiresAtEpochMs === undefined) throw unauthenticated('The token is invalid');
        if (wallNowMs() >= expiresAtEpochMs) {
          throw unauthenticated(`The token has expired ${new Date(expiresAtEpochMs).toISOString()}`);
        }
        return;
      }
      default:
        throw unauthenticated('Authorization header with an IAM token or an API key is required');
    }
  }
}

function unknownApiKey(secret: string): Refusal {
  return unauthenticated(`Unknown api key '****${secret.slice(-4)}'`);
}

function unauthenticated(message: string): Refusal {
  return new Refusal(status.UNAUTHENTICATED, message);
}
