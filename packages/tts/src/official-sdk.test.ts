import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { pcm, type TtsEvent } from '@rechka/core';
import { noCredentials } from '@rechka/iam';
import { tts, ttsService } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { expect, it } from 'vitest';
import { SpeechKitTts } from './speechkit-tts.js';

it("is understood by a server made from the official SDK's definitions, and understands it", async () => {
  const requests: tts.UtteranceSynthesisRequest[] = [];
  const server = new Server();
  server.addService(ttsService.SynthesizerService, {
    utteranceSynthesis: (
      call: ServerWritableStream<tts.UtteranceSynthesisRequest, tts.UtteranceSynthesisResponse>,
    ) => {
      requests.push(call.request);
      const data = Buffer.alloc(16_000, 7);
      const textChunk = { text: call.request.text ?? '' };
      call.write(
        tts.UtteranceSynthesisResponse.fromPartial({ audioChunk: { data }, textChunk, lengthMs: 500 }),
      );
      call.end();
    },
    streamSynthesis: () => undefined,
  });
  const port = await new Promise<number>((resolve) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
  );
  const endpoints = { tts: `http://127.0.0.1:${port}` };
  const client = new SpeechKitTts({
    auth: noCredentials(),
    endpoints,
    voice: 'kirill',
    role: 'strict',
    volume: -23,
  });
  const text = (async function* () {
    yield 'Добрый день!';
  })();
  const events: TtsEvent[] = [];
  for await (const event of client.speak(text, { format: pcm(16_000) })) events.push(event);
  client.close();
  server.forceShutdown();

  expect(requests[0]).toMatchObject({
    text: 'Добрый день!',
    hints: [{ voice: 'kirill' }, { role: 'strict' }, { volume: -23 }],
    outputAudioSpec: { rawAudio: { audioEncoding: 1, sampleRateHertz: 16_000 } },
    loudnessNormalizationType: 2,
  });
  expect(events).toEqual([
    { type: 'alignment', charStart: 0, charEnd: 12, startMs: 0, endMs: 500 },
    { type: 'audio', data: new Uint8Array(16_000).fill(7) },
  ]);
});
