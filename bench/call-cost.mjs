// What a call costs this process: CPU per second of call, memory per call, and how many calls that makes a core.
// The emulator runs in a process of its own. Rounds are interleaved with a baseline in the same run, because
// machines are shared and noisy: trust the ratios.
//
//   npm run build && npm --prefix bench run call-cost [-- calls seconds rounds]
//
// baseline  recognition only, by hand on the official SDK's stubs: 40 ms chunks in, messages out
// stt       the same by SpeechKitStt
// pipeline  whole calls: caller audio in, recognition, turns, model, synthesis, paced audio out
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { agent, pcm, VoicePipeline } from '@rechka/core';
import { encodeToneSpeech } from '@rechka/emulator';
import { YandexGpt } from '@rechka/gpt';
import { serviceAccountKey } from '@rechka/iam';
import { scriptedCall } from '@rechka/local';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { spread, table } from './statistics.mjs';

const require = createRequire(import.meta.url);
const { sttService } = require('@yandex-cloud/nodejs-sdk/ai-stt-v3');
const grpc = require(
  require.resolve('@grpc/grpc-js', { paths: [require.resolve('@yandex-cloud/nodejs-sdk/ai-stt-v3')] }),
);

const [calls = 20, seconds = 15, rounds = 3] = process.argv.slice(2).map(Number);
const chunkMs = 40;
const turnEveryMs = 5000;
const format = pcm(16_000);
const line = Buffer.from(
  encodeToneSpeech('запишите меня на завтра', { voice: 'a', sampleRateHz: 16_000 }).samples.buffer,
);
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

async function startEmulator() {
  const folder = mkdtempSync(join(tmpdir(), 'rechka-bench-'));
  const keyFile = join(folder, 'key.json');
  const cli = require.resolve('@rechka/emulator').replace('index.cjs', 'cli/main.js');
  const child = spawn(
    process.execPath,
    [cli, '--grpc-port', '0', '--http-port', '0', '--key-file', keyFile],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const [ready] = await new Promise((resolve) =>
    createInterface(child.stdout).once('line', (text) => resolve([JSON.parse(text)])),
  );
  const auth = serviceAccountKey(JSON.parse(readFileSync(keyFile, 'utf8')), { endpoint: ready.http });
  const cloud = {
    auth,
    endpoints: { stt: ready.grpc, tts: ready.grpc, llm: ready.grpc, iam: ready.http },
    folderId: 'b1gemulatedfolder000',
  };
  return {
    cloud,
    stop() {
      child.kill();
      rmSync(folder, { recursive: true });
    },
  };
}

/** A caller on the clock: a line every few seconds, silence between. Returns a function that stops it. */
function feed(write) {
  const quiet = Buffer.alloc((16_000 * 2 * chunkMs) / 1000);
  let audio = Buffer.alloc(0);
  let at = 0;
  const startMs = performance.now();
  const timer = setInterval(() => {
    while (at * chunkMs <= performance.now() - startMs) {
      if ((at * chunkMs) % turnEveryMs === 0) audio = line;
      const chunk = audio.length > 0 ? audio.subarray(0, quiet.length) : quiet;
      audio = audio.subarray(chunk.length);
      at += 1;
      write(chunk);
    }
  }, chunkMs);
  return () => clearInterval(timer);
}

const variants = {
  async baseline(cloud) {
    const client = new sttService.RecognizerClient(
      cloud.endpoints.stt.replace('http://', ''),
      grpc.credentials.createInsecure(),
    );
    const authorization = await cloud.auth.authorization();
    return {
      open() {
        const metadata = new grpc.Metadata();
        metadata.set('authorization', authorization);
        const stream = client.recognizeStreaming(metadata);
        stream.on('data', () => undefined).on('error', () => undefined);
        stream.write({
          sessionOptions: {
            recognitionModel: {
              model: 'general',
              audioFormat: { rawAudio: { audioEncoding: 1, sampleRateHertz: 16_000, audioChannelCount: 1 } },
              textNormalization: {
                textNormalization: 1,
                profanityFilter: false,
                literatureText: false,
                phoneFormattingMode: 0,
              },
            },
            eouClassifier: { defaultClassifier: { type: 2, maxPauseBetweenWordsHintMs: 700 } },
          },
        });
        const stop = feed((data) => stream.write({ chunk: { data } }));
        return () => {
          stop();
          stream.cancel();
        };
      },
      close: () => client.close(),
    };
  },
  async stt(cloud) {
    const stt = new SpeechKitStt(cloud);
    await stt.connect();
    return {
      open() {
        const abort = new AbortController();
        const stream = stt.open({ format, signal: abort.signal });
        void (async () => {
          for await (const event of stream) void event;
        })();
        const stop = feed((data) => stream.write(data));
        return () => {
          stop();
          abort.abort();
        };
      },
      close: () => stt.close(),
    };
  },
  async pipeline(cloud) {
    const [stt, tts, gpt] = [new SpeechKitStt(cloud), new SpeechKitTts(cloud), new YandexGpt(cloud)];
    await Promise.all([stt, tts, gpt].map((client) => client.connect()));
    return {
      open() {
        const caller = scriptedCall({ chunkMs });
        const pipeline = new VoicePipeline({
          call: caller.call,
          stt,
          tts,
          language: russian(),
          respond: agent(gpt),
        });
        void pipeline.run().catch((error) => console.error(error.message));
        const timer = setInterval(() => void caller.say(line), turnEveryMs);
        void caller.say(line);
        return () => {
          clearInterval(timer);
          void pipeline.close();
        };
      },
      close() {
        for (const client of [stt, tts, gpt]) client.close();
      },
    };
  },
};

/** The heap, and what lives outside it: audio that is kept, in array buffers. */
function memoryBytes() {
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

async function measure(name, cloud) {
  const bytesBefore = memoryBytes();
  const clients = await variants[name](cloud);
  const stops = [];
  for (let call = 0; call < calls; call += 1) {
    stops.push(clients.open());
    await sleep(25);
  }
  await sleep(2000);
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  await sleep(seconds * 1000);
  const { user, system } = process.cpuUsage(cpuBefore);
  const callSeconds = (calls * (performance.now() - startMs)) / 1000;
  const bytesAfter = memoryBytes();
  for (const stop of stops) stop();
  await sleep(500);
  clients.close();
  return { cpuMs: (user + system) / 1000 / callSeconds, kib: (bytesAfter - bytesBefore) / 1024 / calls };
}

const emulator = await startEmulator();
const results = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
for (let round = 0; round <= rounds; round += 1) {
  for (const name of Object.keys(variants)) {
    const result = await measure(name, emulator.cloud);
    // The first round warms up.
    if (round > 0) results[name].push(result);
  }
}
emulator.stop();
const ratio = (name, key) =>
  spread(
    results[name].map((result, round) => result[key] / results.baseline[round][key]),
    2,
  );
console.log(`${calls} calls, ${seconds} s, ${rounds} rounds: median (min..max)`);
table(
  ['variant', 'CPU ms per call-second', 'ratio to baseline', 'calls per core (by CPU)', 'KiB per call'],
  Object.entries(results).map(([name, list]) => [
    name,
    spread(
      list.map(({ cpuMs }) => cpuMs),
      2,
    ),
    ratio(name, 'cpuMs'),
    spread(
      list.map(({ cpuMs }) => 1000 / cpuMs),
      0,
    ),
    spread(
      list.map(({ kib }) => kib),
      0,
    ),
  ]),
);
process.exit(0);
