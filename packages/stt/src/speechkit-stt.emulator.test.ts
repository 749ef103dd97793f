import { pcm, type AudioFormat, type SttEvent } from '@rechka/core';
import { ensureSttContract, speechToTextConformance } from '@rechka/core/testing';
import { encodeToneSpeech, startEmulator, type EmulatorOptions } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { apiKey } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';

let folders = 0;

async function emulated(options: EmulatorOptions = {}) {
  const emulator = await startEmulator({
    iam: { apiKeys: ['emulated'] },
    folderId: `folder${++folders}`,
    ...options,
  });
  const { folderId, endpoints } = emulator;
  const stt = new SpeechKitStt({ auth: apiKey('emulated'), folderId, endpoints });
  const close = async () => {
    stt.close();
    await emulator.close();
  };
  return { emulator, stt, close };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function speech(texts: readonly string[], { sampleRateHz }: AudioFormat, pauseMs = 1600): Uint8Array {
  const silence = new Int16Array((sampleRateHz * pauseMs) / 1000);
  const parts = texts.flatMap((text) => [
    encodeToneSpeech(text, { voice: 'a', sampleRateHz }).samples,
    silence,
  ]);
  return Buffer.concat(parts.map((samples) => Buffer.from(samples.buffer)));
}

describe('against the emulator', () => {
  const suite = speechToTextConformance(async () => {
    const { stt, close } = await emulated();
    const audio = (format: AudioFormat) => speech(['запишите меня на среду', 'спасибо большое'], format);
    return { stt, audio, utterances: 2, advance: pause, close };
  });
  for (const { name, run } of suite) it(name, () => virtualTime().run(run));

  it('ends an utterance where it is asked to, though all there is was sent before', async () => {
    await virtualTime().run(async () => {
      const { stt, close } = await emulated({ stt: { exact: true } });
      const format = pcm(16_000);
      const audio = speech(['запишите меня'], format, 400);
      const stream = stt.open({ format, endpointing: { type: 'external' } });
      const events: SttEvent[] = [];
      const read = (async () => {
        for await (const event of stream) events.push(event);
      })();
      // In whole pieces of those that are sent: nothing of it waits for more.
      for (let at = 0; at + 1280 <= audio.byteLength; at += 1280) {
        stream.write(audio.subarray(at, at + 1280));
        await pause(40);
      }
      stream.endUtterance();
      await pause(500);
      expect(events.map(({ type }) => type)).toContain('transcript-final');
      expect(events.at(-1)).toMatchObject({ type: 'utterance-end', utterance: 0, cause: 'requested' });
      await stream.finish({ deadlineMs: 5000 });
      await read;
      expect(events.filter(({ type }) => type === 'utterance-end')).toHaveLength(1);
      await close();
    });
  });

  it('hears a conversation that outlives the limits of a session, without a gap', async () => {
    await virtualTime().run(async () => {
      const { emulator, stt, close } = await emulated({ stt: { exact: true } });
      const format = pcm(8000);
      const said = Array.from({ length: 60 }, (_, index) => `фраза номер ${index + 1}`);
      const audio = speech(said, format, 4500);
      const stream = stt.open({ format });
      const events: SttEvent[] = [];
      const read = (async () => {
        for await (const event of stream) events.push(event);
      })();
      for (let at = 0; at < audio.byteLength; at += 320) {
        stream.write(audio.subarray(at, at + 320));
        await pause(20);
      }
      await stream.finish({ deadlineMs: 5000 });
      await read;
      expect(audio.byteLength / 16_000).toBeGreaterThan(330);
      expect(events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []))).toEqual(
        said,
      );
      expect(events.filter(({ type }) => type === 'gap' || type === 'recovering')).toEqual([]);
      ensureSttContract(events, audio.byteLength / 16);
      expect(emulator.log.filter((entry) => JSON.stringify(entry).includes('OUT_OF_RANGE'))).toEqual([]);
      await close();
    });
  });

  it('hears every word of somebody who does not pause, through the limit of bytes at 48 kHz', async () => {
    await virtualTime().run(async () => {
      const { emulator, stt, close } = await emulated({ stt: { exact: true } });
      const format = pcm(48_000);
      const said = Array.from({ length: 48 }, (_, index) => `фраза номер ${index + 1} про стрижку и бороду`);
      const audio = speech(said, format, 0);
      const stream = stt.open({ format });
      const events: SttEvent[] = [];
      const read = (async () => {
        for await (const event of stream) events.push(event);
      })();
      for (let at = 0; at < audio.byteLength; at += 1920) {
        stream.write(audio.subarray(at, at + 1920));
        await pause(20);
      }
      await stream.finish({ deadlineMs: 5000 });
      await read;
      expect(audio.byteLength).toBeGreaterThan(13_000_000);
      const heard = events.flatMap((event) =>
        event.type === 'transcript-final' ? event.text.split(' ') : [],
      );
      expect(heard.length).toBe(said.join(' ').split(' ').length);
      expect(events.filter(({ type }) => type === 'gap' || type === 'recovering')).toEqual([]);
      ensureSttContract(events, audio.byteLength / 96);
      expect(emulator.log.filter((entry) => JSON.stringify(entry).includes('OUT_OF_RANGE'))).toEqual([]);
      await close();
    });
  });
});
