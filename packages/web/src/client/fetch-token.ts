/// <reference lib="dom" />
import { describeClosing, closeCodes } from '../protocol/closing.js';
import { VoiceClientError } from './client-error.js';

/**
 * For `token` of a client: gets each token with a POST to `url`, where a `tokenEndpoint` of `@rechka/web/server`
 * answers. Cookies go with it. A person who may not call (401, 403) gets `ERR_REFUSED` with the reason
 * `unauthorized` at once; any other failure is taken for the network's, and tried again.
 *
 * @example
 * ```ts
 * const client = new VoiceClient({ url: '/voice', token: fetchToken('/token') });
 * ```
 */
export function fetchToken(url: string): () => Promise<string> {
  return async () => {
    const response = await fetch(url, { method: 'POST', credentials: 'include' });
    if (response.status === 401 || response.status === 403) {
      const { reason, message } = describeClosing(closeCodes.unauthorized);
      throw new VoiceClientError('ERR_REFUSED', { reason, message });
    }
    const { token } = (await response.json()) as { token?: unknown };
    if (typeof token !== 'string') throw new Error(`${url} answered ${response.status} without a token.`);
    return token;
  };
}
