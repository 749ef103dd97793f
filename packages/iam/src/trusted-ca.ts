import { request } from 'node:https';
import { createSecureContext } from 'node:tls';
import { checkText, invalidOption } from '@rechka/core';

/** Checks certificates of authorities in PEM. Throws `ERR_INVALID_OPTION`. */
export function checkTrustedCa(name: string, pem: unknown): asserts pem is string {
  checkText(name, pem);
  const expected =
    'one or more certificates in PEM (-----BEGIN CERTIFICATE-----…), the text and not its path';
  if (!pem.includes('-----BEGIN CERTIFICATE-----')) throw invalidOption(name, pem, expected);
  try {
    createSecureContext({ ca: pem });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalidOption(name, 'PEM that cannot be read', `${expected} (${reason})`);
  }
}

/** How one request is made; as much of `fetch` as is needed here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/**
 * `fetch` over HTTPS that trusts `ca` (PEM) and nobody else: that of Node has no option for it. Takes a body of text and
 * a `signal`, and follows no redirect.
 */
export function fetchTrusting(ca: string): Fetch {
  return (url, { method = 'GET', headers, body, signal }) =>
    new Promise((resolve, reject) => {
      // As `fetch` fails: the reason is the cause.
      const fail = (error: Error) => reject(new TypeError('fetch failed', { cause: error }));
      const outgoing = request(
        url,
        {
          ca,
          method,
          headers: Object.fromEntries(new Headers(headers)),
          // A token an hour is worth no open connection.
          agent: false,
          ...(signal && { signal }),
        },
        (incoming) => {
          const parts: Uint8Array[] = [];
          incoming.on('data', (part: Uint8Array) => parts.push(part));
          incoming.on('error', fail);
          incoming.on('end', () => {
            const answered = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
              values.map((value): [string, string] => [name, value]),
            );
            const status = incoming.statusCode ?? 500;
            const text = status === 204 || status === 304 ? null : Buffer.concat(parts);
            resolve(new Response(text, { status, headers: answered }));
          });
        },
      );
      outgoing.on('error', fail);
      outgoing.end(typeof body === 'string' ? body : undefined);
    });
}
