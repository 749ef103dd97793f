import { readFileSync } from 'node:fs';
import { checkObject, invalidOption } from '@rechka/core';
import { checkEndpoint } from './check-endpoint.js';
import { type Cloud, cloudEndpoints, type Endpoints } from './cloud.js';
import type { Credentials } from './credentials.js';
import { apiKey, iamToken } from './fixed-credentials.js';
import { metadata } from './metadata.js';
import { badCredentials } from './secret.js';
import { serviceAccountKey, type ServiceAccountKeyOptions } from './service-account-key.js';
import { checkTrustedCa } from './trusted-ca.js';

/** Variable → credentials from its value. */
const sources: Record<string, (value: string, options: ServiceAccountKeyOptions) => Credentials> = {
  SERVICE_ACCOUNT_KEY_PATH: (path, options) => serviceAccountKey(path, options),
  SERVICE_ACCOUNT_KEY: (json, options) => serviceAccountKey(checkJson(json), options),
  YC_API_KEY: (key) => apiKey(key),
  YC_IAM_TOKEN: (token) => iamToken(token),
  YC_METADATA: () => metadata(),
};

/**
 * The cloud as the environment describes it.
 *
 * - `FOLDER_ID` (or `YC_FOLDER_ID`), optional for a service account;
 * - exactly one of `SERVICE_ACCOUNT_KEY_PATH`, `SERVICE_ACCOUNT_KEY` (JSON), `YC_API_KEY`, `YC_IAM_TOKEN`,
 *   `YC_METADATA=1`;
 * - `YC_TOKEN_CACHE`, with a service-account key: `1` or a path keeps the token over the end of the process (see
 *   {@link ServiceAccountKeyOptions.tokenCache});
 * - `YC_STT_ENDPOINT`, `YC_TTS_ENDPOINT`, `YC_LLM_ENDPOINT`, `YC_IAM_ENDPOINT` instead of the cloud's hosts;
 * - `YC_TRUSTED_CA`, the authorities to trust in place of Node's: a file in PEM or its text (see {@link Cloud.trustedCa}).
 *
 * Empty variables count as absent. No `.env` file is read here. Throws `ERR_BAD_CREDENTIALS` when there are none
 * or two of the credentials, or they cannot be used; `ERR_INVALID_OPTION` and `ERR_INSECURE_ENDPOINT` for endpoints.
 *
 * @example
 * ```ts
 * const cloud = fromEnv();
 * const stt = new SpeechKitStt(cloud);
 * ```
 */
export function fromEnv(env: Record<string, string | undefined> = process.env): Cloud {
  checkObject('env', env, 'an object of variables, such as process.env');
  const read = (name: string): string | undefined => {
    const value: unknown = env[name];
    if (value !== undefined && typeof value !== 'string') throw invalidOption(name, value, 'a string');
    return value?.trim() || undefined;
  };
  const endpoint = (service: keyof Endpoints): string => {
    const name = `YC_${service.toUpperCase()}_ENDPOINT`;
    const url = read(name);
    return url === undefined ? cloudEndpoints[service] : checkEndpoint(name, url).origin;
  };
  const endpoints = {
    stt: endpoint('stt'),
    tts: endpoint('tts'),
    llm: endpoint('llm'),
    iam: endpoint('iam'),
  };
  const folderId = read('FOLDER_ID') ?? read('YC_FOLDER_ID');
  const trustedCa = trustedCaFrom(read('YC_TRUSTED_CA'));
  const auth = credentialsFrom(read, {
    endpoint: endpoints.iam,
    ...(trustedCa !== undefined && { trustedCa }),
  });
  return {
    auth,
    endpoints,
    ...(folderId !== undefined && { folderId }),
    ...(trustedCa !== undefined && { trustedCa }),
  };
}

function trustedCaFrom(value: string | undefined): string | undefined {
  if (value === undefined) return undefined;
  let pem = value;
  // A bundle may begin with a comment.
  if (!value.includes('-----BEGIN')) {
    try {
      pem = readFileSync(value, 'utf8');
    } catch (error) {
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw invalidOption('YC_TRUSTED_CA', value, `a file in PEM that can be read (${reason}), or its text`);
    }
  }
  checkTrustedCa('YC_TRUSTED_CA', pem);
  return pem;
}

function credentialsFrom(
  read: (name: string) => string | undefined,
  options: Pick<ServiceAccountKeyOptions, 'endpoint' | 'trustedCa'>,
): Credentials {
  const found = Object.entries(sources).flatMap(([name, make]) => {
    const value = read(name);
    const off = name === 'YC_METADATA' && isOff(value ?? '');
    return value === undefined || off ? [] : [{ name, make, value }];
  });
  const [first, second] = found;
  if (first === undefined) {
    throw badCredentials(`No credentials in the environment; set one of ${Object.keys(sources).join(', ')}.`);
  }
  if (second !== undefined) {
    const names = found.map(({ name }) => name).join(' and ');
    throw badCredentials(
      `The environment has more than one kind of credentials, ${names}; unset all but one.`,
    );
  }
  const cache = read('YC_TOKEN_CACHE');
  return first.make(first.value, {
    ...options,
    ...(cache !== undefined &&
      !isOff(cache) && { tokenCache: cache === '1' || cache === 'true' ? true : cache }),
  });
}

function isOff(value: string): boolean {
  return ['0', 'false', 'no', 'off'].includes(value.toLowerCase());
}

function checkJson(text: string): string {
  if (text.startsWith('{')) return text;
  throw badCredentials(
    'SERVICE_ACCOUNT_KEY is not JSON; put the text of the key file there, or its path into SERVICE_ACCOUNT_KEY_PATH.',
  );
}
