import { status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../test-support/official-sdk.js';
import { key, recognise, run, sessionOptions, type Heard } from '../test-support/recognise.js';
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
});
