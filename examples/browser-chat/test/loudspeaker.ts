/// <reference lib="dom" />
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pcmToSamples } from '@rechka/core';
import { ToneSpeechDecoder } from '@rechka/emulator';
import type { BrowserContext, Page } from 'playwright-core';

declare global {
  interface Window {
    loudspeaker: { rateHz: number; pieces: Float32Array[] };
  }
}

const processorFile = 'test-loudspeaker.js';

/** A file for the page's server. It listens on the audio thread: a stall of the page loses nothing. */
const processor = `
registerProcessor('test-loudspeaker', class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
});`;

/** Puts what {@link listenAtLoudspeaker} needs beside a built page: its policy lets it load files of its server only. */
export function addLoudspeaker(pageFolder: string): void {
  writeFileSync(path.join(pageFolder, processorFile), processor);
}

/** Listens to whatever the pages of this context connect to the loudspeaker; the pages know nothing of it. */
export async function listenAtLoudspeaker(context: BrowserContext): Promise<void> {
  await context.addInitScript((address) => {
    window.loudspeaker = { rateHz: 0, pieces: [] };
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
    const connect = AudioNode.prototype.connect as (this: AudioNode, target: AudioNode) => AudioNode;
    AudioNode.prototype.connect = function (this: AudioNode, target: AudioNode): AudioNode {
      if (target instanceof AudioDestinationNode) {
        const { audioWorklet, sampleRate } = target.context;
        window.loudspeaker.rateHz = sampleRate;
        void audioWorklet.addModule(address).then(() => {
          const listener = new AudioWorkletNode(target.context, 'test-loudspeaker');
          listener.port.onmessage = ({ data }: MessageEvent<Float32Array>) =>
            window.loudspeaker.pieces.push(data);
          connect.call(this, listener);
          // Only what leads to the loudspeaker is run; it adds silence.
          connect.call(listener, target);
        });
      }
      return connect.call(this, target);
    } as AudioNode['connect'];
  }, `/${processorFile}`);
}

/** The words of the bot that sounded at a page since it was opened; `?` for those that were cut. */
export async function wordsPlayed(page: Page): Promise<string[]> {
  const { rateHz, base64 } = await page.evaluate(() => {
    const { rateHz, pieces } = window.loudspeaker;
    const samples = new Int16Array(pieces.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of pieces) for (const sample of piece) samples[at++] = Math.round(sample * 32_767);
    const bytes = new Uint8Array(samples.buffer);
    let binary = '';
    for (let from = 0; from < bytes.length; from += 8192) {
      binary += String.fromCharCode(...bytes.subarray(from, from + 8192));
    }
    return { rateHz, base64: btoa(binary) };
  });
  const decoder = new ToneSpeechDecoder({ sampleRateHz: rateHz });
  const heard = [...decoder.push(pcmToSamples(Buffer.from(base64, 'base64'))), ...decoder.flush()];
  return heard.filter(({ voice }) => voice === 'b').map((word) => (word.kind === 'word' ? word.text : '?'));
}
