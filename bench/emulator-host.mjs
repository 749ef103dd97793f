// The process that `emulator.mjs` measures: answers recognition calls in one of several ways, and tells what CPU it took.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { importSources } from './sources.mjs';

const [variant] = process.argv.slice(2);
const { startEmulator, GrpcRouter, Recognizer } = await importSources(
  'packages/emulator/src/index.ts',
  'packages/emulator/src/grpc/grpc-router.ts',
  'proto/src/stt.ts',
);
const apiKey = 'bench';
const line = 'Запишите меня на завтра';

/** grpc-js alone: messages come in, as bytes, and nothing is done with them. */
async function startBare() {
  const router = new GrpcRouter({});
  const { path } = Recognizer.recognizeStreaming;
  const asIs = (bytes) => bytes;
  const method = {
    ...{ path, requestStream: true, responseStream: true },
    ...{ requestDeserialize: asIs, responseSerialize: asIs },
  };
  router.server.addService({ method }, { method: (call) => call.on('data', () => undefined) });
  return router.listen(0);
}

async function startRecognition(stt) {
  const emulator = await startEmulator({
    iam: { apiKeys: [apiKey] },
    stt: { maxNewStreamsPerSecond: false, ...stt },
  });
  return Number(new URL(emulator.grpc).port);
}

const start = {
  bare: startBare,
  scripted: () => startRecognition({ toneSpeech: false, ordinarySpeech: [line] }),
  tone: () => startRecognition({}),
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
