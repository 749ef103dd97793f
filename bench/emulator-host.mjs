// The process that `emulator.mjs` measures: answers recognition calls in one of several ways, and tells what CPU it took.
import { createRequire } from 'node:module';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { importSources } from './sources.mjs';

const [variant] = process.argv.slice(2);
// That of the package which is built on it.
const { Server, ServerCredentials } = createRequire(new URL('../packages/rpc/package.json', import.meta.url))(
  '@grpc/grpc-js',
);
const { startEmulator, LiveLog, Recognizer } = await importSources(
  'packages/emulator/src/index.ts',
  'packages/emulator/src/cli/live-log.ts',
  'proto/src/stt.ts',
);
const apiKey = 'bench';
const line = 'Запишите меня на завтра';

/** grpc-js alone: messages come in, as bytes, and nothing is done with them. */
async function startBare() {
  const server = new Server();
  const { path } = Recognizer.recognizeStreaming;
  const asIs = (bytes) => bytes;
  const method = {
    ...{ path, requestStream: true, responseStream: true },
    ...{ requestDeserialize: asIs, responseSerialize: asIs },
  };
  server.addService({ method }, { method: (call) => call.on('data', () => undefined) });
  return new Promise((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) =>
      error === null ? resolve(port) : reject(error),
    );
  });
}

async function startRecognition(stt, logStyle = 'none') {
  const emulator = await startEmulator({
    iam: { apiKeys: [apiKey] },
    stt: { maxNewStreamsPerSecond: false, ...stt },
  });
  // As the command does it: to stderr, which is a pipe here that somebody reads.
  const log = new LiveLog({ style: logStyle, output: process.stderr, colours: true });
  emulator.follow((event) => log.add(event));
  return Number(new URL(emulator.grpc).port);
}

const start = {
  bare: startBare,
  scripted: () => startRecognition({ toneSpeech: false, ordinarySpeech: [line] }),
  tone: () => startRecognition({}),
  silent: () => startRecognition({ toneSpeech: false, ordinarySpeech: [line] }),
  logged: () => startRecognition({ toneSpeech: false, ordinarySpeech: [line] }, 'pretty'),
};

const delay = monitorEventLoopDelay({ resolution: 10 });
let cpu;
process.on('message', (message) => {
  if (message === 'begin') {
    cpu = process.cpuUsage();
    delay.reset();
    delay.enable();
    process.send({ began: true });
  } else {
    const { user, system } = process.cpuUsage(cpu);
    process.send({ cpuMs: (user + system) / 1000, delayP99Ms: delay.percentile(99) / 1e6 - 10 });
  }
});
process.send({ port: await start[variant](), apiKey });
