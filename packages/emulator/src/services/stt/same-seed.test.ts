import { samplesToPcm, sleep, systemClock } from '@rechka/core';
import { stt } from '@yandex-cloud/nodejs-sdk/ai-stt-v3';
import { describe, expect, it } from 'vitest';
import type { EmulatorEvent } from '../../emulator-log.js';
import { SeededRandom } from '../../recogniser/seeded-random.js';
import { startEmulator } from '../../start-emulator.js';
import { OfficialSdk } from '../../test-support/official-sdk.js';
import { RawClient } from '../../test-support/raw-client.js';
import { rateHz, sessionOptions, silence, speech } from '../../test-support/recognition.js';
import { virtualTime } from '../../testing/index.js';
import { gain, inSeries, whiteNoise } from '../../tone-speech/test-support/impairments.js';
import { encodeToneSpeech } from '../../tone-speech/index.js';

const path = '/speechkit.stt.v3.Recognizer/RecognizeStreaming';
const lines = [
  'Добрый день, запишите меня на 15:30',
  'Нет, лучше завтра после обеда',
  'Спасибо, до свидания!',
];

/** Bad enough for mistakes. */
function badSpeech(text: string): Buffer {
  const { samples } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: rateHz });
  return Buffer.from(samplesToPcm(inSeries(whiteNoise(6), gain(4))(samples, new SeededRandom(2))));
}

interface Told {
  /** Every byte that each caller was sent, with the time at which it came. */
  streams: { atMs: number; bytes: string }[][];
  log: readonly EmulatorEvent[];
}

/** Callers who talk at once to one emulator, 100 ms of audio every 100 ms, with everything that is random switched on. */
function converse({
  seed,
  callers,
  others = 0,
}: {
  seed: number;
  callers: number;
  others?: number;
}): Promise<Told> {
  const vt = virtualTime();
  return vt.run(async () => {
    const emulator = await startEmulator({ seed, latency: 'field', stt: { hearing: 'noisy' } });
    const [sdk, client] = [new OfficialSdk(emulator), new RawClient(emulator)];
    const metadata = await sdk.authorized();
    const others_ = Array.from({ length: others }, () => sdk.synthesize({ text: 'Добрый день' }, metadata));
    const streams = await Promise.all(
      Array.from({ length: callers }, async (_, caller) => {
        const { send, end, ended } = client.open(path, metadata);
        const encoded = (request: stt.DeepPartial<stt.StreamingRequest>) =>
          stt.StreamingRequest.encode(stt.StreamingRequest.fromPartial(request)).finish();
        send(encoded(sessionOptions({ normalization: true, pauseMs: 700 })));
        const audio = Buffer.concat(lines.flatMap((line) => [badSpeech(line), silence(1500 + caller * 50)]));
        for (let at = 0; at < audio.length; at += rateHz / 5) {
          await sleep(systemClock, 100);
          send(encoded({ chunk: { data: audio.subarray(at, at + rateHz / 5) } }));
        }
        end();
        const { messages } = await ended;
        return messages.map((bytes) => ({
          atMs: stt.StreamingResponse.decode(bytes).responseWallTimeMs,
          bytes: bytes.toString('hex'),
        }));
      }),
    );
    await Promise.all(others_);
    const log = emulator.log.map((entry) => ({ ...entry }));
    sdk.close();
    client.close();
    await emulator.close();
    return { streams, log };
  });
}

/** What was heard, without the ids and the times of the session. */
const finals = ({ streams }: Told) =>
  streams.map((stream) =>
    stream.flatMap(
      ({ bytes }) =>
        stt.StreamingResponse.decode(Buffer.from(bytes, 'hex')).final?.alternatives[0]?.text ?? [],
    ),
  );

describe('the same seed', () => {
  it('gives the same session byte for byte, mistakes, doubles, latencies and log', async () => {
    const [first, again, other] = [
      await converse({ seed: 7, callers: 3 }),
      await converse({ seed: 7, callers: 3 }),
      await converse({ seed: 8, callers: 3 }),
    ];
    expect(again).toEqual(first);
    expect(other.streams).not.toEqual(first.streams);
    expect(finals(first).flat().length).toBeGreaterThanOrEqual(9);
    expect(finals(other)).not.toEqual(finals(first));
  });

  it('gives the same call whatever others do besides', async () => {
    const alone = await converse({ seed: 7, callers: 1 });
    const amongOthers = await converse({ seed: 7, callers: 3, others: 5 });
    expect(amongOthers.streams[0]).toEqual(alone.streams[0]);
  });
});

it('a zero is not on the wire, as proto3 has it', async () => {
  await virtualTime().run(async () => {
    const emulator = await startEmulator({ stt: { exact: true } });
    const [sdk, client] = [new OfficialSdk(emulator), new RawClient(emulator)];
    const { send, end, ended } = client.open(path, await sdk.authorized());
    const encoded = (request: stt.DeepPartial<stt.StreamingRequest>) =>
      stt.StreamingRequest.encode(stt.StreamingRequest.fromPartial(request)).finish();
    send(encoded(sessionOptions({ normalization: true })));
    send(encoded({ chunk: { data: Buffer.concat([speech('Да'), silence(900)]) } }));
    end();
    const { messages } = await ended;
    const responses = messages.map((bytes) => stt.StreamingResponse.decode(bytes));
    // Of the first final both start and index are 0; an encoder that leaves zeros out makes the same bytes.
    const final = responses.find((response) => response.final !== undefined)!;
    expect(final.final!.alternatives[0]!.words[0]!.startTimeMs).toBe(0);
    expect(final.audioCursors!.finalIndex).toBe(0);
    for (const [i, bytes] of messages.entries()) {
      expect(bytes.equals(Buffer.from(stt.StreamingResponse.encode(responses[i]!).finish()))).toBe(true);
    }
    sdk.close();
    client.close();
    await emulator.close();
  });
});
