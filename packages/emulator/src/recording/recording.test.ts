import { status } from '@grpc/grpc-js';
import { describe, expect, it, vi } from 'vitest';
import type { EmulatorOptions } from '../emulator-options.js';
import { metadataTokenPath } from '../http/iam-rest.js';
import type { Emulator } from '../start-emulator.js';
import { refusalOf } from '../test-support/official-sdk.js';
import { restCall } from '../test-support/rest-client.js';
import { key, recognise, run, sessionOptions, type Heard } from '../test-support/recognise.js';
import { fromJsonLine, toJsonLine } from './message-json.js';
import type { RecordedLine } from './recorded-line.js';

/** A token, a recognition and two syntheses, of which one is refused. */
async function record(): Promise<{ lines: string[]; heard: Heard; audio: Buffer }> {
  const lines: string[] = [];
  const { heard, audio } = await run(
    { record: (line) => lines.push(line), stt: {}, latency: 'typical', seed: 7 },
    async (_, sdk) => {
      const token = await sdk.authorized();
      const heard = await recognise(sdk, token, { normalization: true });
      const [spoken] = await sdk.synthesize({ text: 'да' }, token);
      await refusalOf(sdk.synthesize({ text: '' }, token));
      return { heard, audio: spoken!.audioChunk!.data };
    },
  );
  return { lines, heard, audio };
}

describe('a recording', () => {
  it('has the messages of both sides with their times, and no credentials', async () => {
    const { lines, heard } = await record();
    const all = lines.map((line) => JSON.parse(line) as RecordedLine);
    const of = (method: RegExp) => {
      const call = all.find((line) => line.type === 'call' && method.test(line.method))?.call;
      return all.filter((line) => line.call === call);
    };
    const recognition = of(/RecognizeStreaming/);
    expect(recognition[0]).toMatchObject({ type: 'call', service: 'stt', atMs: 0 });
    expect(recognition[1]).toMatchObject({ type: 'request', message: { sessionOptions: {} } });
    expect(recognition.filter(({ type }) => type === 'response').map(({ atMs }) => atMs)).toEqual(heard.atMs);
    expect(recognition.at(-1)).toMatchObject({ type: 'end', outcome: 'done', code: 0 });
    expect(recognition).toContainEqual(
      expect.objectContaining({
        type: 'request',
        message: { chunk: { data: { base64: expect.any(String) as string } } },
      }),
    );
    expect(all.filter(({ type }) => type === 'end')).toMatchObject([{ code: 0 }, { code: 0 }, { code: 3 }]);
    const methods = all.flatMap((line) => (line.type === 'call' ? [line.service] : []));
    expect(methods).toEqual(['stt', 'tts', 'tts']);
    expect(lines.join('\n')).not.toMatch(/t1\.|eyJ|authorization/i);
  });

  it('answers a client that does the same in the same way at the same times', async () => {
    const { lines, heard, audio } = await record();
    await run({ replay: lines, seed: 8 }, async (emulator, sdk) => {
      const again = await recognise(sdk, key, { normalization: true });
      expect(again).toEqual(heard);
      const [spoken] = await sdk.synthesize({ text: 'да' }, key);
      expect(spoken!.audioChunk!.data.equals(audio)).toBe(true);
      expect(await refusalOf(sdk.synthesize({ text: '' }, key))).toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: 'Text for synthesis is empty',
      });
      expect(emulator.differences).toEqual([]);
      expect(await refusalOf(sdk.synthesize({ text: 'да' }, key))).toMatchObject({
        code: status.FAILED_PRECONDITION,
        details: 'The recording has no more calls of /speechkit.tts.v3.Synthesizer/UtteranceSynthesis',
      });
    });
  });

  it('tells what a client does otherwise', async () => {
    const { lines } = await record();
    await run({ replay: lines }, async (emulator, sdk) => {
      await recognise(sdk, key, { normalization: false, audio: Buffer.alloc(4000, 1) });
      await sdk.synthesize({ text: 'нет' }, key);
      const [options, chunk, , short, ...rest] = emulator.differences;
      expect(options).toMatchObject({
        request: 1,
        path: expect.stringMatching(/textNormalization/) as string,
      });
      expect(chunk).toMatchObject({
        request: 2,
        path: 'chunk.data',
        recorded: '1600 bytes',
        got: '1600 bytes',
      });
      expect(short).toMatchObject({ request: 4, got: '800 bytes' });
      expect(rest[0]).toMatchObject({ request: 5, path: '', got: undefined });
      expect(rest.at(-1)).toMatchObject({
        method: /Utterance/.exec(rest.at(-1)!.method)?.input,
        path: 'text',
        recorded: 'да',
        got: 'нет',
      });
    });
  });

  it('leaves a call open that its client gave up', async () => {
    const lines: string[] = [];
    const cancel = async (options: object) =>
      run(options, async (_, sdk) => {
        const { call, send, responses } = sdk.recognize(key);
        const over = refusalOf(responses);
        send(sessionOptions());
        setTimeout(() => call.cancel(), 3000);
        return over;
      });
    expect((await cancel({ record: (line: string) => lines.push(line) })).code).toBe(status.CANCELLED);
    expect((JSON.parse(lines.at(-1)!) as { outcome: string }).outcome).toBe('cancelled');
    expect((await cancel({ replay: lines })).code).toBe(status.CANCELLED);
  });

  it.each(['{}', 'nonsense', '{"type":"call"}'])('is not %s', async (line) => {
    await expect(run({ replay: ['', line] }, () => Promise.resolve())).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringMatching(/replay\[1\]/) as string,
    });
  });

  it('goes on without a listener that fails, and so do the calls', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
    let lines = 0;
    const record = () => {
      if (++lines > 1) throw new Error('the disk is full');
    };
    await run({ record }, async (_, sdk) => {
      expect(await sdk.synthesize({ text: 'да' }, key)).toHaveLength(1);
      expect(await sdk.synthesize({ text: 'нет' }, key)).toHaveLength(1);
    });
    expect(lines).toBe(2);
    expect(warned.mock.calls).toEqual([[expect.stringMatching(/the disk is full/), 'RechkaWarning']]);
    warned.mockRestore();
  });

  it('keeps an object apart from bytes that look like it', () => {
    const values = [
      { base64: 'кот' },
      { _base64: { base64: Buffer.from([1, 2]) } },
      { base64: { __base64: [{ base64: 'a' }] }, other: 1 },
      { base64: 5 },
    ];
    expect(fromJsonLine(toJsonLine(values))).toEqual(values);
  });
});

