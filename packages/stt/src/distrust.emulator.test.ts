import { pcm, samplesToPcm, type SttEvent } from '@rechka/core';
import { encodeToneSpeech, startEmulator, type EmulatorOptions } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';

const format = pcm(16_000);
const said = 'раз два три четыре пять шесть семь восемь девять десять одиннадцать';
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** What is told of some seconds of speech and four of silence, and the connection of each session, from 1. */
async function connectionsOf(options: EmulatorOptions) {
  const events: SttEvent[] = [];
  let connections: number[] = [];
  await virtualTime().run(async () => {
    const emulator = await startEmulator({ stt: { exact: true }, ...options });
    const stt = new SpeechKitStt(fromEnv(emulator.env));
    const { samples } = encodeToneSpeech(said, { voice: 'a', sampleRateHz: format.sampleRateHz });
    const audio = Buffer.concat([samplesToPcm(samples), new Uint8Array(16_000 * 2 * 4)]);
    const stream = stt.open({ format });
    const read = (async () => {
      for await (const event of stream) events.push(event);
    })();
    for (let at = 0; at < audio.byteLength; at += 640) {
      stream.write(audio.subarray(at, at + 640));
      await pause(20);
    }
    await stream.finish({ deadlineMs: 10_000 });
    await read;
    connections = emulator.calls({ service: 'stt' }).map(({ connection }) => connection);
    stt.close();
    await emulator.close();
  });
  const told = events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : [])).join(' ');
  return { told, types: events.map(({ type }) => type), connections };
}

it('leaves the connection of a service that takes no more audio', async () => {
  const { told, types, connections } = await connectionsOf({
    faults: [{ service: 'stt', call: 1, do: { stopReading: 'forever' } }],
  });
  expect(told).toBe(said);
  expect(types).toContain('recovered');
  expect(connections).toEqual([1, 2]);
});

it('stays on the connection of a service that only ended the stream', async () => {
  const { told, types, connections } = await connectionsOf({
    faults: [{ service: 'stt', call: 1, after: { ms: 2000 }, do: { status: 'UNAVAILABLE' } }],
  });
  expect(told).toBe(said);
  expect(types).toContain('recovered');
  expect(connections).toEqual([1, 1]);
});
