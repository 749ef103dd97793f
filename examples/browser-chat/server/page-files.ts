import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { VoiceError } from '@rechka/core';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The page loads its own files, talks to its own server, uses the microphone, and nothing else. */
const headers = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'permissions-policy': 'microphone=(self), camera=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/**
 * Answers requests for the files of a built page, which are read once. Gives `false` for what is none of them.
 * Throws `ERR_MISUSE` for a folder without a page.
 */
export function servePage(folder: string): (request: IncomingMessage, response: ServerResponse) => boolean {
  if (!existsSync(path.join(folder, 'index.html'))) {
    throw new VoiceError({ code: 'ERR_MISUSE', message: `No page in ${folder}: build it first.` });
  }
  const files = new Map<string, { type: string; body: Buffer; cache: string }>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = path.relative(folder, file).split(path.sep).join('/');
    files.set(address === 'index.html' ? '/' : `/${address}`, {
      type: types[path.extname(file)] ?? 'application/octet-stream',
      body: readFileSync(file),
      // The names of assets hold a hash of their content.
      cache: address.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
  }
  return (request, response) => {
    const file = files.get((request.url ?? '').split('?', 1)[0] ?? '');
    if (file === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
    const { type, body, cache } = file;
    response.writeHead(200, {
      ...headers,
      'content-type': type,
      'content-length': body.byteLength,
      'cache-control': cache,
    });
    response.end(request.method === 'HEAD' ? undefined : body);
    return true;
  };
}
