/** The WebSocket subprotocol; its version is that of the protocol. The server answers with it and nothing else. */
export const subprotocol = 'rechka.v1';

const tokenPrefix = 'token.';

/**
 * What a page offers in `Sec-WebSocket-Protocol`: a token sent there stays out of addresses, and so out of the
 * logs of proxies.
 *
 * @example
 * ```ts
 * const socket = new WebSocket(url, offeredProtocols(token));
 * ```
 */
export function offeredProtocols(token?: string): string[] {
  return token === undefined ? [subprotocol] : [subprotocol, `${tokenPrefix}${token}`];
}

/** The token among the protocols offered, if there is one. */
export function offeredToken(protocols: Iterable<string>): string | undefined {
  for (const name of protocols) if (name.startsWith(tokenPrefix)) return name.slice(tokenPrefix.length);
  return undefined;
}

/** What the token endpoint of the server answers with, as JSON. */
export interface TokenResponse {
  /** For one call: fetched anew for each socket, also when a session is taken up again. */
  token: string;
  /** How long it is good, in ms. */
  expiresInMs: number;
}
