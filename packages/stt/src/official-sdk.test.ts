import { Server, ServerCredentials, type ServerDuplexStream } from '@grpc/grpc-js';
import { pcm, type SttEvent } from '@rechka/core';
import { noCredentials } from '@rechka/iam';
import { stt, sttService } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';

it("is understood by a server made from the official SDK's definitions, and understands it", async () => {
  const requests: stt.StreamingRequest[] = [];
  const server = new Server();
  server.addService(sttService.RecognizerService, {
    recognizeStreaming: (call: ServerDuplexStream<stt.StreamingRequest, stt.StreamingResponse>) => {
      call.on('data', (request: stt.StreamingRequest) => requests.push(request));
      call.on('end', () => {
        const words = [{ text: 'два', startTimeMs: 20, endTimeMs: 60 }];
        const alternatives = [
          { text: 'два', startTimeMs: 20, endTimeMs: 60, words, confidence: 0, languages: [] },
        ];
        const refinement = { finalIndex: 0, normalizedText: { alternatives: [{ text: '2' }] } };
        call.write(
          stt.StreamingResponse.fromPartial({
            final: { alternatives },
            audioCursors: { finalTimeMs: 60, finalIndex: 0 },
          }),
        );
        call.write(stt.StreamingResponse.fromPartial({ finalRefinement: refinement }));
        call.write(stt.StreamingResponse.fromPartial({ eouUpdate: { timeMs: 80 } }));
        call.end();
      });
    },
  });
  const port = await new Promise<number>((resolve) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (_, bound) => resolve(bound)),
  );
  const client = new SpeechKitStt({
    auth: noCredentials(),
    endpoints: { stt: `http://127.0.0.1:${port}` },
    language: ['ru-RU', 'kk-KZ'],
    normalization: { phoneFormatting: false, profanityFilter: true },
    endpointing: { type: 'server', sensitivity: 'default', pauseMs: 900 },
  });
  const stream = client.open({ format: pcm(8000) });
  stream.write(Uint8Array.from({ length: 1280 }, (_, index) => index % 251));
  const events: SttEvent[] = [];
  await stream.finish({ deadlineMs: 5000 });
  for await (const event of stream) events.push(event);
  client.close();
  server.forceShutdown();

  expect(requests[0]?.sessionOptions).toMatchObject({
    recognitionModel: {
      model: 'general',
      audioFormat: { rawAudio: { audioEncoding: 1, sampleRateHertz: 8000, audioChannelCount: 1 } },
      textNormalization: {
        textNormalization: 1,
        profanityFilter: true,
        literatureText: true,
        phoneFormattingMode: 1,
      },
      languageRestriction: { restrictionType: 1, languageCode: ['ru-RU', 'kk-KZ'] },
      audioProcessingType: 1,
    },
    eouClassifier: { defaultClassifier: { type: 1, maxPauseBetweenWordsHintMs: 900 } },
  });
  const audio = requests.slice(1).flatMap(({ chunk }) => [...(chunk?.data ?? [])]);
  expect(audio).toEqual(Array.from({ length: 1280 }, (_, index) => index % 251));
  expect(events.map(({ type }) => type)).toEqual([
    'speech-start',
    'transcript-final',
    'transcript-refined',
    'utterance-end',
  ]);
  expect(events[2]).toMatchObject({ index: 0, text: '2' });
});
