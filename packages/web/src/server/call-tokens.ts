import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { checkFunction, checkNumber, checkObject, checkText, invalidOption } from '@rechka/core';
import type { Identity } from './browser-call.js';

/** How {@link callTokens} are made. */
export interface CallTokensOptions {
  /**
   * Signs the tokens; 32 bytes or more. Default: random, so that a token is good only for the process that
   * issued it. Processes behind one address need the same secret.
   */
  secret?: string | Uint8Array;
  /** How long a token is good, in ms, 1 000–60 000. Default 60 000. */
  ttlMs?: number;
  /** Unix time in ms: several processes must agree on it. Default `Date.now`. */
  wallClockMs?: () => number;
}

/** Issues and redeems {@link callTokens}. */
export interface CallTokens {
  readonly ttlMs: number;
  /** A token for one call of this identity. Throws `ERR_INVALID_OPTION` for an id that is empty or over 256 bytes. */
  issue(identityId: string): string;
  /**
   * Who a token was issued to; `undefined` for one that is missing, not ours, too old or used before (in this
   * process: another with the same secret does not know).
   */
  redeem(token: string | undefined): Identity | undefined;
}

const macBytes = 32;

/**
 * Short-lived tokens for one use, with which a page that has signed in opens its call: `authorize` of the gateway
 * redeems what `tokenEndpoint` issued. Signed with HMAC-SHA-256; nothing is stored but the tokens used in their last minute.
 *
 * Throws `ERR_INVALID_OPTION` for a secret that is too short or a `ttlMs` out of range.
 */
export function callTokens(options: CallTokensOptions = {}): CallTokens {
  checkObject('options', options, 'an object');
  const { secret = randomBytes(32), ttlMs = 60_000, wallClockMs = () => Date.now() } = options;
  if (typeof secret !== 'string' && !(secret instanceof Uint8Array))
    throw invalidOption('secret', secretKind(secret), 'a string or bytes, 32 or more');
  checkFunction('wallClockMs', wallClockMs, 'a function that gives Unix time in ms');
  checkNumber('ttlMs', ttlMs, { min: 1000, max: 60_000 });
  const length = typeof secret === 'string' ? Buffer.byteLength(secret) : secret.byteLength;
  if (length < 32) {
    // The value itself must not be shown.
    throw invalidOption('secret', `${length} bytes`, '32 bytes or more, e.g. of `openssl rand -base64 32`');
  }
  /** Ids of tokens used, with their expiry: in the order of use. */
  const used = new Map<string, number>();
  const sign = (payload: string) => createHmac('sha256', secret).update(payload).digest();

  return {
    ttlMs,
    issue(identityId) {
      checkText('identityId', identityId);
      if (Buffer.byteLength(identityId) > 256)
        throw invalidOption('identityId', identityId, 'up to 256 bytes');
      const claims: Claims = [identityId, wallClockMs() + ttlMs, randomBytes(12).toString('base64url')];
      const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return `${payload}.${sign(payload).toString('base64url')}`;
    },
    redeem(token) {
      const [payload, mac, ...more] = token?.split('.') ?? [];
      if (payload === undefined || mac === undefined || more.length > 0) return undefined;
      const given = Buffer.from(mac, 'base64url');
      if (given.byteLength !== macBytes || !timingSafeEqual(given, sign(payload))) return undefined;
      // Signed by us, so it is what we wrote.
      const [id, expiresAtMs, nonce] = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
      const nowMs = wallClockMs();
      for (const [old, expiredAtMs] of used) if (expiredAtMs <= nowMs) used.delete(old);
      if (nowMs >= expiresAtMs || used.has(nonce)) return undefined;
      used.set(nonce, expiresAtMs);
      return { id };
    },
  };
}

/** The value itself must not be shown. */
function secretKind(secret: unknown): unknown {
  return secret === null ? null : `a ${typeof secret}`;
}

/** Identity, expiry in Unix ms, and an id that no other token has. */
type Claims = [id: string, expiresAtMs: number, nonce: string];
