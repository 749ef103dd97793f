// The process that `hearing.mjs` measures: callers who talk in real time, recognised in one of several ways.
import { createRequire } from 'node:module';
import { connect } from 'node:http2';
import { callerPieces, sharedClock, stamped, streamsPerConnection } from './hearing-line.mjs';
import { arrivals, StepClock } from './hearing-steps.mjs';
import { importSources } from './sources.mjs';

const require = createRequire(import.meta.url);
const [variant, ...numbers] = process.argv.slice(2);
const [port, epochUs, ...small] = numbers.map(Number);
// Out of an array with a large number each would be an object of the heap, as no number in a program is.
const [rateHz, chunkMs, count, steps] = small.map(Math.trunc);
const [host, path] = [`127.0.0.1:${port}`, '/speechkit.stt.v3.Recognizer/RecognizeStreaming'];
const key = 'bench';
const tickMs = 5;

const sessionOptions = {
  recognitionModel: {
    model: 'general',
    audioFormat: {
      rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: rateHz, audioChannelCount: 1 },
    },
    textNormalization: { textNormalization: 'TEXT_NORMALIZATION_ENABLED', literatureText: true },
  },
  eouClassifier: { defaultClassifier: { type: 'HIGH', maxPauseBetweenWordsHintMs: 700 } },
};

/** Given a number of steps, time goes as fast as the audio arrives; else it is real. */
const clock = steps > 0 ? new StepClock() : undefined;
let heard = 0;
/** Sessions that were given up, and audio that was. */
let disturbed = 0;

/** Recogniser by recogniser: how to open a stream, which is a function that writes to it. */
const variants = {
  /** The callers alone. */
  callers: () => () => (data) => (heard += data.length > 0 ? 1 : 0),

  /** The bytes alone: no status, no deadline, nothing decoded. */
  async http2() {
    const { StreamingRequest } = await importSources('proto/src/stt.ts');
    const framed = (message) => {
      const body = StreamingRequest.encode(message);
      const frame = Buffer.allocUnsafe(5 + body.length);
      frame[0] = 0;
      frame.writeUInt32BE(body.length, 1);
      frame.set(body, 5);
      return frame;
    };
    const next = shared(() => connect(`http://${host}`));
    return () => {
      const stream = next().request({
        ':method': 'POST',
        ':path': path,
        'content-type': 'application/grpc',
        te: 'trailers',
        authorization: `Api-Key ${key}`,
      });
      stream.on('data', () => heard++);
      stream.on('error', fail);
      stream.write(framed({ sessionOptions }));
      return (data) => stream.write(framed({ chunk: { data } }));
    };
  },

  /** grpc-js with our own codec. */
  async lean() {
    const { StreamingRequest, StreamingResponse } = await importSources('proto/src/stt.ts');
    const grpc = officialGrpc();
    const view = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const Recognizer = grpc.makeClientConstructor(
      {
        recognizeStreaming: {
          ...{ path, requestStream: true, responseStream: true },
          requestSerialize: (message) => view(StreamingRequest.encode(message)),
          requestDeserialize: StreamingRequest.decode,
          responseSerialize: (message) => view(StreamingResponse.encode(message)),
          responseDeserialize: StreamingResponse.decode,
        },
      },
      'speechkit.stt.v3.Recognizer',
    );
    return onStubs(grpc, Recognizer, sessionOptions);
  },

  /** The official SDK's stubs, as they are: grpc-js and what its compiler made of the schema. */
  stubs() {
    const { sttService } = require('@yandex-cloud/nodejs-sdk/ai-stt-v3');
    return onStubs(officialGrpc(), sttService.RecognizerClient, {
      recognitionModel: {
        model: 'general',
        audioFormat: { rawAudio: { audioEncoding: 1, sampleRateHertz: rateHz, audioChannelCount: 1 } },
        textNormalization: {
          ...{ textNormalization: 1, profanityFilter: false, literatureText: true, phoneFormattingMode: 0 },
        },
      },
      eouClassifier: { defaultClassifier: { type: 2, maxPauseBetweenWordsHintMs: 700 } },
    });
  },

  rechka: () => onRechka({}),
  /** Events read by `for await`. */
  'rechka-loop': () => onRechka({ loop: true }),
  /** Pieces sent as they come. */
  'rechka-20': () => onRechka({ chunkMs: 20 }),
};

function fail(error) {
  console.error(`${variant}: ${error.message}`);
  process.exit(1);
}

/** One for every so many streams. */
function shared(make) {
  let [streams, one] = [0, undefined];
  return () => {
    if (streams++ % streamsPerConnection === 0) one = make();
    return one;
  };
}

