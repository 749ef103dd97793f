import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { restCall } from '../test-support/rest-client.js';
import { virtualTime } from '../testing/index.js';

let emulator: Emulator;

async function start(options: EmulatorOptions = {}): Promise<void> {
  emulator = await startEmulator(options);
}

afterEach(() => emulator.close());

const completion = (text: string, stream = true) => ({
  modelUri: `gpt://${emulator.folderId}/yandexgpt`,
  completionOptions: { stream },
  messages: [{ role: 'user', text }],
});

describe('the REST server', () => {
  it('refuses an unknown path and a wrong method as gateways do', async () => {
    await start();
    expect(await restCall(emulator, '/v1/responses', {})).toMatchObject({
      status: 404,
      text: '404 page not found\n',
    });
    expect(await restCall(emulator, '/foundationModels/v2/completion', {})).toMatchObject({
      status: 404,
      json: { code: 5, message: 'Not Found', details: [] },
    });
    const wrongMethod = await restCall(emulator, '/foundationModels/v1/completion');
    expect(wrongMethod).toMatchObject({ status: 405, json: { code: 12 } });
    expect(wrongMethod.headers.get('allow')).toBe('POST');
    expect((await restCall(emulator, '/v1/models', {})).status).toBe(405);
    expect((await restCall(emulator, '//')).status).toBe(404);
  });

  it('tells its ids and repeats that of the client, whatever comes of the request', async () => {
    await start();
    for (const path of ['/v1/models', '/nowhere']) {
      const { headers } = await restCall(emulator, path, undefined, {
        headers: { 'x-client-request-id': 'my-id' },
      });
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
      expect(headers.get('x-server-trace-id')).toMatch(/^[\da-f]{32}$/);
      expect(headers.get('x-client-request-id')).toBe('my-id');
      const [started] = emulator.log.filter(({ requestId }) => requestId === headers.get('x-request-id'));
      expect(started).toMatchObject({ type: 'call-start', clientRequestId: 'my-id', method: `GET ${path}` });
    }
  });

  it('takes a body in chunks', async () => {
    await start({ gpt: { reply: ['готово'] } });
    const text = JSON.stringify(completion('раз два три', false));
    const call = httpRequest(`${emulator.http}/foundationModels/v1/completion`, {
      method: 'POST',
      headers: { authorization: `Bearer ${emulator.iam.issueToken()}` },
    });
    for (let at = 0; at < text.length; at += 7) call.write(text.slice(at, at + 7));
    call.end();
    const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    expect(response.statusCode).toBe(200);
    expect(Buffer.concat(chunks).toString()).toContain('готово');
  });

  it('refuses a body that is too long for its route, and goes on with the next request', async () => {
    await start();
    const long = JSON.stringify({ jwt: 'a'.repeat(5_000_000) });
    const refused = await restCall(emulator, '/iam/v1/tokens', long);
    expect(refused).toMatchObject({
      status: 400,
      json: { code: 3, message: 'Request body is over 65536 bytes' },
    });
    const taken = await restCall(emulator, '/foundationModels/v1/tokenize', {
      modelUri: `gpt://${emulator.folderId}/yandexgpt`,
      text: 'а'.repeat(70_000),
    });
    expect(taken.status).toBe(200);
    const huge = await restCall(
      emulator,
      '/foundationModels/v1/completion',
      completion('а'.repeat(3_000_000)),
    );
    expect(huge).toMatchObject({ status: 400, json: { error: { grpcCode: 3 } } });
  });

  it('reads the rest of a body that is too long off its connection, where the next request comes', async () => {
    await start();
    const { hostname, port } = new URL(emulator.http);
    const socket = connect(Number(port), hostname);
    let answers = '';
    socket.on('data', (data: Buffer) => (answers += data.toString()));
    const body = JSON.stringify({ jwt: 'a'.repeat(3_000_000) });
    socket.write(`POST /iam/v1/tokens HTTP/1.1\r\nhost: a\r\ncontent-length: ${body.length}\r\n\r\n`);
    // Slowly: the answer is there long before the end of the body.
    for (let at = 0; at < body.length; at += 500_000) {
      socket.write(body.slice(at, at + 500_000));
      if (at === 0) await expect.poll(() => answers).toMatch(/^HTTP\/1\.1 400 [^]+over 65536 bytes/);
    }
    socket.write('GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n');
    await expect.poll(() => answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400', 'HTTP/1.1 404']);
    socket.destroy();
  });

  it.each(['{', '[]', '5', '"text"', '\u0000'])(
    'refuses the body %j, which is no JSON object',
    async (body) => {
      await start();
      const { status, json } = await restCall(emulator, '/foundationModels/v1/completion', body);
      expect(status).toBe(400);
      expect(json).toEqual({
        error: {
          grpcCode: 3,
          httpCode: 400,
          message: 'Request body is not a JSON object',
          httpStatus: 'Bad Request',
          details: [],
        },
      });
    },
  );

  it('survives what is no HTTP, and a client that leaves in the middle of its body', async () => {
    await start({ gpt: { reply: ['готово'] } });
    const { hostname, port } = new URL(emulator.http);
    const garbage = connect(Number(port), hostname);
    garbage.end('\u0000\u0001 HTTP?\r\n\r\n');
    await once(garbage.resume(), 'close');
    const half = connect(Number(port), hostname);
    half.write(
      `POST /v1/chat/completions HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${emulator.iam.issueToken()}\r\ncontent-length: 100\r\n\r\n{"mo`,
    );
    await expect.poll(() => emulator.log.length).toBeGreaterThan(0);
    half.destroy();
    await expect.poll(() => emulator.log.at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
    expect(emulator.log.some(({ type }) => type === 'refusal')).toBe(false);
    expect((await restCall(emulator, '/v1/models')).status).toBe(200);
  });

  it('ends the work of a client that goes away', async () => {
    let signal: AbortSignal | undefined;
    await start({
      gpt: {
        maxConcurrent: 1,
        reply: (_, request) => {
          signal ??= request.signal;
          return request.messages.at(-1)?.text === 'жди' ? new Promise(() => undefined) : 'готово';
        },
      },
    });
    const controller = new AbortController();
    const left = restCall(emulator, '/foundationModels/v1/completion', completion('жди'), {
      signal: controller.signal,
    });
    await expect.poll(() => signal).toBeDefined();
    controller.abort();
    await expect(left).rejects.toThrow(/abort/i);
    await expect.poll(() => signal?.aborted).toBe(true);
    await expect.poll(() => emulator.log.at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
    const next = await restCall(emulator, '/foundationModels/v1/completion', completion('дальше'));
    expect(next.text).toContain('готово');
  });

  it('streams in virtual time', async () => {
    const vt = virtualTime();
    const seen = await vt.run(async () => {
      await start({ gpt: { reply: ['один два три'] }, latency: { llmFirstTokenMs: 300, llmTokenMs: 100 } });
      const response = await fetch(`${emulator.http}/foundationModels/v1/completion`, {
        method: 'POST',
        body: JSON.stringify(completion('а')),
        headers: { authorization: `Bearer ${emulator.iam.issueToken()}` },
      });
      const times: number[] = [];
      for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
        times.push(Math.round(vt.now()), ...(chunk.length > 0 ? [] : [-1]));
      }
      await emulator.close();
      return times;
    });
    expect(seen).toEqual([400, 500, 600]);
  });
});
