import type { Metadata } from '@grpc/grpc-js';
import { tts } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmulator, type Emulator } from '../../start-emulator.js';
import { OfficialSdk } from '../../test-support/official-sdk.js';
import { hear, textOf } from '../../tone-speech/test-support/hear.js';

const outputAudioSpec = {
  containerAudio: { containerAudioType: tts.ContainerAudio_ContainerAudioType.OGG_OPUS },
};

async function decodeOgg(bytes: Uint8Array): Promise<Int16Array> {
  const decoder = new OggOpusDecoder({ forceStereo: false });
  await decoder.ready;
  const { channelData, errors } = await decoder.decodeFile(bytes);
  decoder.free();
  expect(errors).toEqual([]);
  return Int16Array.from(channelData[0]!, (value) => Math.round(value * 32_767));
}

describe('synthesis of Ogg Opus', () => {
  let emulator: Emulator;
  let sdk: OfficialSdk;
  let metadata: Metadata;
  beforeAll(async () => {
    emulator = await startEmulator();
    sdk = new OfficialSdk(emulator);
    metadata = await sdk.authorized();
  });
  afterAll(async () => {
    sdk.close();
    await emulator.close();
  });

  it('speaks Ogg Opus', async () => {
    const text = 'Вас записать на пятницу, 14:30?';
    const [message] = await sdk.synthesize({ text, outputAudioSpec }, metadata);
    const samples = await decodeOgg(message!.audioChunk!.data);
    expect(textOf(hear(samples, 48_000), 'b')).toBe(text);
    expect(samples).toHaveLength(message!.lengthMs * 48);
  });

  it('speaks a long text in one Ogg stream, of which each message has whole pages', async () => {
    const text = Array.from({ length: 25 }, (_, i) => `Это предложение номер ${i}. `).join('');
    const messages = await sdk.synthesize({ text, unsafeMode: true, outputAudioSpec }, metadata);
    expect(messages.length).toBeGreaterThan(2);
    for (const { audioChunk } of messages) expect(audioChunk!.data.toString('latin1', 0, 4)).toBe('OggS');
    const samples = await decodeOgg(Buffer.concat(messages.map(({ audioChunk }) => audioChunk!.data)));
    expect(textOf(hear(samples, 48_000), 'b')).toBe(text.trim());
    const { startMs, lengthMs } = messages.at(-1)!;
    expect(samples).toHaveLength((startMs + lengthMs) * 48);
  });

  it('ends an Ogg stream when the client half-closes', async () => {
    const { send, end, responses } = sdk.speak(metadata);
    send({ options: { outputAudioSpec } });
    send({ synthesisInput: { text: 'Добрый день! На какой день ' } });
    send({ synthesisInput: { text: 'вас записать?' } });
    end();
    const messages = await responses;
    const samples = await decodeOgg(Buffer.concat(messages.map(({ audioChunk }) => audioChunk!.data)));
    expect(textOf(hear(samples, 48_000), 'b')).toBe('Добрый день! На какой день вас записать?');
    const closing = messages.at(-1)!;
    expect(closing.textChunk).toBeUndefined();
    expect(closing.lengthMs).toBe(0);
    expect(samples).toHaveLength(closing.startMs * 48);
  });
});
