import { checkObject, VoiceError } from '@rechka/core';
import { checkEndpoint } from './check-endpoint.js';
import type { Credentials } from './credentials.js';
import { requestJson } from './http-request.js';
import { checkRefreshOptions, RefreshedCredentials, type RefreshOptions } from './refreshed-credentials.js';
import { ServerClock } from './server-clock.js';
import type { MintedToken } from './minted-token.js';

/** Where a virtual machine or function of Yandex Cloud finds its metadata (source: Compute documents). */
const defaultEndpoint = 'http://169.254.169.254';
const path = '/computeMetadata/v1/instance/service-accounts/default/token';

/** Options of {@link metadata}. */
export interface MetadataOptions extends RefreshOptions {
  /** Default `http://169.254.169.254`. Plain `http:` is allowed anywhere: no credential is sent. */
  endpoint?: string;
}

/** Credentials of the service account attached to the virtual machine or function this runs on. */
export function metadata(options: MetadataOptions = {}): Credentials {
  checkObject('options', options, 'an object');
  const { origin } = checkEndpoint('metadata endpoint', options.endpoint ?? defaultEndpoint, {
    plaintext: 'anywhere',
  });
  const checked = checkRefreshOptions(options);
  const { clock, wallClockMs, requestTimeoutMs: deadlineMs, trustedCa } = checked;
  const serverClock = new ServerClock(wallClockMs);

  const mint = async (): Promise<MintedToken> => {
    const { access_token: value, expires_in: seconds } = await requestJson({
      peer: 'the metadata service',
      url: `${origin}${path}`,
      init: { headers: { 'metadata-flavor': 'Google' } },
      clock,
      deadlineMs,
      trustedCa,
      secret: '',
      serverClock,
    });
    if (typeof value !== 'string' || value === '' || typeof seconds !== 'number') {
      throw new VoiceError({
        code: 'ERR_PROTOCOL',
        message: `The answer of the metadata service at ${origin} has no access_token or expires_in.`,
      });
    }
    return { value, lifetimeMs: seconds * 1000 };
  };
  return new RefreshedCredentials('metadata', `from ${origin}`, mint, checked);
}
