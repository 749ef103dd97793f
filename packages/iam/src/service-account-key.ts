import { checkObject, isVoiceError, VoiceError } from '@rechka/core';
import { checkEndpoint } from './check-endpoint.js';
import { cloudEndpoints } from './cloud.js';
import type { Credentials } from './credentials.js';
import { requestJson } from './http-request.js';
import { loadKey, type LoadedKey, type ServiceAccountKey } from './key-file.js';
import { checkRefreshOptions, RefreshedCredentials, type RefreshOptions } from './refreshed-credentials.js';
import { ServerClock } from './server-clock.js';
import { tokenCacheFor } from './token-cache.js';
import type { MintedToken } from './minted-token.js';

/** Whom the JWT is for, whatever host it is sent to (source: IAM documents, "create-for-sa"). */
const audience = 'https://iam.api.cloud.yandex.net/iam/v1/tokens';
/** The longest life of a JWT that IAM accepts (same source). */
const jwtLifetimeMs = 3_600_000;
/** The JWT is dated back by this, so that a clock slightly ahead of IAM's is no reason to refuse it. */
const backdateMs = 30_000;

/** How long a token just minted is believed that seems dead: our clock is wrong, and IAM told no time to go by. */
const assumedLifeMs = 60_000;

/** Options of {@link serviceAccountKey}. */
export interface ServiceAccountKeyOptions extends RefreshOptions {
  /** Default: the cloud's own. Plain `http:` on this machine only. */
  endpoint?: string;
  /**
   * Keeps the token on disk, so that a process that starts while IAM is down has one: `true` for a file of its own in
   * the user's cache folder (`$XDG_CACHE_HOME` or `~/.cache`), or a path outside of repositories and packages. The file
   * is readable by its owner only (on Windows, by whom its folder says). Default: no.
   */
  tokenCache?: true | string;
}

/**
 * Credentials of a service account by its key: a path, JSON text, or the parsed object. The key is read and
 * checked now; a token is fetched when first asked for, and renewed hourly.
 *
 * Throws `ERR_BAD_CREDENTIALS` naming the file and field, `ERR_INSECURE_ENDPOINT`, `ERR_INVALID_OPTION`.
 *
 * @example
 * ```ts
 * const auth = serviceAccountKey('key.json');
 * console.log(await auth.authorization()); // Bearer t1.…
 * ```
 */
export function serviceAccountKey(
  pathOrJson: string | ServiceAccountKey,
  options: ServiceAccountKeyOptions = {},
): Credentials {
  checkObject('options', options, 'an object');
  const { origin } = checkEndpoint('iam endpoint', options.endpoint ?? cloudEndpoints.iam);
  const checked = checkRefreshOptions(options);
  const { clock, wallClockMs, requestTimeoutMs: deadlineMs, onProblem, trustedCa } = checked;
  const key = loadKey(pathOrJson);
  const identity = `account ${key.serviceAccountId}`;
  const serverClock = new ServerClock(wallClockMs);
  const cache = tokenCacheFor(
    options.tokenCache,
    `${origin} ${key.serviceAccountId} ${key.keyId}`,
    wallClockMs,
  );

  const mint = async (): Promise<MintedToken> => {
    try {
      return await request();
    } catch (error) {
      // A JWT that is not valid yet, or no more, by the server's clock is refused: it gets one by its own.
      if (!isVoiceError(error) || error.code !== 'ERR_UNAUTHENTICATED' || !serverClock.correct()) throw error;
      const minted = await request();
      onProblem(error);
      return minted;
    }
  };
  const request = async (): Promise<MintedToken> => {
    const jwt = await signJwt(key, serverClock.nowMs());
    const body = await requestJson({
      peer: 'IAM',
      url: `${origin}/iam/v1/tokens`,
      init: {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ jwt }),
      },
      clock,
      deadlineMs,
      trustedCa,
      secret: jwt,
      serverClock,
    });
    const { iamToken, expiresAt } = body;
    const expiresAtMs = typeof expiresAt === 'string' ? Date.parse(expiresAt) : NaN;
    if (typeof iamToken !== 'string' || iamToken === '') {
      throw new VoiceError({
        code: 'ERR_PROTOCOL',
        message: `The answer of IAM at ${origin} has no iamToken.`,
      });
    }
    // Without a time of expiry the hour after which a token is renewed anyway is all that is assumed.
    if (Number.isNaN(expiresAtMs)) return { value: iamToken, lifetimeMs: 3_600_000 };
    const lifetimeMs = expiresAtMs - serverClock.toldNowMs();
    return { value: iamToken, lifetimeMs: lifetimeMs > 0 ? lifetimeMs : assumedLifeMs };
  };
  return new RefreshedCredentials('service-account-key', identity, mint, { ...checked, cache });
}

async function signJwt(key: LoadedKey, nowMs: number): Promise<string> {
  // Imported here: jose is ESM only, and our CommonJS build must load on every Node 20.
  const { SignJWT } = await import('jose');
  const issuedAt = Math.floor((nowMs - backdateMs) / 1000);
  return new SignJWT()
    .setProtectedHeader({ typ: 'JWT', alg: 'PS256', kid: key.keyId })
    .setIssuer(key.serviceAccountId)
    .setAudience(audience)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + jwtLifetimeMs / 1000)
    .sign(key.privateKey);
}
