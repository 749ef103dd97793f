import type { IncomingMessage } from 'node:http';
import { invalidOption } from '@rechka/core';

/** Throws `ERR_INVALID_OPTION` unless each is an origin as browsers send it, e.g. `https://example.ru`. */
export function checkOrigins(origins: unknown): void {
  if (origins === undefined) return;
  if (!Array.isArray(origins))
    throw invalidOption('origins', origins, "an array, e.g. ['https://example.ru']");
  for (const origin of origins as unknown[]) {
    if (typeof origin === 'string' && URL.canParse(origin) && new URL(origin).origin === origin) continue;
    throw invalidOption('origins', origin, 'an origin without a path, such as https://example.ru');
  }
}

/**
 * Whether a page of this address may call: one of `origins`, or without a list the page's own server. Programs send
 * no `Origin` and need not: the header protects people whose browsers other pages would use.
 */
export function originAllowed(request: IncomingMessage, origins: readonly string[] | undefined): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  if (origins !== undefined) return origins.includes(origin);
  return URL.canParse(origin) && new URL(origin).host === host;
}
