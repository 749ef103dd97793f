import { X509Certificate } from 'node:crypto';
import { get } from 'node:https';
import { connect as connectHttp2 } from 'node:http2';
import { connect as connectTcp, createServer, type AddressInfo } from 'node:net';
import { connect } from 'node:tls';
import { Client, credentials, Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { afterEach, describe, expect, it } from 'vitest';
import { TokenizerService, type TokenizeResponse } from '@rechka/proto/gpt';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { makeTestCertificate } from './test-certificate.js';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const emulator = await startEmulator({
    tls: true,
    controlPort: 0,
    iam: { apiKeys: ['test-key'] },
    ...options,
  });
  closers.push(() => emulator.close());
  return emulator;
}

/** One unary call over TLS that trusts `ca`, or the well-known authorities. */
function tokenize(emulator: Emulator, ca?: string, host = '127.0.0.1'): Promise<TokenizeResponse> {
  const { port } = new URL(emulator.grpc);
  const client = new Client(
    `${host}:${port}`,
    credentials.createSsl(ca === undefined ? null : Buffer.from(ca)),
  );
  closers.push(() => client.close());
  const { path, request, response } = TokenizerService.tokenize;
  const metadata = new Metadata();
  metadata.set('authorization', 'Api-Key test-key');
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      path,
      (value: object) => Buffer.from(request.encode(value)),
      (bytes) => response.decode(bytes),
      { modelUri: `gpt://${emulator.folderId}/yandexgpt-lite`, text: 'ключ' },
      metadata,
      { deadline: Date.now() + 20_000 },
      (error, value) => (error === null && value !== undefined ? resolve(value) : reject(error as Error)),
    );
  });
}

/** Status and body of a GET over HTTPS. */
function fetchTls(url: string, ca: string | undefined, headers: Record<string, string> = {}) {
  return new Promise<{ code: number | undefined; body: string }>((resolve, reject) => {
    const request = get(url, { ...(ca !== undefined && { ca }), headers, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('error', reject).on('end', () => resolve({ code: response.statusCode, body }));
    });
    request.on('error', reject);
  });
}

