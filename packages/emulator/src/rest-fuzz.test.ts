import { once } from 'node:events';
import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator.js';
import { FuzzedEmulator, runs } from './test-support/fuzzed-emulator.js';
import { restCall } from './test-support/rest-client.js';

const fuzzed = new FuzzedEmulator();

describe('REST', () => {
  const jsonBodies = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .record({
        jwt: fc.oneof(
          fc.string(),
          fc.integer(),
          fc.constant(null),
          fc.string({ minLength: 8001, maxLength: 9000 }),
        ),
      })
      .map((body) => JSON.stringify(body)),
    fc.constant('{"__proto__":{"jwt":"x"}}'),
    fc.constant(`{"jwt":"${'a'.repeat(70_000)}"}`),
  );
  const targets = fc.oneof(
    fc.constantFrom(
      '/iam/v1/tokens',
      '/iam/v1/tokens?x=%',
      '/computeMetadata/v1/instance/service-accounts/default/token',
    ),
    fc.constantFrom(
      '//',
      '//[',
      '/%zz',
      '*',
      'http://[',
      '/foundationModels/v1/completion',
      '/v1/chat/completions',
    ),
    fc.webPath(),
  );

  it('answers anything with a documented status and a JSON body', async () => {
    const property = fc.asyncProperty(
      targets,
      fc.constantFrom('GET', 'POST', 'DELETE', 'OPTIONS'),
      jsonBodies,
      async (target, method, body) => {
        const answer = await overTcp(
          `${method} ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
        );
        const code = Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1]);
        expect([200, 400, 401, 403, 404, 405, 429, 501]).toContain(code);
      },
    );
    await fc.assert(property, runs);
  });

  it('survives what is no HTTP, and requests that break off', async () => {
    const property = fc.asyncProperty(
      fc.oneof(
        fc.string(),
        fc.constant('POST /iam/v1/tokens HTTP/1.1\r\nhost: x\r\ncontent-length: 500\r\n\r\n{"jwt":'),
        fc.constant('POST /iam/v1/tokens HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'),
      ),
      async (text) => {
        await overTcp(text, 20);
      },
    );
    await fc.assert(property, runs);
  });

  /** A right request of each route, any part of which may become something else. */
  const uri = 'gpt://b1gemulatedfolder000/yandexgpt';
  const tool = { function: { name: 'book', description: 'Записывает', parameters: { type: 'object' } } };
  const native = {
    modelUri: uri,
    completionOptions: {
      stream: true,
      temperature: 0.3,
      maxTokens: '20',
      reasoningOptions: { mode: 'DISABLED' },
    },
    messages: [
      { role: 'system', text: 'Отвечай коротко.' },
      { role: 'user', text: 'Привет' },
    ],
    tools: [tool],
    toolChoice: { mode: 'AUTO' },
    parallelToolCalls: true,
  };
  const toolCalls = [{ id: 'book', type: 'function', function: { name: 'book', arguments: '{"day":5}' } }];
  const routes: readonly [method: 'GET' | 'POST', path: string, body: object][] = [
    ['POST', '/foundationModels/v1/completion', native],
    [
      'POST',
      '/foundationModels/v1/completion',
      { ...native, tools: [], jsonSchema: { schema: { type: 'object' } } },
    ],
    ['POST', '/foundationModels/v1/completionAsync', native],
    ['POST', '/foundationModels/v1/tokenize', { modelUri: uri, text: 'раз два' }],
    ['POST', '/foundationModels/v1/tokenizeCompletion', native],
    [
      'POST',
      '/v1/chat/completions',
      {
        model: uri,
        stream: true,
        max_tokens: 20,
        tool_choice: 'auto',
        tools: [{ type: 'function', ...tool }],
        messages: [
          { role: 'user', content: 'Запишите' },
          { role: 'assistant', tool_calls: toolCalls },
          { role: 'tool', tool_call_id: 'book', content: 'готово' },
          { role: 'user', content: [{ type: 'text', text: 'Спасибо' }] },
        ],
        response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
      },
    ],
    ['GET', '/v1/models', {}],
    ['GET', '/operations/d7q', {}],
    ['GET', '/operations/d7q:cancel', {}],
    [
      'POST',
      '/tts/v3/utteranceSynthesis',
      {
        text: 'да',
        hints: [
          { voice: 'alena' },
          { role: 'good' },
          { duration: { policy: 'MIN_DURATION', durationMs: '900' } },
        ],
        outputAudioSpec: { rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: '8000' } },
        loudnessNormalizationType: 'LUFS',
        unsafeMode: true,
      },
    ],
    ['POST', '/iam/v1/tokens', { jwt: 'e30.e30.e30' }],
    ['POST', '/iam/v1/tokens:createForServiceAccount', { serviceAccountId: 'aje' }],
    ['POST', '/iam/v1/tokens:revoke', { iamToken: 't1.' }],
    ['GET', '/computeMetadata/v1/instance/service-accounts/default/token', {}],
  ];
  const values = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(null, '', -1, 1e300, '9'.repeat(40), {}, [], [null], 'да'),
  );

  /** `json` with the part at a place, counted through all of it, replaced. */
  function changed(json: unknown, at: number, value: unknown): unknown {
    let seen = 0;
    const walk = (part: unknown): unknown => {
      if (seen++ === at) return value;
      if (Array.isArray(part)) return part.map(walk);
      if (typeof part !== 'object' || part === null) return part;
      return Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, walk(inner)]));
    };
    return walk(json);
  }

  it('anything in place of anything gets a documented status, and an answer that can be read', async () => {
    const changes = fc.array(fc.tuple(fc.nat({ max: 40 }), values), { maxLength: 3 });
    for (const [method, path, body] of routes) {
      const property = fc.asyncProperty(changes, async (made) => {
        const request = made.reduce<unknown>((json, [at, value]) => changed(json, at, value), body);
        const answer = await restCall(fuzzed.emulator, path, method === 'GET' ? undefined : request, {
          headers: { authorization: 'Api-Key key', 'metadata-flavor': 'Google' },
        });
        if (answer.status === 500)
          expect(answer.text, path).toContain('The scripted reply does not fit the request');
        else expect([200, 400, 401, 404], path).toContain(answer.status);
        // One JSON object, or one a line or an event.
        for (const line of answer.text.split('\n').filter((text) => !['', 'data: [DONE]'].includes(text)))
          expect(() => JSON.parse(line.replace(/^data: /, '')) as unknown, line).not.toThrow();
      });
      await fc.assert(property, { numRuns: 15 });
    }
  });

  /** Sends bytes and gives what came back until the other end closed, or for so long. */
  async function overTcp(text: string, patienceMs = 5000): Promise<string> {
    const socket = connect(Number(new URL(fuzzed.emulator.http).port), '127.0.0.1').on(
      'error',
      () => undefined,
    );
    let answer = '';
    socket.on('data', (data) => (answer += data.toString()));
    socket.write(text);
    await Promise.race([
      once(socket, 'close'),
      new Promise((resolve) => setTimeout(resolve, patienceMs).unref()),
    ]);
    socket.destroy();
    return answer;
  }
});

describe('the control endpoint', () => {
  it('answers anything with a status and JSON, and lets nobody in without the token', async () => {
    const controlled = await startEmulator({ controlPort: 0, iam: { apiKeys: ['key'] } });
    const { url, token } = controlled.control!;
    const ask = async (method: string, path: string, body: string, authorization = `Bearer ${token}`) => {
      const response = await fetch(`${url}${path}`, {
        method,
        headers: { authorization },
        ...(method === 'GET' ? {} : { body }),
      });
      return { code: response.status, text: await response.text() };
    };
    const words = fc.tuple(
      fc.constantFrom(
        'service',
        'phase',
        'ms',
        'status',
        'stall',
        'drip',
        'call',
        'times',
        'refuse',
        'nobody',
      ),
      fc.oneof(
        fc.constantFrom('stt', 'speech', '5..9', '-1', 'UNAVAILABLE', 'forever', '9/9', '""', '\\'),
        fc.string(),
      ),
    );
    const bodies = fc.oneof(
      fc.json(),
      fc.string(),
      fc.array(words).map((pairs) => pairs.map(([name, value]) => `${name}=${value}`).join(' ')),
    );
    const targets = fc.oneof(
      fc.constantFrom(
        '/state',
        '/faults',
        '/faults/log',
        '/faults/%E0',
        '/streams',
        '/streams/a/audio.wav',
        '/log',
        '//',
        '/',
      ),
      fc.webPath(),
    );
    const property = fc.asyncProperty(
      targets,
      fc.constantFrom('GET', 'POST', 'DELETE', 'PUT'),
      bodies,
      fc.boolean(),
      async (target, method, body, admitted) => {
        const { code, text } = admitted
          ? await ask(method, target, body)
          : await ask(method, target, body, 'Bearer x');
        expect(admitted ? [200, 400, 404, 413] : [401]).toContain(code);
        for (const line of text.split('\n').filter(Boolean))
          expect(() => JSON.parse(line) as unknown).not.toThrow();
        await ask('DELETE', '/faults', '');
      },
    );
    await fc.assert(property, runs);
    expect(JSON.parse((await ask('GET', '/state', '')).text)).toMatchObject({
      faults: 0,
      grpc: controlled.grpc,
    });
    expect((await restCall(controlled, '/v1/models')).status).toBe(200);
    await controlled.close();
  });
});
