import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { callTokens } from './call-tokens.js';
import { tokenEndpoint, type TokenEndpointOptions } from './token-endpoint.js';

const invalid = expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error;

describe('callTokens', () => {
  it('are good once', () => {
    const tokens = callTokens();
    const token = tokens.issue('анна');
    expect(token, 'must fit a subprotocol of HTTP').toMatch(/^[\w.-]+$/);
    expect(tokens.redeem(token)).toEqual({ id: 'анна' });
    expect(tokens.redeem(token)).toBeUndefined();
    expect(tokens.redeem(tokens.issue('анна'))).toEqual({ id: 'анна' });
  });

  it('are good for a minute', () => {
    let nowMs = Date.UTC(2026, 0, 1);
    const tokens = callTokens({ wallClockMs: () => nowMs });
    const [first, second] = [tokens.issue('a'), tokens.issue('a')];
    nowMs += 59_999;
    expect(tokens.redeem(first)).toEqual({ id: 'a' });
    nowMs += 1;
    expect(tokens.redeem(second)).toBeUndefined();
    expect(tokens.redeem(first)).toBeUndefined();
  });

  it('are good for whoever has the secret, and nobody else', () => {
    const secret = 'x'.repeat(32);
    const token = callTokens({ secret }).issue('a');
    expect(callTokens().redeem(token)).toBeUndefined();
    const [payload = '', mac = ''] = token.split('.');
    const forged = Buffer.from(Buffer.from(payload, 'base64url').toString().replace('"a"', '"b"'));
    for (const bad of [
      undefined,
      '',
      '.',
      'a.b',
      payload,
      `${payload}.`,
      `${token}.x`,
      `${forged.toString('base64url')}.${mac}`,
    ]) {
      expect(callTokens({ secret }).redeem(bad)).toBeUndefined();
    }
    expect(callTokens({ secret }).redeem(token)).toEqual({ id: 'a' });
  });

  it('refuse what would not be safe, without showing it', () => {
    expect(() => callTokens({ secret: 'hunter2' })).toThrow(invalid);
    expect(() => callTokens({ secret: 'hunter2' })).not.toThrow(/hunter2/);
    expect(() => callTokens({ ttlMs: 3_600_000 })).toThrow(invalid);
    expect(() => callTokens().issue('')).toThrow(invalid);
    expect(() => callTokens().issue('я'.repeat(200))).toThrow(invalid);
  });
});

describe('tokenEndpoint', () => {
  async function ask(options: Partial<TokenEndpointOptions>, init: RequestInit = {}) {
    const tokens = callTokens();
    const errors: unknown[] = [];
    const handler = tokenEndpoint({
      tokens,
      authorize: ({ headers }) => (headers.cookie === 'user=anna' ? { id: 'anna' } : undefined),
      onError: (error) => errors.push(error),
      ...options,
    });
    const server = createServer((request, response) => void handler(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const response = await fetch(`http://127.0.0.1:${port}/token`, {
        method: 'POST',
        ...init,
        headers: { cookie: 'user=anna', ...(init.headers as Record<string, string> | undefined) },
      });
      const body = await response.text();
      return { status: response.status, headers: response.headers, body, tokens, errors };
    } finally {
      server.close();
    }
  }

  it('gives those who have signed in a token for their call', async () => {
    const { status, headers, body, tokens } = await ask({});
    expect(status).toBe(200);
    expect(headers.get('cache-control')).toBe('no-store');
    const answer = JSON.parse(body) as { token: string; expiresInMs: number };
    expect(answer.expiresInMs).toBe(60_000);
    expect(tokens.redeem(answer.token)).toEqual({ id: 'anna' });
  });

  it.each([
    ['nobody', {}, { headers: { cookie: 'user=eve' } }, 401],
    ['a GET', {}, { method: 'GET' }, 405],
    ['a page of another address', {}, { headers: { origin: 'https://evil.example' } }, 403],
    [
      'a page that is not listed',
      { origins: ['https://example.ru'] },
      { headers: { origin: 'https://evil.example' } },
      403,
    ],
    [
      'a listed page',
      { origins: ['https://example.ru'] },
      { headers: { origin: 'https://example.ru' } },
      200,
    ],
    [
      'the preflight of a listed page',
      { origins: ['https://example.ru'] },
      { method: 'OPTIONS', headers: { origin: 'https://example.ru' } },
      204,
    ],
  ])('answers %s', async (_, options, init, expected) => {
    const { status, headers, body } = await ask(options, init);
    expect(status).toBe(expected);
    if (status > 204) expect(body).toBe('');
    const shared = headers.get('access-control-allow-origin');
    expect(shared).toBe(status < 300 ? 'https://example.ru' : null);
  });

  it('tells of an authorize that throws', async () => {
    const { status, errors } = await ask({
      authorize: () => Promise.reject(new Error('the database is down')),
    });
    expect(status).toBe(500);
    expect(errors).toEqual([expect.objectContaining({ message: 'the database is down' })]);
  });

  it('refuses options that cannot be used', () => {
    const tokens = callTokens();
    const authorize = () => undefined;
    for (const options of [
      undefined,
      null,
      {},
      { tokens },
      { tokens: {}, authorize },
      { tokens, authorize, onError: 5 },
      { tokens, authorize, origins: 'https://example.ru' },
    ])
      expect(() => tokenEndpoint(options as never)).toThrow(invalid);
    for (const options of [null, 5, { secret: 5 }, { secret: null }, { ttlMs: 'x' }, { wallClockMs: 5 }])
      expect(() => callTokens(options as never)).toThrow(invalid);
  });

  it('refuses origins that are none', () => {
    for (const origin of ['example.ru', 'https://example.ru/', '*']) {
      expect(() =>
        tokenEndpoint({ tokens: callTokens(), authorize: () => undefined, origins: [origin] }),
      ).toThrow(invalid);
    }
  });
});
