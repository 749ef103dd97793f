import type { ServiceError } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { virtualTime } from '../testing/index.js';
import { encodeToneSpeech } from '../tone-speech/index.js';
import { headers, OfficialSdk } from './official-sdk.js';

/** The API key that {@link run} has the emulator accept. */
export const key = headers({ authorization: 'Api-Key key' });

/** 100 ms at 8 kHz. */
export const chunkBytes = 1600;
export const chunkMs = 100;
/** The first message of a recognition. */
export const sessionOptions = (normalization = false) => ({
  sessionOptions: {
    recognitionModel: {
      audioFormat: { rawAudio: { audioEncoding: 1, sampleRateHertz: 8000, audioChannelCount: 1 } },
      ...(normalization ? { textNormalization: { textNormalization: 1 } } : {}),
    },
  },
});

/** `да` and a silence long enough to end the utterance. */
function yes(): Buffer {
  const { samples } = encodeToneSpeech('да', { sampleRateHz: 8000, voice: 'a' });
  return Buffer.concat([
    Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
    Buffer.alloc(64_000),
  ]);
}

/** What came of a recognition. */
export interface Heard {
  events: string[];
  /** When each event came, in ms from the start of the recognition. */
  atMs: number[];
  error: ServiceError | undefined;
}

/** Sends audio in real time (unless told otherwise) until it is all sent or the call has failed. */
export async function recognise(
  sdk: OfficialSdk,
  metadata = key,
  { everyMs = chunkMs, audio = yes(), normalization = false } = {},
): Promise<Heard> {
  const { call, send, end, responses } = sdk.recognize(metadata);
  const heard: Heard = { events: [], atMs: [], error: undefined };
  const startedAt = systemClock.now();
  call.on('data', (response: object) => {
    const type = Object.entries(response).find(
      ([name, value]) => value !== undefined && /partial|final|eou|statusCode/.test(name),
    );
    heard.events.push(type?.[0] ?? '');
    heard.atMs.push(systemClock.now() - startedAt);
  });
  const state = { isOver: false };
  const over = responses.then(
    () => (state.isOver = true),
    (error: unknown) => {
      state.isOver = true;
      heard.error = error as ServiceError;
    },
  );
  send(sessionOptions(normalization));
  for (let at = 0; at < audio.length && !state.isOver; at += chunkBytes) {
    send({ chunk: { data: audio.subarray(at, at + chunkBytes) } });
    if (everyMs > 0) await sleep(systemClock, everyMs);
  }
  if (!state.isOver) end();
  await over;
  return heard;
}

/** Runs `body` against an emulator in virtual time. */
export async function run<T>(
  options: EmulatorOptions,
  body: (emulator: Emulator, sdk: OfficialSdk) => Promise<T>,
): Promise<T> {
  return virtualTime().run(async () => {
    const emulator = await startEmulator({
      stt: { exact: true },
      iam: { apiKeys: ['key'] },
      ...options,
    });
    const sdk = new OfficialSdk(emulator);
    try {
      return await body(emulator, sdk);
    } finally {
      sdk.close();
      await emulator.close();
    }
  });
}
