import { parseWav, sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { headers, refusalOf } from '../test-support/official-sdk.js';
import { key, recognise, run } from '../test-support/recognise.js';

const completion = (folderId: string, text: string) =>
  ({ modelUri: `gpt://${folderId}/yandexgpt`, messages: [{ role: 'user', text }], tools: [] }) as never;

describe('emulator.streams', () => {
  it('tells of a recognition while it is open and when it is over', async () => {
    await run({}, async (emulator, sdk) => {
      const heard = recognise(
        sdk,
        headers({ authorization: 'Api-Key key', 'x-client-request-id': 'call-1.1' }),
      );
      await sleep(systemClock, 1000);
      expect(emulator.streams).toMatchObject([
        {
          service: 'stt',
          method: '/speechkit.stt.v3.Recognizer/RecognizeStreaming',
          clientRequestId: 'call-1.1',
          connection: 1,
          state: 'open',
          startedMs: 0,
          phases: ['speech'],
          options: { recognitionModel: { audioFormat: { rawAudio: { sampleRateHertz: 8000 } } } },
          texts: [],
        },
      ]);
      expect(emulator.streams[0]!.audioMs).toBeGreaterThanOrEqual(1000);
      expect(emulator.streams[0]!.received.bytes).toBeGreaterThan(16_000);
      await heard;
      const [call] = emulator.calls({ service: 'stt', state: 'done' });
      expect(call).toMatchObject({
        texts: ['да'],
        phases: ['idle'],
        sent: { messages: (await heard).events.length },
      });
      expect(call!.endedMs! - call!.startedMs).toBeGreaterThan(call!.audioMs - 200);
      const [word, ...others] = emulator.words();
      expect(others).toEqual([]);
      expect(word?.text).toBe('да');
      expect(word!.startMs).toBeLessThan(word!.endMs);
      expect(word!.endMs).toBeLessThan(call!.audioMs);
      expect(JSON.stringify(emulator.streams)).not.toContain('key');
    });
  });

  it('tells why a call was refused, and finds calls by what they are', async () => {
    await run({ faults: [{ service: 'stt', do: { status: 'INTERNAL' } }] }, async (emulator, sdk) => {
      await refusalOf(sdk.synthesize({ text: '' }, key));
      await recognise(sdk);
      expect(emulator.calls({ method: 'UTTERANCE' })).toMatchObject([
        { refusal: { code: 3 }, state: 'done' },
      ]);
      expect(emulator.calls({ service: 'gpt' })).toEqual([]);
      expect(emulator.streams.map(({ service }) => service)).toEqual(['tts', 'stt']);
    });
  });
});

describe('emulator.wav', () => {
  it('gives what a recognition got and a synthesis made', async () => {
    await run({ keepAudio: true }, async (emulator, sdk) => {
      const rawAudio = { audioEncoding: 1, sampleRateHertz: 8000 };
      const [spoken] = await sdk.synthesize({ text: 'да', outputAudioSpec: { rawAudio } }, key);
      const audio = Buffer.concat([spoken!.audioChunk!.data, Buffer.alloc(16_000)]);
      await recognise(sdk, key, { audio });
      const [synthesis, recognition] = emulator.streams.map(({ requestId }) =>
        parseWav(emulator.wav(requestId)),
      );
      expect(synthesis!.format.sampleRateHz).toBe(8000);
      expect(Buffer.from(synthesis!.data).equals(spoken!.audioChunk!.data)).toBe(true);
      expect(Buffer.from(recognition!.data).equals(audio)).toBe(true);
      expect(() => emulator.wav('nobody')).toThrow(/No audio is kept of a call 'nobody'/);
    });
  });

  it('keeps nothing unless told', async () => {
    await run({}, async (emulator, sdk) => {
      await sdk.synthesize({ text: 'да' }, key);
      const [{ requestId } = { requestId: '' }] = emulator.streams;
      expect(() => emulator.wav(requestId)).toThrow(
        expect.objectContaining({
          code: 'ERR_MISUSE',
          message: expect.stringMatching(/keepAudio: true/) as string,
        }),
      );
    });
  });
});

describe('emulator.expect', () => {
  it('passes what was, and shows what there was instead', async () => {
    await run({ gpt: { reply: ['Слушаю'] } }, async (emulator, sdk) => {
      expect(() => emulator.expect.heard('да')).toThrow(
        'Expected the emulator to have heard «да»; it heard nothing',
      );
      await recognise(sdk);
      await sdk.synthesize({ text: 'Её зовут Алёна.' }, key);
      await new Promise((resolve) =>
        sdk.llm.completion(completion(emulator.folderId, 'Привет'), key).resume().on('end', resolve),
      );

      emulator.expect.heard('Да!');
      emulator.expect.heard(/^да$/g);
      emulator.expect.said('зовут алена');
      emulator.expect.calls({ service: 'gpt' }, 1);
      emulator.expect.noRefusals();
      expect(() => emulator.expect.heard('д')).toThrow('have heard «д»; it heard\n  «да»');
      expect(() => emulator.expect.said(/Ольга/)).toThrow('have said /Ольга/; it said\n  «Её зовут Алёна.»');
      expect(() => emulator.expect.calls({ service: 'gpt' }, 2)).toThrow(
        /Expected 2 call\(s\) of \{"service":"gpt"\}, found 1 among\n {2}stt .+ at 0 ms, done «да»\n.+\n {2}gpt .+ «Слушаю»$/,
      );

      emulator.faults.add({ service: 'gpt', do: { status: 'UNAVAILABLE' } });
      await new Promise((resolve) =>
        sdk.llm.completion(completion(emulator.folderId, 'Привет'), key).on('error', resolve),
      );
      emulator.expect.noRefusals();
      await refusalOf(sdk.synthesize({ text: '' }, key));
      expect(() => emulator.expect.noRefusals()).toThrow(
        /these were:\n {2}tts .+ done \(3: Text for synthesis is empty\)$/,
      );
    });
  });
});

describe('emulator.next', () => {
  it('waits for what comes, and says what came instead', async () => {
    await run({}, async (emulator, sdk) => {
      const heard = recognise(sdk);
      expect(await emulator.next('stt', 'text')).toMatchObject({ type: 'text', text: 'да' });
      expect(await emulator.next('stt', 'call-end')).toMatchObject({ outcome: 'done' });
      await heard;
      const startedAt = systemClock.now();
      await expect(emulator.next('stt', 'refusal', { withinMs: 500 })).rejects.toMatchObject({
        code: 'ERR_DEADLINE',
        message: expect.stringMatching(
          /No 'refusal' of stt came within 500 ms; last of stt:\n[^]+"call-end"/,
        ) as string,
      });
      expect(systemClock.now() - startedAt).toBe(500);
    });
  });
});