describe('an emulator over TLS', () => {
  it('serves gRPC to clients that trust its authority, and to no others', async () => {
    const emulator = await start();
    expect(emulator.grpc).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect((await tokenize(emulator, emulator.tls?.ca)).tokens.length).toBeGreaterThan(0);
    expect((await tokenize(emulator, emulator.tls?.ca, 'localhost')).tokens.length).toBeGreaterThan(0);
    const refused = await tokenize(emulator).catch((error: unknown) => error as ServiceError);
    expect(refused).toMatchObject({ code: status.UNAVAILABLE });
    const other = makeTestCertificate(['127.0.0.1']).ca;
    await expect(tokenize(emulator, other)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    // None of the refused ones came as far as a call.
    expect(emulator.calls({ service: 'tokenizer' })).toHaveLength(2);
  });

  it('agrees on HTTP/2 for gRPC and on HTTP/1.1 for the rest', async () => {
    const emulator = await start();
    const agreed = (url: string) =>
      new Promise((resolve, reject) => {
        const { port } = new URL(url);
        const socket = connect(
          { host: '127.0.0.1', port: Number(port), ca: emulator.tls?.ca, ALPNProtocols: ['h2', 'http/1.1'] },
          () => {
            resolve(socket.alpnProtocol);
            socket.destroy();
          },
        );
        socket.on('error', reject);
      });
    expect(await agreed(emulator.grpc)).toBe('h2');
    expect(await agreed(emulator.http)).toBe('http/1.1');
    expect(await agreed(emulator.control!.url)).toBe('http/1.1');
  });

  it('serves REST and the control endpoint', async () => {
    const emulator = await start();
    const ca = emulator.tls?.ca;
    const token = `${emulator.http}/computeMetadata/v1/instance/service-accounts/default/token`;
    const answer = await fetchTls(token, ca, { 'metadata-flavor': 'Google' });
    expect(answer).toMatchObject({ code: 200, body: expect.stringContaining('t1.') as string });
    const authorization = `Bearer ${emulator.control!.token}`;
    const state = await fetchTls(`${emulator.control!.url}/state`, ca, { authorization });
    expect(JSON.parse(state.body)).toMatchObject({ grpc: emulator.grpc });
    await expect(fetchTls(token, undefined)).rejects.toThrow(/certificate/);
  });

  it('resets connections under TLS too, and outlives clients that speak plain text', async () => {
    const emulator = await start({
      faults: [
        { id: 'refuse', times: 1, do: { refuse: 'grpc' } },
        { id: 'reset', service: 'metadata', times: 1, do: { disconnect: 'reset' } },
      ],
    });
    const ca = emulator.tls?.ca;
    const token = `${emulator.http}/computeMetadata/v1/instance/service-accounts/default/token`;
    await expect(fetchTls(token, ca)).rejects.toMatchObject({ code: 'ECONNRESET' });
    await expect(tokenize(emulator, ca)).rejects.toMatchObject({ code: status.UNAVAILABLE });
    await expect(fetch(emulator.http.replace('https', 'http'))).rejects.toThrow();
    expect((await tokenize(emulator, ca)).tokens.length).toBeGreaterThan(0);
    expect(emulator.faults.log.map(({ fault }) => fault)).toEqual(['reset', 'refuse']);
  });

  it('hints in the log at clients that speak plain text, and over plain text at those that speak TLS', async () => {
    const hints = ({ log }: Emulator) =>
      log.flatMap((event) => (event.type === 'connection' ? [[event.port, event.message]] : []));
    const plainly = (url: string) => fetch(url.replace('https:', 'http:')).catch(() => undefined);
    const secured = await start();
    await plainly(secured.http);
    await plainly(secured.control!.url);
    await new Promise((resolve) =>
      connectHttp2(secured.grpc.replace('https:', 'http:'))
        .on('error', () => undefined)
        .on('close', resolve),
    );
    await expect
      .poll(() => hints(secured))
      .toEqual(
        ['http', 'control', 'grpc'].map((port) => [
          port,
          expect.stringMatching(/plain text, and this port TLS: use https/) as string,
        ]),
      );

    const plain = await start({ tls: false });
    for (const { port } of [plain.http, plain.control!.url, plain.grpc].map((url) => new URL(url))) {
      const socket = connect({ host: '127.0.0.1', port: Number(port) }).on('error', () => undefined);
      await new Promise((resolve) => socket.on('close', resolve));
    }
    await expect
      .poll(() => hints(plain))
      .toEqual(
        ['http', 'control', 'grpc'].map((port) => [
          port,
          expect.stringMatching(/the client speaks TLS, and this port plain text/) as string,
        ]),
      );
    expect((await fetch(`${plain.http}/nowhere`)).status).toBe(404);
  });

  it('hints in the log at clients that do not trust it', async () => {
    const emulator = await start();
    const { port } = new URL(emulator.http);
    // Node's clients just hang up. OpenSSL's and BoringSSL's answer the certificate with this alert, «unknown CA».
    const alert = Uint8Array.of(0x15, 3, 3, 0, 2, 2, 48);
    const server = connectTcp(Number(port), '127.0.0.1').on('error', () => undefined);
    const between = createServer((client) => {
      client.once('data', (hello) => server.write(hello)).on('error', () => undefined);
      server.once('data', () => server.write(alert));
    });
    await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve));
    const { port: portBetween } = between.address() as AddressInfo;
    const socket = connect({ host: '127.0.0.1', port: portBetween }).on('error', () => undefined);
    await expect.poll(() => emulator.log.length).toBeGreaterThan(0);
    for (const open of [socket, server]) open.destroy();
    between.close();
    expect(emulator.log[0]).toMatchObject({
      type: 'connection',
      message: expect.stringMatching(/does not trust/) as string,
    });
  });

  it('comes back after a restart, and closes', async () => {
    const emulator = await start();
    await emulator.restart();
    expect((await tokenize(emulator, emulator.tls?.ca)).tokens.length).toBeGreaterThan(0);
    await emulator.close();
    await expect(tokenize(emulator, emulator.tls?.ca)).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });

  it('takes a certificate of its user', async () => {
    const { ca, cert, key } = makeTestCertificate(['speech.test', '127.0.0.1']);
    const emulator = await start({ tls: { cert, key } });
    expect(emulator.tls?.ca).toBe(cert);
    expect((await tokenize(emulator, ca)).tokens.length).toBeGreaterThan(0);
    // One that somebody else signed vouches for nobody, not even itself.
    await expect(tokenize(emulator, cert)).rejects.toMatchObject({ code: status.UNAVAILABLE });
  });

  it('says what is wrong with a certificate, without its key', async () => {
    const { cert, key } = makeTestCertificate(['localhost']);
    const other = makeTestCertificate(['localhost']).key;
    for (const tls of [
      { cert, key: other },
      { cert: 'cert.pem', key },
    ]) {
      const error = await startEmulator({ tls }).catch((reason: unknown) => reason as Error);
      expect(error).toMatchObject({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringContaining('tls') as string,
      });
      expect((error as Error).message).not.toContain('PRIVATE KEY');
    }
  });
});

describe('a certificate of ours', () => {
  const { ca, cert } = makeTestCertificate(['localhost', '127.0.0.1', '::1', 'fd00::12:3', 'speech.test']);
  const authority = new X509Certificate(ca);
  const server = new X509Certificate(cert);

  it('is for the hosts it was made for, and for no others', () => {
    expect([server.checkHost('localhost'), server.checkHost('speech.test')]).toEqual([
      'localhost',
      'speech.test',
    ]);
    for (const address of ['127.0.0.1', '::1', 'fd00::12:3']) expect(server.checkIP(address)).toBe(address);
    expect([server.checkHost('example.org'), server.checkIP('10.0.0.1')]).toEqual([undefined, undefined]);
  });

  it('comes from its authority, which alone may sign', () => {
    expect(server.verify(authority.publicKey) && server.checkIssued(authority)).toBe(true);
    expect([authority.ca, server.ca]).toEqual([true, false]);
    expect(authority.fingerprint256).not.toBe(
      new X509Certificate(makeTestCertificate(['localhost']).ca).fingerprint256,
    );
  });

  it('is good from yesterday for a year', () => {
    const days = (text: string) => (Date.parse(text) - Date.now()) / 86_400_000;
    expect(days(server.validFrom)).toBeCloseTo(-1, 1);
    expect(days(server.validTo)).toBeCloseTo(365, 1);
  });
});
