/// <reference lib="dom" />
import { VoiceClient, type VoiceClientOptions } from '../index.js';

/** What a test sees of the page. */
export interface TestPage {
  client: VoiceClient;
  /** How the last `start()` ended: nothing, or the code of its error. */
  started: Promise<string | undefined>;
  /** All sound played since the start, 16-bit samples as base64, and its rate. */
  recorded(): { rateHz: number; base64: string };
}

declare global {
  interface Window {
    page: TestPage;
  }
}

/** What a test tells the page, as JSON in its address. */
export interface TestPageOptions extends Partial<Omit<VoiceClientOptions, 'token' | 'clock'>> {
  /** Without waiting for a click. */
  startAtOnce?: boolean;
}

const { startAtOnce = false, ...options } = JSON.parse(
  decodeURIComponent(location.hash.slice(1)) || '{}',
) as TestPageOptions;
const client = new VoiceClient({ url: '/voice', token: () => Promise.resolve('secret'), ...options });
const played: Float32Array[] = [];
let rateHz = 0;

async function start(): Promise<string | undefined> {
  try {
    await client.start();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  const { output } = client;
  if (output === undefined) return 'no output';
  rateHz = output.context.sampleRate;
  await (output.context as AudioContext).audioWorklet.addModule('/recorder.js');
  const recorder = new AudioWorkletNode(output.context, 'recorder');
  recorder.port.onmessage = ({ data }: MessageEvent<Float32Array>) => played.push(data);
  output.connect(recorder).connect(output.context.destination);
  return undefined;
}

window.page = {
  client,
  started: new Promise<string | undefined>((resolve) => {
    if (startAtOnce) resolve(start());
    document.querySelector('#start')?.addEventListener('click', () => resolve(start()));
  }),
  recorded() {
    const samples = new Int16Array(played.reduce((sum, { length }) => sum + length, 0));
    let at = 0;
    for (const piece of played) for (const sample of piece) samples[at++] = Math.round(sample * 32_767);
    const bytes = new Uint8Array(samples.buffer);
    let binary = '';
    for (let i = 0; i < bytes.length; i += 8192)
      binary += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return { rateHz, base64: btoa(binary) };
  },
};
