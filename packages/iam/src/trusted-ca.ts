import { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { checkText, invalidOption } from '@rechka/core';

/** Checks certificates of authorities in PEM. Throws `ERR_INVALID_OPTION`. */
export function checkTrustedCa(name: string, pem: unknown): asserts pem is string {
  checkText(name, pem);
  const expected =
    'one or more certificates in PEM (-----BEGIN CERTIFICATE-----…), the text and not its path';
  const certificates = pem.match(certificate) ?? [];
  if (certificates.length === 0) throw invalidOption(name, pem, expected);
  // One by one: TLS passes over what it cannot read, and all that stands behind it.
  for (const [index, text] of certificates.entries()) {
    try {
      new X509Certificate(text);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw invalidOption(
        name,
        `PEM whose certificate ${index + 1} cannot be read`,
        `${expected} (${reason})`,
      );
    }
  }
}

/** One in PEM, also if its end is missing. */
const certificate = /-----BEGIN CERTIFICATE-----[^-]*(?:-----END CERTIFICATE-----)?/g;

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
      const fail = (error: unknown) => reject(new TypeError('fetch failed', { cause: error }));
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
            try {
              resolve(responseOf(incoming, Buffer.concat(parts)));
            } catch (error) {
              // A status that there is not: thrown here, it would end the process.
              fail(error);
            }
          });
        },
      );
      outgoing.on('error', fail);
      outgoing.end(typeof body === 'string' ? body : undefined);
    });
}

/** Statuses whose answers have no body. */
const bodiless = [204, 205, 304];

function responseOf(incoming: IncomingMessage, body: Buffer<ArrayBuffer>): Response {
  const headers = Object.entries(incoming.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  );
  const status = incoming.statusCode ?? 500;
  return new Response(bodiless.includes(status) ? null : body, { status, headers });
}
