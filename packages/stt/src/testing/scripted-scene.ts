import { pcm, type SttEvent } from '@rechka/core';
import { virtualTime } from '@rechka/emulator/testing';
import { noCredentials } from '@rechka/iam';
import type { SpeechKitStream } from '../recognition-stream.js';
import { SpeechKitStt, type SpeechKitSttOptions } from '../speechkit-stt.js';
import { onAudio, scriptedRecogniser, type RecognitionCall } from './scripted-recogniser.js';

const format = pcm(16_000);
let folders = 0;

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** A recognition, and who speaks and listens. */
export interface Scene {
  stream: SpeechKitStream;
  events: SttEvent[];
  /** Speaks for so long, in frames of 20 ms, or is silent if `sound` is 0. */
  speak: (ms: number, sound?: number) => Promise<void>;
  /** Settles as the iteration does. */
  read: Promise<void>;
  streams: () => number;
  abort: () => void;
}

/** A recognition at 16 kHz by a scripted server, in virtual time. */
export function scene(
  script: (call: RecognitionCall, index: number) => void,
  play: (scene: Scene) => Promise<void>,
  options: Partial<SpeechKitSttOptions> = {},
): Promise<void> {
  return virtualTime().run(async () => {
    const server = await scriptedRecogniser(script);
    const stt = new SpeechKitStt({
      auth: noCredentials(),
      folderId: `scene${++folders}`,
      endpoints: { stt: server.endpoint },
      random: () => 0,
      ...options,
    });
    const controller = new AbortController();
    const stream = stt.open({ format, signal: controller.signal });
    const events: SttEvent[] = [];
    const read = (async () => {
      for await (const event of stream) events.push(event);
    })();
    read.catch(() => undefined);
    const speak = async (ms: number, sound = 17) => {
      for (let at = 0; at < ms; at += 20) {
        stream.write(new Uint8Array(640).fill(sound));
        await pause(20);
      }
    };
    try {
      await play({ stream, events, speak, read, streams: server.streams, abort: () => controller.abort() });
    } finally {
      controller.abort();
      stt.close();
      server.close();
    }
  });
}

/** What a service says of one word. */
export const words = (text: string, startTimeMs: number, endTimeMs: number) => ({
  alternatives: [{ text, startTimeMs, endTimeMs, words: [{ text, startTimeMs, endTimeMs }] }],
});
export const texts = (events: readonly SttEvent[]) =>
  events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []));
export const gaps = (events: readonly SttEvent[]) => events.filter((event) => event.type === 'gap');

/** Hears one word, 400 ms long, and answers the rest with silence. */
export function oneWord(call: RecognitionCall, text: string, fromMs = 200): void {
  const [endMs, toldMs] = [fromMs + 400, fromMs + 800];
  let told = false;
  onAudio(
    call,
    (ms) => {
      if (ms < toldMs || told) return;
      told = true;
      call.write({ partial: words(text, fromMs, endMs), audioCursors: { partialTimeMs: toldMs - 100 } });
      call.write({
        final: words(text, fromMs, endMs),
        audioCursors: { finalTimeMs: endMs, partialTimeMs: toldMs },
      });
      call.write({ eouUpdate: { timeMs: toldMs } });
    },
    () => call.end(),
  );
}