describe('a recording over REST', () => {
  const gpt: EmulatorOptions['gpt'] = { reply: ['Добрый день!', { toolCalls: [] }] };
  const uri = (emulator: Emulator) => `gpt://${emulator.folderId}/yandexgpt`;
  const chat = (emulator: Emulator, stream: boolean) =>
    restCall(emulator, '/v1/chat/completions', {
      model: uri(emulator),
      stream,
      messages: [{ role: 'user', content: 'Привет' }],
    });
  const native = (emulator: Emulator, text: string, stream = true) =>
    restCall(emulator, '/foundationModels/v1/completion', {
      modelUri: uri(emulator),
      completionOptions: { stream },
      messages: [{ role: 'user', text }],
    });

  /** All that is served over REST, streamed and whole, and refused. */
  async function session(emulator: Emulator): Promise<string[]> {
    const answers = [
      await native(emulator, 'Привет'),
      await native(emulator, 'Привет', false),
      await native(emulator, ''.padEnd(100_001, 'а')),
      await chat(emulator, true),
      await chat(emulator, false),
      await restCall(emulator, '/v1/models'),
      await restCall(emulator, '/foundationModels/v1/tokenize', { modelUri: uri(emulator), text: 'раз' }),
      await restCall(emulator, '/tts/v3/utteranceSynthesis', { text: 'да' }),
    ];
    return answers.map(
      ({ status: code, text, headers }) => `${code} ${headers.get('content-type')}\n${text}`,
    );
  }

  it('has what was said both ways, and no credentials', async () => {
    const lines: string[] = [];
    await run({ gpt, record: (line) => lines.push(line) }, async (emulator) => {
      await session(emulator);
      await restCall(emulator, '/iam/v1/tokens', { jwt: 'eyJhbGciOiJQUzI1NiJ9.e30.c2ln' });
      await restCall(emulator, metadataTokenPath, undefined, { headers: { 'metadata-flavor': 'Google' } });
      await restCall(emulator, '/nowhere', { secret: 'eyJ' });
    });
    const all = lines.map((line) => JSON.parse(line) as RecordedLine);
    expect(all.flatMap((line) => (line.type === 'call' ? line.method : []))).toEqual([
      'POST /foundationModels/v1/completion',
      'POST /foundationModels/v1/completion',
      'POST /foundationModels/v1/completion',
      'POST /v1/chat/completions',
      'POST /v1/chat/completions',
      'GET /v1/models',
      'POST /foundationModels/v1/tokenize',
      'POST /tts/v3/utteranceSynthesis',
    ]);
    const [first] = all;
    const streamed = all.filter(({ call }) => call === first!.call);
    expect(streamed[1]).toMatchObject({ type: 'request', message: { messages: [{ text: 'Привет' }] } });
    expect(streamed.filter(({ type }) => type === 'response').length).toBeGreaterThan(1);
    expect(streamed.at(-1)).toMatchObject({ type: 'end', outcome: 'done', code: 0 });
    const ends = all.flatMap((line) => (line.type === 'end' ? [line.code] : []));
    expect(ends).toEqual([0, 0, status.INVALID_ARGUMENT, 0, 0, 0, 0, 0]);
    expect(lines.join('\n')).not.toMatch(/t1\.|eyJ|authorization/i);
  });

  it('answers in the same words at the same times, whole or streamed', async () => {
    const lines: string[] = [];
    const latency = { llmFirstTokenMs: 300, llmTokenMs: 20, ttsFirstAudioMs: 150 } as const;
    const timed = (emulator: Emulator) =>
      session(emulator).then((answers) => ({ answers, endedMs: endMs(emulator) }));
    const endMs = ({ log }: Emulator) => log.at(-1)!.atMs;
    const first = await run({ gpt, latency, record: (line) => lines.push(line) }, timed);
    await run({ replay: lines, seed: 8 }, async (emulator) => {
      expect(await timed(emulator)).toEqual(first);
      expect(emulator.differences).toEqual([]);
      expect(await native(emulator, 'Привет')).toMatchObject({
        status: 500,
        json: { error: { message: expect.stringMatching(/no more calls of POST/) as string } },
      });
    });
    await run({ replay: lines }, async (emulator) => {
      await native(emulator, 'Пока');
      expect(emulator.differences).toMatchObject([
        {
          method: 'POST /foundationModels/v1/completion',
          path: 'messages.0.text',
          recorded: 'Привет',
          got: 'Пока',
        },
      ]);
    });
  });

  it('leaves a call open that its client gave up, and tells of one that a fault cut', async () => {
    const lines: string[] = [];
    /** One call is given up, one gets the answer of a balancer. */
    const calls = async (emulator: Emulator) => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 5000);
      const body = { modelUri: uri(emulator), messages: [{ role: 'user', text: 'Привет' }] };
      const { signal } = controller;
      await expect(restCall(emulator, '/foundationModels/v1/completion', body, { signal })).rejects.toThrow(
        /abort/i,
      );
      return restCall(emulator, '/v1/models');
    };
    await run(
      {
        gpt: { reply: () => new Promise<never>(() => undefined) },
        faults: [{ method: '/v1/models', do: { http: 502 } }],
        record: (line) => lines.push(line),
      },
      async (emulator) => expect((await calls(emulator)).status).toBe(502),
    );
    const ends = lines.map((text) => JSON.parse(text) as RecordedLine).filter(({ type }) => type === 'end');
    expect(ends).toMatchObject([
      { outcome: 'cancelled', atMs: 5000 },
      { outcome: 'cut', atMs: 5000 },
    ]);
    await run({ replay: lines }, async (emulator) => {
      expect(await calls(emulator)).toMatchObject({
        status: 503,
        text: expect.stringMatching(/cut here/) as string,
      });
    });
  });
});
