import { status } from '@grpc/grpc-js';
import { tts } from '@yandex-cloud/nodejs-sdk/ai-tts-v3';
import { describe, expect, it, vi } from 'vitest';
import { OggOpusStream } from '../../audio/ogg-opus.js';
import { startEmulator } from '../../start-emulator.js';
import { OfficialSdk, refusalOf } from '../../test-support/official-sdk.js';
import { virtualTime, type VirtualTime } from '../../testing/index.js';
import type { EmulatedTtsOptions } from './tts-options.js';

type Stream = ReturnType<OfficialSdk['speak']>;

/** Opens a stream in virtual time, with an emulator of its own. */
function inStream<T>(
  options: EmulatedTtsOptions,
  body: (stream: Stream, time: VirtualTime) => Promise<T>,
): Promise<T> {
  const time = virtualTime();
  return time.run(async () => {
    const emulator = await startEmulator({ tts: options });
    const sdk = new OfficialSdk(emulator);
    try {
      return await body(sdk.speak(await sdk.authorized()), time);
    } finally {
      sdk.close();
      await emulator.close();
    }
  });
}

const oggOpus = {
  containerAudio: { containerAudioType: tts.ContainerAudio_ContainerAudioType.OGG_OPUS },
};

describe('a stream of text', () => {
  it('ends when its client is silent for too long, and not before', async () => {
    await inStream({ streamIdleMs: 5000 }, async ({ send, responses }, time) => {
      const refusal = refusalOf(responses);
      send({ options: { voice: '' } });
      await new Promise((resolve) => setTimeout(resolve, 4900));
      send({ synthesisInput: { text: 'Добрый день! ' } });
      const sentMs = time.now();
      expect(await refusal).toMatchObject({
        code: status.DEADLINE_EXCEEDED,
        details: expect.stringContaining('No messages from the client for 5000 ms') as string,
      });
      expect(time.now() - sentMs).toBe(5000);
    });
  });

  it('is a WAV file of unknown length when nothing is asked for', async () => {
    const parts = await inStream({}, async ({ send, end, responses }) => {
      send({ options: {} });
      send({ synthesisInput: { text: 'Добрый день. На какое время? ' } });
      end();
      return (await responses).map(({ audioChunk }) => audioChunk!.data);
    });
    expect(parts.length).toBeGreaterThan(0);
    const [first, ...others] = parts;
    expect(first!.toString('latin1', 0, 4)).toBe('RIFF');
    expect([first!.readUInt32LE(4), first!.readUInt32LE(40), first!.readUInt32LE(24)]).toEqual([
      0xffff_ffff, 0xffff_ffff, 22_050,
    ]);
    for (const other of others) expect(other.includes('RIFF')).toBe(false);
  });

  it('counts the characters of each message when told to', async () => {
    const send = (stream: Stream, text: string) => stream.send({ synthesisInput: { text } });
    const options = { maxStreamCharsBy: 'message', maxLongChars: 10 } as const;
    await inStream(options, async (stream) => {
      stream.send({ options: { voice: '' } });
      for (const text of ['раз два. ', 'три. ', 'пять, шесть']) send(stream, text);
      expect(await refusalOf(stream.responses)).toMatchObject({
        code: status.INVALID_ARGUMENT,
        details: 'Text is too long: 11 characters, at most 10 are allowed',
      });
    });
  });

  it.each<[string, (stream: Stream) => void]>([
    ['is cancelled', ({ call }) => call.cancel()],
    ['is refused', ({ send }) => send({ options: { voice: '' } })],
    ['ends', ({ end }) => end()],
  ])('frees its encoder when it %s', async (_, act) => {
    const open = vi.spyOn(OggOpusStream, 'open');
    const close = vi.spyOn(OggOpusStream.prototype, 'close');
    await inStream({}, async (stream, time) => {
      const over = stream.responses.catch(() => undefined);
      stream.send({ options: { outputAudioSpec: oggOpus } });
      stream.send({ synthesisInput: { text: 'Добрый ' } });
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(open).toHaveBeenCalledTimes(1);
      expect(close).not.toHaveBeenCalled();
      act(stream);
      await over;
      await new Promise((resolve) => setTimeout(resolve, 10));
      expect(close).toHaveBeenCalledTimes(1);
      expect(time.now()).toBeLessThan(100);
    });
    vi.restoreAllMocks();
  });

  it('takes no time to load the encoder of Ogg Opus', async () => {
    await inStream({}, async ({ send, end, responses }, time) => {
      const startedMs = time.now();
      // Something is always due in a call: time must not run to it while the encoder is being loaded.
      const due = setInterval(() => undefined, 1);
      send({ options: { outputAudioSpec: oggOpus } });
      send({ synthesisInput: { text: 'Добрый день!' } });
      end();
      expect((await responses).length).toBeGreaterThan(0);
      clearInterval(due);
      expect(time.now() - startedMs).toBe(0);
    });
  });
});
