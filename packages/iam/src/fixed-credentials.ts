import { abortError } from '@rechka/core';
import type { Credentials, CredentialsKind } from './credentials.js';
import { DescribedCredentials } from './described.js';
import { badCredentials, describeSecret } from './secret.js';

/**
 * An API key of a service account, sent as `Api-Key …`. Space around it is stripped: a trailing newline would
 * make the header invalid. Throws `ERR_BAD_CREDENTIALS` for what cannot be a key.
 *
 * @example
 * ```ts
 * const auth = apiKey(process.env.YC_API_KEY ?? '');
 * ```
 */
export function apiKey(key: string): Credentials {
  const secret = checkSecret('The API key', key);
  if (secret.startsWith('t1.')) {
    throw badCredentials(
      'The API key looks like an IAM token (it starts with "t1."); give it to iamToken() instead.',
    );
  }
  return new FixedCredentials('api-key', 'Api-Key', secret);
}

/**
 * An IAM token got elsewhere, sent as `Bearer …`. It lives at most 12 hours and is not renewed: for scripts and
 * tests. Throws `ERR_BAD_CREDENTIALS` for what cannot be a token.
 */
export function iamToken(token: string): Credentials {
  const secret = checkSecret('The IAM token', token);
  if (secret.startsWith('AQVN')) {
    throw badCredentials(
      'The IAM token looks like an API key (it starts with "AQVN"); give it to apiKey() instead.',
    );
  }
  if (/^y\d_/.test(secret)) {
    throw badCredentials('The IAM token looks like an OAuth token; exchange it first: yc iam create-token.');
  }
  return new FixedCredentials('iam-token', 'Bearer', secret);
}

/** No credentials at all: for a local server that asks for none. The only kind allowed over plain text anywhere. */
export function noCredentials(): Credentials {
  return new FixedCredentials('none', '', '');
}

class FixedCredentials extends DescribedCredentials {
  readonly #header: string;
  readonly #description: string;

  constructor(
    readonly kind: CredentialsKind,
    scheme: string,
    secret: string,
  ) {
    super();
    this.#header = secret === '' ? '' : `${scheme} ${secret}`;
    this.#description = secret === '' ? '' : describeSecret(secret);
  }

  override authorization({ signal }: { signal?: AbortSignal } = {}): Promise<string> {
    return signal?.aborted ? Promise.reject(abortError(signal)) : Promise.resolve(this.#header);
  }

  override refused(): void {
    // There is nothing to mint anew: the error of the call tells the user.
  }

  protected override describe(): string {
    return this.#description;
  }
}

function checkSecret(what: string, value: unknown): string {
  if (typeof value !== 'string' || value.trim() === '') throw badCredentials(`${what} is empty; set it.`);
  const secret = value.trim();
  const scheme = /^(bearer|api-key)\s/i.exec(secret)?.[1];
  if (scheme !== undefined) {
    throw badCredentials(
      `${what} starts with "${scheme} "; give the bare value, the prefix is added for you.`,
    );
  }
  if (!/^[\x21-\x7e]+$/.test(secret)) {
    throw badCredentials(
      `${what} has spaces or characters outside ASCII inside (${secret.length} characters); copy it again.`,
    );
  }
  return secret;
}
