import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';
import { wallNowMs } from '../wall-clock.js';
import type { ServiceAccountKey } from './service-account-key.js';

/** The only audience that IAM takes, whatever address the request came to. */
const audience = 'https://iam.api.cloud.yandex.net/iam/v1/tokens';
/** Longest `exp - iat` of a JWT, in seconds (docs: create-for-sa). */
const maxLifetimeS = 3600;
/** Tolerated difference of clocks, in seconds. Assumed. */
const clockToleranceS = 60;

/**
 * Accepts a JWT signed with PS256 by `key` for {@link audience}, with `exp` at most an hour after `iat`.
 * Throws a {@link Refusal}: INVALID_ARGUMENT for what is not such a JWT at all, UNAUTHENTICATED for a wrong one.
 */
export async function verifyJwt(jwt: string, key: ServiceAccountKey): Promise<void> {
  if (jwt.length > 8000) throw new Refusal(status.INVALID_ARGUMENT, 'jwt: Field length must be <=8000');
  // jose is ESM only, and this package is also built as CommonJS.
  const { decodeProtectedHeader, errors, importSPKI, jwtVerify } = await import('jose');

  let header;
  try {
    header = decodeProtectedHeader(jwt);
  } catch (error) {
    throw new Refusal(status.INVALID_ARGUMENT, `JWT could not be parsed: ${messageOf(error)}`);
  }
  if (header.alg !== 'PS256') throw unauthenticated(`algorithm must be PS256, got ${String(header.alg)}`);
  if (header.kid !== key.id) throw unauthenticated(`key '${String(header.kid)}' is unknown`);

  try {
    const { payload } = await jwtVerify(jwt, await importSPKI(key.public_key, 'PS256'), {
      algorithms: ['PS256'],
      audience,
      issuer: key.service_account_id,
      requiredClaims: ['iat', 'exp'],
      clockTolerance: clockToleranceS,
      currentDate: new Date(wallNowMs()),
    });
    const { iat = 0, exp = 0 } = payload;
    if (iat > wallNowMs() / 1000 + clockToleranceS) throw unauthenticated('iat is in the future');
    if (exp - iat > maxLifetimeS) throw unauthenticated(`exp is more than ${maxLifetimeS} seconds after iat`);
  } catch (error) {
    if (error instanceof errors.JOSEError) throw unauthenticated(error.message);
    throw error;
  }
}

function unauthenticated(reason: string): Refusal {
  return new Refusal(status.UNAUTHENTICATED, `JWT is not valid: ${reason}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