function officialGrpc() {
  const from = require.resolve('@yandex-cloud/nodejs-sdk/ai-stt-v3');
  return require(require.resolve('@grpc/grpc-js', { paths: [from] }));
}

function onStubs(grpc, Recognizer, options) {
  // Clients with equal options share a connection, where the hundred and first stream waits without a word.
  const next = shared(
    () => new Recognizer(host, grpc.credentials.createInsecure(), { 'grpc.use_local_subchannel_pool': 1 }),
  );
  return () => {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', `Api-Key ${key}`);
    const stream = next().recognizeStreaming(metadata);
    stream.on('data', () => heard++).on('error', fail);
    stream.write({ sessionOptions: options });
    return (data) => stream.write({ chunk: { data } });
  };
}

async function onRechka({ loop, ...options }) {
  const { SpeechKitStt, apiKey, admissionFor, pcm } = await importSources(
    'packages/stt/src/index.ts',
    'packages/iam/src/index.ts',
    'packages/rpc/src/index.ts',
    'packages/core/src/index.ts',
  );
  const folderId = 'bench';
  admissionFor(folderId, { sttStreamsPerSecond: 10_000, ...(clock && { clock }) });
  const stt = new SpeechKitStt({
    auth: apiKey(key),
    folderId,
    endpoints: { stt: `http://${host}` },
    ...(clock && { clock }),
    ...options,
  });
  return () => {
    const stream = stt.open({ format: pcm(rateHz) });
    const next = (event) => {
      heard++;
      if (event.type === 'recovering' || event.type === 'gap') disturbed++;
    };
    const readLoop = async () => {
      for await (const event of stream) next(event);
    };
    if (loop) readLoop().catch(fail);
    else stream.listen({ next, ended: (error) => error && fail(error) });
    return (data) => stream.write(data);
  };
}

const nowUs = sharedClock(epochUs);
const pieces = callerPieces({ rateHz, chunkMs });

/** Each stream has a piece of its own moment in each `chunkMs`; a tick writes what is due. Tells how late it is. */
function talk(writes) {
  const startMs = performance.now();
  let due = 0;
  let latestMs = 0;
  const timer = setInterval(() => {
    const slots = ((performance.now() - startMs) / chunkMs) * writes.length;
    latestMs = Math.max(latestMs, ((slots - due) / writes.length) * chunkMs);
    for (; due <= slots; due++) {
      const caller = due % writes.length;
      const piece = pieces[(Math.floor(due / writes.length) + caller * 7) % pieces.length];
      writes[caller](stamped(piece, nowUs()));
    }
  }, tickMs);
  return {
    stop: () => clearInterval(timer),
    takeLatestMs() {
      const ms = latestMs;
      latestMs = 0;
      return ms;
    },
  };
}

function memoryBytes() {
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Everyone's next piece, again and again, two of each on their way at most; the first steps warm up. */
async function stepThrough(writes) {
  const arrived = arrivals(host);
  const callers = variant === 'callers';
  let cpu;
  for (let step = -steps; step < steps; step++) {
    if (step === 0) {
      heard = 0;
      cpu = process.cpuUsage();
    }
    for (const [caller, write] of writes.entries()) {
      write(stamped(pieces[(step + steps + caller * 7) % pieces.length], nowUs()));
    }
    await (callers ? new Promise(setImmediate) : arrived.wait((step + steps) * count));
    clock.step(chunkMs);
  }
  const { user, system } = process.cpuUsage(cpu);
  arrived.close();
  return { cpuMs: (user + system) / 1000, lastedMs: steps * chunkMs, heard };
}

const open = await variants[variant]();
const bytesBefore = memoryBytes();
const kib = () => (memoryBytes() - bytesBefore) / 1024 / count;
const writes = [];
while (writes.length < count) {
  writes.push(open());
  if (writes.length % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 20));
}
process.on('disconnect', () => process.exit(0));

if (steps > 0) {
  const cost = await stepThrough(writes);
  process.send({ ...cost, kib: kib() });
} else {
  const talking = talk(writes);
  let cpu;
  let startMs;
  process.on('message', (message) => {
    if (message === 'begin') {
      heard = disturbed = 0;
      talking.takeLatestMs();
      startMs = performance.now();
      cpu = process.cpuUsage();
    } else {
      const { user, system } = process.cpuUsage(cpu);
      const cost = { cpuMs: (user + system) / 1000, lastedMs: performance.now() - startMs };
      process.send({ ...cost, lateMs: talking.takeLatestMs(), heard, disturbed, kib: kib() });
    }
  });
  process.send({ ready: true });
}
