import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { fromEnv } from './from-env.js';
import { checkTrustedCa, fetchTrusting } from './trusted-ca.js';

const identity = new URL('../../rpc/src/testing/loopback-tls/', import.meta.url);
const cert = readFileSync(new URL('cert.pem', identity), 'utf8');
const key = readFileSync(new URL('key.pem', identity), 'utf8');
const broken = '-----BEGIN CERTIFICATE-----\nZm9v\n-----END CERTIFICATE-----\n';

describe('checkTrustedCa', () => {
  it.each([
    ['one certificate', cert],
    ['one of a file with the line ends of Windows', cert.replaceAll('\n', '\r\n')],
    ['several, with comments', `# Ours\n${cert}\n# Theirs\n${cert}`],
  ])('takes %s', (_, pem) => {
    expect(() => checkTrustedCa('trustedCa', pem)).not.toThrow();
    const { trustedCa } = fromEnv({ YC_API_KEY: 'AQVNkey00000000000000000', YC_TRUSTED_CA: pem });
    expect(trustedCa).toBe(pem.trim());
  });

  it.each([
    ['nothing', undefined, 'trustedCa'],
    ['an empty text', ' ', 'trustedCa'],
    ['bytes', new Uint8Array(3), 'trustedCa'],
    ['a path', '/etc/ssl/root.pem', 'the text and not its path'],
    ['a key', key, 'one or more certificates'],
    ['what is no certificate', broken, 'certificate 1 cannot be read'],
    ['one that is cut off', cert.slice(0, cert.length / 2), 'certificate 1 cannot be read'],
    ['a good one and a bad one', `${cert}${broken}`, 'certificate 2 cannot be read'],
  ])('refuses %s', (_, pem, text) => {
    expect(() => checkTrustedCa('trustedCa', pem)).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining(text) as string,
      }),
    );
  });
});

describe('fetchTrusting', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer({ key, cert }, listener).listen(0, '127.0.0.1');
    closers.push(() => server.close());
    await once(server, 'listening');
    return `https://localhost:${(server.address() as AddressInfo).port}/`;
  }

  it('sends text with headers, and answers with all of a response', async () => {
    const url = await serve((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        response.writeHead(418, { 'set-cookie': ['a=1', 'b=2'] });
        response.write(`${request.method} ${String(request.headers['x-one'])} `);
        setImmediate(() => response.end(body));
      });
    });
    const response = await fetchTrusting(cert)(url, {
      method: 'POST',
      headers: { 'x-one': '1' },
      body: 'ключ',
    });
    expect([response.status, response.headers.getSetCookie()]).toEqual([418, ['a=1', 'b=2']]);
    expect(await response.text()).toBe('POST 1 ключ');
  });

  it.each([204, 205, 304])('answers with a status %i, which has no body', async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    expect(await fetchTrusting(cert)(url, {})).toMatchObject({ status, body: null });
  });

  it.each([
    ['a status that there is not', 999],
    ['half an answer', 200],
  ])('rejects as fetch does for %s', async (_, status) => {
    const url = await serve((_request, response) => {
      response.writeHead(status, { 'content-length': status === 200 ? 100 : 2 });
      response.write('да'.slice(0, 1), () => (status === 200 ? response.destroy() : response.end()));
    });
    await expect(fetchTrusting(cert)(url, {})).rejects.toMatchObject({
      name: 'TypeError',
      message: 'fetch failed',
      cause: expect.any(Error) as Error,
    });
  });

  it('ends with its signal', async () => {
    const stop = new AbortController();
    const url = await serve(() => stop.abort());
    await expect(fetchTrusting(cert)(url, { signal: stop.signal })).rejects.toMatchObject({
      cause: { name: 'AbortError' },
    });
  });
});
