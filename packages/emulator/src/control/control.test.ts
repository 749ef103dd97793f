import { request } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { headers, OfficialSdk, refusalOf } from '../test-support/official-sdk.js';

const key = headers({ authorization: 'Api-Key key' });

describe('the control endpoint', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  afterEach(async () => {
    sdk.close();
    await emulator.close();
  });

  const start = async () => {
    emulator = await startEmulator({ controlPort: 0, keepAudio: true, iam: { apiKeys: ['key'] } });
    sdk = new OfficialSdk(emulator);
  };

  async function ask(
    method: string,
    path: string,
    body?: string,
  ): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${emulator.control!.url}${path}`, {
      method,
      headers: { authorization: `Bearer ${emulator.control!.token}` },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, body: await response.json() };
  }

  /** A request whose headers fetch would not let us choose. */
  function raw(values: Record<string, string>): Promise<number> {
    return new Promise((resolve, reject) => {
      request(`${emulator.control!.url}/state`, { headers: values }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .on('error', reject)
        .end();
    });
  }

  it('lets in who has the token and calls it by a name of this machine', async () => {
    await start();
    const { url, token } = emulator.control!;
    const { port } = new URL(url);
    const authorization = `Bearer ${token}`;
    expect(await raw({ authorization })).toBe(200);
    expect(await raw({ authorization, host: `localhost:${port}` })).toBe(200);
    expect(await raw({ authorization, host: `rebound.example:${port}` })).toBe(403);
    expect(await raw({ authorization, host: `127.0.0.1.rebound.example:${port}` })).toBe(403);
    expect(await raw({})).toBe(401);
    expect(await raw({ authorization: `Bearer ${token}x` })).toBe(401);
    expect(await raw({ authorization: `Bearer ${'x'.repeat(token.length)}` })).toBe(401);
    expect(await raw({ authorization: token })).toBe(401);
  });

  it('adds, lists and removes faults, and tells whom they struck', async () => {
    await start();
    const fault = { service: 'tts', do: { status: 'UNAVAILABLE' } };
    expect(await ask('POST', '/faults', JSON.stringify({ id: 'a', ...fault }))).toEqual({
      status: 200,
      body: { id: 'a' },
    });
    expect(await ask('POST', '/faults', 'service=stt stall=forever')).toEqual({
      status: 200,
      body: { id: 'fault-1' },
    });
    expect((await ask('GET', '/faults')).body).toEqual([
      { id: 'a', ...fault },
      { id: 'fault-1', service: 'stt', do: { stall: 'forever' } },
    ]);
    expect((await refusalOf(sdk.synthesize({ text: 'да' }, key))).code).toBe(14);
    expect((await ask('GET', '/faults/log')).body).toMatchObject([
      { fault: 'a', service: 'tts', action: 'status' },
    ]);
    expect((await ask('DELETE', '/faults/a')).status).toBe(200);
    expect((await ask('DELETE', '/faults/a')).status).toBe(404);
    expect(await sdk.synthesize({ text: 'да' }, key)).toHaveLength(1);
    expect((await ask('DELETE', '/faults')).status).toBe(200);
    expect((await ask('GET', '/faults')).body).toEqual([]);
  });

  it('says what is wrong with a request', async () => {
    await start();
    expect(await ask('POST', '/faults', 'service=stt')).toMatchObject({
      status: 400,
      body: { code: 'ERR_INVALID_OPTION', error: expect.stringMatching(/exactly one of status/) as string },
    });
    expect((await ask('POST', '/faults', ' '.repeat(70_000))).status).toBe(413);
    expect((await ask('GET', '//')).status).toBe(404);
    expect(await ask('GET', '/nothing')).toMatchObject({
      status: 404,
      body: { error: expect.stringMatching(/GET \/state/) as string },
    });
    expect((await ask('GET', '/streams/%E0/audio.wav')).status).toBe(400);
    expect((await ask('GET', '/streams/nobody/audio.wav')).status).toBe(400);
    expect((await ask('POST', '/restart', '[')).status).toBe(400);
    expect((await ask('POST', '/restart', '{"downMs":"soon"}')).status).toBe(400);
    expect((await ask('GET', '/state')).status).toBe(200);
  });

  it('shows streams and their audio, restarts and resets', async () => {
    await start();
    await sdk.synthesize({ text: 'да' }, key);
    const { body } = await ask('GET', '/streams');
    const [{ requestId }] = body as [{ requestId: string }];
    expect(body).toMatchObject([{ service: 'tts', texts: ['да'], state: 'done' }]);
    const authorization = `Bearer ${emulator.control!.token}`;
    const wav = await fetch(`${emulator.control!.url}/streams/${requestId}/audio.wav`, {
      headers: { authorization },
    });
    expect(wav.headers.get('content-type')).toBe('audio/wav');
    expect(Buffer.from(await wav.arrayBuffer()).equals(Buffer.from(emulator.wav(requestId)))).toBe(true);

    expect((await ask('POST', '/restart', '{"downMs":10}')).status).toBe(200);
    await ask('POST', '/faults', 'service=tts http=500');
    expect((await ask('POST', '/reset')).status).toBe(200);
    expect((await ask('GET', '/streams')).body).toEqual([]);
    expect((await ask('GET', '/state')).body).toMatchObject({ grpc: emulator.grpc, open: 0, faults: 0 });
    expect(emulator.log).toEqual([]);
    expect(await sdk.synthesize({ text: 'да' }, key)).toHaveLength(1);
  });

  it('gives the log as JSON lines, and goes on if asked to', async () => {
    await start();
    await sdk.synthesize({ text: 'да' }, key);
    const authorization = `Bearer ${emulator.control!.token}`;
    const whole = await fetch(`${emulator.control!.url}/log`, { headers: { authorization } });
    const lines = (await whole.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines).toEqual(emulator.log);

    const following = await fetch(`${emulator.control!.url}/log?follow`, { headers: { authorization } });
    const reader = following.body!.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    while (text.split('\n').length <= lines.length) text += (await reader.read()).value ?? '';
    await sdk.synthesize({ text: 'нет' }, key);
    while (!text.includes('нет')) text += (await reader.read()).value ?? '';
    await reader.cancel();
    expect(text).not.toContain('Api-Key');
  });

  it('gives a recording as it is made', async () => {
    await start();
    const authorization = `Bearer ${emulator.control!.token}`;
    const following = await fetch(`${emulator.control!.url}/recording`, { headers: { authorization } });
    const reader = following.body!.pipeThrough(new TextDecoderStream()).getReader();
    await sdk.synthesize({ text: 'да' }, key);
    let text = '';
    while (!text.includes('"end"')) text += (await reader.read()).value ?? '';
    await reader.cancel();
    const types = text
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type);
    expect(types).toEqual(['call', 'request', 'response', 'end']);
  });

  it('is not there by default', async () => {
    emulator = await startEmulator();
    sdk = new OfficialSdk(emulator);
    expect(emulator.control).toBeUndefined();
  });
});
