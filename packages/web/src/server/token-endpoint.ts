import type { IncomingMessage, ServerResponse } from 'node:http';
import { checkFunction, checkObject, invalidOption } from '@rechka/core';
import type { TokenResponse } from '../protocol/index.js';
import type { Identity } from './browser-call.js';
import type { CallTokens } from './call-tokens.js';
import { checkOrigins, originAllowed } from './origins.js';
import { warn } from './warn.js';

/** What a {@link tokenEndpoint} needs. */
export interface TokenEndpointOptions {
  tokens: CallTokens;
  /** Who asks, by a session cookie or whatever your site has; `undefined` if nobody who may call. */
  authorize: (request: IncomingMessage) => Identity | undefined | Promise<Identity | undefined>;
  /** Pages that may ask, such as `https://example.ru`. Default: those of the same address as the request. */
  origins?: readonly string[];
  /** Told when `authorize` throws. Default: a warning of the process. */
  onError?: (error: unknown) => void;
}

/**
 * Answers `POST` with a token for one call, as JSON; 401 for those whom `authorize` does not know, 403 for pages of other
 * addresses. For `node:http`, and as a route of Express and the like.
 *
 * Throws `ERR_INVALID_OPTION` for options that cannot be used, and origins that are none.
 *
 * @example
 * ```ts
 * app.post('/token', tokenEndpoint({ tokens, authorize: ({ headers }) => sessionOf(headers.cookie) }));
 * ```
 */
export function tokenEndpoint(
  options: TokenEndpointOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  checkObject('options', options, 'an object with tokens and authorize');
  const { tokens, authorize, origins, onError = warn } = options;
  if (typeof (tokens as Partial<CallTokens> | null | undefined)?.issue !== 'function')
    throw invalidOption('tokens', tokens, 'what callTokens() gives');
  checkFunction('authorize', authorize, 'a function that says who asks');
  checkFunction('onError', onError);
  checkOrigins(origins);
  /** The status to answer with, and the token if there is one. */
  const decide = async (request: IncomingMessage): Promise<[status: number, body?: TokenResponse]> => {
    if (!originAllowed(request, origins)) return [403];
    if (request.method === 'OPTIONS') return [204];
    if (request.method !== 'POST') return [405];
    try {
      const identity = await authorize(request);
      if (identity === undefined) return [401];
      return [200, { token: tokens.issue(identity.id), expiresInMs: tokens.ttlMs }];
    } catch (error) {
      onError(error);
      return [500];
    }
  };
  return async (request, response) => {
    request.resume();
    const [status, body] = await decide(request);
    const { origin } = request.headers;
    response.writeHead(status, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(status !== 403 && origin !== undefined && origins !== undefined && crossOrigin(origin)),
    });
    response.end(body && JSON.stringify(body));
  };
}

/** What lets a page of another, listed address read the answer. */
function crossOrigin(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'content-type, authorization',
    vary: 'origin',
  };
}
