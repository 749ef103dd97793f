import { encodeToneSpeech, startEmulator, type Emulator, type EmulatorOptions } from '@rechka/emulator';
import { fromEnv } from '@rechka/iam';
import type { Page } from 'playwright-core';
import { SeededRandom } from '../../../packages/emulator/src/recogniser/seeded-random.js';
import { voicedSound } from '../../../packages/emulator/src/tone-speech/test-support/voiced-sound.js';
import { launchChromium } from '../../../packages/web/src/client/test-support/chromium.js';
import { CuttingProxy } from '../../../packages/web/src/server/test-support/cutting-proxy.js';
import { lines } from '../server/about.js';
import { startChatServer } from '../server/chat-server.js';
import { listenAtLoudspeaker } from './loudspeaker.js';

/** Rate of the recording that the browser takes for its microphone. */
const microphoneHz = 48_000;

/**
 * What the caller says, in tones that mean it or in a voice that says nothing, and when they begin, in ms since the page
 * opened the microphone.
 */
export type Line = { atMs: number } & ({ text: string } | { voiceMs: number });

/** A chat with all that belongs to it: emulator, server, a proxy that can be cut, and a browser with a microphone. */
export interface Chat {
  emulator: Emulator;
  proxy: CuttingProxy;
  url: string;
  /** What the server complained of. */
  errors: unknown[];
  /** A page in a browser that speaks Russian, or not: `language` is chosen in the settings beforehand. */
  newPage(language?: 'ru' | 'en'): Promise<Page>;
  /** What the person answers when the page asks for the microphone. */
  allowMicrophone(allowed: boolean): Promise<void>;
  close(): Promise<void>;
}

/** Opens all of it. Without lines the microphone hears silence. */
export async function openChat(
  pageFolder: string,
  { says = [], emulator: options = {} }: { says?: readonly Line[]; emulator?: EmulatorOptions } = {},
): Promise<Chat> {
  const emulator = await startEmulator({ latency: 'typical', stt: { ordinarySpeech: lines }, ...options });
  const errors: unknown[] = [];
  const server = await startChatServer({
    cloud: fromEnv(emulator.env),
    emulated: true,
    pageFolder,
    port: 0,
    onError: (error) => errors.push(error),
  });
  const proxy = new CuttingProxy(server.port);
  const url = `http://127.0.0.1:${await proxy.listen()}`;
  const browser = await launchChromium({ samples: recording(says), rateHz: microphoneHz });
  const { context } = browser;
  await listenAtLoudspeaker(context);
  const allowMicrophone = (allowed: boolean) =>
    allowed ? context.grantPermissions(['microphone'], { origin: url }) : context.clearPermissions();
  await allowMicrophone(true);
  return {
    emulator,
    proxy,
    url,
    errors,
    allowMicrophone,
    newPage: async (language = 'ru') => {
      const page = await context.newPage();
      page.on('pageerror', (error) => errors.push(error));
      page.on('console', (message) => {
        // What was cut on purpose is told on the console too.
        if (message.type() === 'error' && !/net::ERR_|WebSocket/.test(message.text())) {
          errors.push(message.text());
        }
      });
      await page.addInitScript((chosen) => {
        localStorage.setItem('rechka', JSON.stringify({ language: chosen }));
      }, language);
      await page.goto(url);
      return page;
    },
    close: async () => {
      await browser.close();
      await proxy.close();
      await server.close();
      await emulator.close();
    },
  };
}

/** What a microphone would bring, with a little silence at the end. */
function recording(says: readonly Line[]): Int16Array {
  const pieces = says.map((line) => ({
    from: Math.round((line.atMs / 1000) * microphoneHz),
    samples: sound(line),
  }));
  const end = Math.max(0, ...pieces.map(({ from, samples }) => from + samples.length));
  const all = new Int16Array(end + microphoneHz);
  for (const { from, samples } of pieces) all.set(samples, from);
  return all;
}

function sound(line: Line): Int16Array {
  return 'text' in line
    ? encodeToneSpeech(line.text, { voice: 'a', sampleRateHz: microphoneHz }).samples
    : voicedSound({ durationMs: line.voiceMs, rateHz: microphoneHz, random: new SeededRandom(11) });
}
