// What recognition costs the emulator: CPU per call-second at 100 ms chunks in real time, and how many calls that makes a
// core. The emulator is a process of its own; its clients are bare HTTP/2 with ready-made messages.
//
//   npm --prefix bench run emulator [-- toneCalls scriptedCalls seconds rounds warmUpSeconds]
//
// bare      grpc-js alone: the same messages, thrown away
// scripted  whatever is loud is taken for a line of a script (`toneSpeech: false`)
// tone      tone speech is decoded
// silent    scripted, as many calls as tone, for comparison with
// logged    the same with the live log of the command, read as a terminal would
import { fork } from 'node:child_process';
import { connect, constants } from 'node:http2';
import { fileURLToPath } from 'node:url';
import { importSources } from './sources.mjs';
import { percentile, spread, table } from './statistics.mjs';

const [toneCalls = 300, scriptedCalls = 1000, seconds = 10, rounds = 3, warmUpSeconds = 3] = process.argv
  .slice(2)
  .map(Number);
const { encodeToneSpeech, StreamingRequest } = await importSources(
  'packages/emulator/src/tone-speech/index.ts',
  'proto/src/stt.ts',
);
const rateHz = 16_000;
const chunkMs = 100;
const chunkBytes = (rateHz * 2 * chunkMs) / 1000;
/** A caller says a line that lasts 2 s, listens, and says it again. */
const cycleMs = 5000;
const streamsPerConnection = 50;

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** A message as it is on the wire. */
function framed(request) {
  const body = StreamingRequest.encode(request);
  const frame = Buffer.alloc(5 + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, 5);
  return frame;
}

const options = framed({
  sessionOptions: {
    recognitionModel: {
      audioFormat: {
        rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: rateHz, audioChannelCount: 1 },
      },
      textNormalization: { textNormalization: 'TEXT_NORMALIZATION_ENABLED' },
    },
    eouClassifier: { defaultClassifier: { type: 'HIGH', maxPauseBetweenWordsHintMs: 700 } },
  },
});
const line = 'Запишите меня на завтра';
/** With a capital letter it is the refinement of a final, once in each cycle. */
const refined = Buffer.from(line);
const audio = Buffer.alloc((cycleMs / chunkMs) * chunkBytes);
const { samples } = encodeToneSpeech(line, { voice: 'a', sampleRateHz: rateHz });
Buffer.from(samples.buffer).copy(audio);
const chunks = Array.from({ length: cycleMs / chunkMs }, (_, i) =>
  framed({ chunk: { data: audio.subarray(i * chunkBytes, (i + 1) * chunkBytes) } }),
);

/** Calls that talk in real time, each at another moment; `understood` counts their lines that were. */
class Callers {
  understood = 0;
  /** Calls that are over before their time, as of an emulator that does not take them. */
  ended = new Set();
  late = [];
  #sessions = [];
  #streams = [];
  #timer;

  open({ port, apiKey }, count) {
    for (let call = 0; call < count; call += 1) {
      if (call % streamsPerConnection === 0) this.#sessions.push(connect(`http://127.0.0.1:${port}`));
      const stream = this.#sessions.at(-1).request({
        [constants.HTTP2_HEADER_METHOD]: 'POST',
        [constants.HTTP2_HEADER_PATH]: '/speechkit.stt.v3.Recognizer/RecognizeStreaming',
        'content-type': 'application/grpc',
        te: 'trailers',
        authorization: `Api-Key ${apiKey}`,
      });
      stream.on('data', (data) => (this.understood += data.includes(refined) ? 1 : 0));
      stream.on('error', () => undefined);
      for (const end of ['end', 'close']) stream.on(end, () => this.ended.add(call));
      stream.write(options);
      this.#streams.push(stream);
    }
    let tick = 0;
    const perTick = 10;
    const startMs = performance.now();
    // A tenth of the calls every 10 ms, so that the work is even.
    this.#timer = setInterval(() => {
      for (; (tick * chunkMs) / perTick <= performance.now() - startMs; tick += 1) {
        const round = Math.floor(tick / perTick);
        for (let call = tick % perTick; call < count; call += perTick) {
          this.#streams[call].write(chunks[(round + call * 7) % chunks.length]);
        }
      }
      this.late.push(performance.now() - startMs - (tick * chunkMs) / perTick);
    }, chunkMs / perTick);
  }

  close() {
    clearInterval(this.#timer);
    for (const session of this.#sessions) session.destroy();
  }
}

async function measure(variant, calls) {
  const host = fork(fileURLToPath(new URL('emulator-host.mjs', import.meta.url)), [variant], {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  // Errors are shown, the log is thrown away; without it there is nothing else on stderr.
  let logged = 0;
  host.stderr.on('data', (data) => {
    if (variant === 'logged') logged += data.length;
    else process.stderr.write(data);
  });
  const answer = () => new Promise((resolve) => host.once('message', resolve));
  const callers = new Callers();
  try {
    callers.open(await answer(), calls);
    await sleep(warmUpSeconds * 1000);
    host.send('begin');
    await answer();
    const [before, startMs] = [callers.understood, performance.now()];
    await sleep(seconds * 1000);
    host.send('end');
    const { cpuMs, delayP99Ms } = await answer();
    const lastedMs = performance.now() - startMs;
    const understood = callers.understood - before;
    if (callers.ended.size > 0)
      throw new Error(`${callers.ended.size} of ${calls} calls ended before their time (${variant}).`);
    if (variant === 'logged' && logged === 0) throw new Error('Nothing was logged.');
    return {
      cpuMs: (cpuMs * 1000) / (calls * lastedMs),
      cores: cpuMs / lastedMs,
      delayP99Ms,
      understood: understood / ((calls * lastedMs) / cycleMs),
    };
  } finally {
    callers.close();
    host.kill();
  }
}

const counts = {
  ...{ bare: scriptedCalls, scripted: scriptedCalls, tone: toneCalls },
  ...{ silent: toneCalls, logged: toneCalls },
};
const results = Object.fromEntries(Object.keys(counts).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, calls] of Object.entries(counts)) results[name].push(await measure(name, calls));
}
console.log(
  `${seconds} s, ${rounds} rounds, ${chunkMs} ms chunks at ${rateHz / 1000} kHz: median (min..max)`,
);
table(
  [
    'variant',
    'calls',
    'CPU ms per call-second',
    'ratio to bare',
    'cores used',
    'calls per core',
    'understood',
  ],
  Object.entries(results).map(([name, list]) => [
    name,
    counts[name],
    spread(
      list.map(({ cpuMs }) => cpuMs),
      2,
    ),
    spread(
      list.map(({ cpuMs }, round) => cpuMs / results.bare[round].cpuMs),
      2,
    ),
    spread(
      list.map(({ cores }) => cores),
      2,
    ),
    percentile(
      list.map(({ cpuMs }) => 1000 / cpuMs),
      0.5,
    ).toFixed(0),
    name === 'bare'
      ? ''
      : `${(
          100 *
          percentile(
            list.map(({ understood }) => understood),
            0.5,
          )
        ).toFixed(0)} %`,
  ]),
);
