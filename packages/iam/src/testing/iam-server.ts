import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { jwtVerify } from 'jose';
import type { ServiceAccountKey } from '../key-file.js';

const pair = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});

/** A key as `yc iam key create` writes it, extra first line and all. */
export const testKey: ServiceAccountKey & Record<string, string> = {
  id: 'ajekey00000000000001',
  service_account_id: 'ajeaccount0000000001',
  created_at: '2026-11-01T00:00:00Z',
  key_algorithm: 'RSA_2048',
  public_key: pair.publicKey,
  private_key: `PLEASE DO NOT REMOVE THIS LINE! Yandex.Cloud SA Key ID <ajekey00000000000001>\n${pair.privateKey}`,
};

/** The n-th token the server gives. */
export const tokenOf = (n: number): string =>
  `t1.9euX${n}kWv7.${'Qz7_'.repeat(15)}${String(n).padStart(4, '0')}`;

/** What the server does instead of answering properly; `undefined` to answer properly. */
export type Fault = (request: { count: number; body: string }, response: ServerResponse) => boolean;

/** A small IAM that verifies the JWT as the real one documents it, and a metadata service. */
export class IamServer {
  /** Requests seen so far. */
  count = 0;
  /** JWTs seen, verified or not. */
  readonly jwts: string[] = [];
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  constructor(
    private readonly options: { lifetimeMs?: number; wallClockMs?: () => number; fault?: Fault } = {},
  ) {}

  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.count++;
    const count = this.count;
    let body = '';
    for await (const chunk of request) body += String(chunk);
    if (this.options.fault?.({ count, body }, response)) return;
    const nowMs = this.options.wallClockMs?.() ?? Date.now();
    const lifetimeMs = this.options.lifetimeMs ?? 12 * 3_600_000;
    const json = (status: number, value: unknown) => {
      response.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `iam-${count}` });
      response.end(JSON.stringify(value));
    };
    if (request.url === '/computeMetadata/v1/instance/service-accounts/default/token') {
      if (request.headers['metadata-flavor'] !== 'Google') {
        json(403, { message: 'Metadata-Flavor is missing' });
        return;
      }
      json(200, { access_token: tokenOf(count), expires_in: lifetimeMs / 1000, token_type: 'Bearer' });
      return;
    }
    if (request.url !== '/iam/v1/tokens' || request.method !== 'POST') {
      json(404, { message: 'not found' });
      return;
    }
    const { jwt } = JSON.parse(body) as { jwt: string };
    this.jwts.push(jwt);
    try {
      const { payload, protectedHeader } = await jwtVerify(jwt, createPublicKey(testKey['public_key']!), {
        audience: 'https://iam.api.cloud.yandex.net/iam/v1/tokens',
        issuer: testKey.service_account_id,
        algorithms: ['PS256'],
        requiredClaims: ['iat', 'exp'],
        currentDate: new Date(nowMs),
      });
      if (protectedHeader.kid !== testKey.id || protectedHeader.typ !== 'JWT')
        throw new Error('wrong kid or typ');
      if (payload.exp! - payload.iat! > 3600) throw new Error('lives too long');
      if (payload.iat! * 1000 > nowMs) throw new Error('issued in the future');
    } catch (error) {
      json(401, { code: 16, message: `JWT ${jwt} is bad: ${(error as Error).message}` });
      return;
    }
    json(200, { iamToken: tokenOf(count), expiresAt: new Date(nowMs + lifetimeMs).toISOString() });
  }
}
