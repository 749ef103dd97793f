/**
 * Compares our codecs with the others on the messages of a conversation. Needs the built package:
 *
 *   pnpm --filter @rechka/proto build && node proto/bench/codec.mjs [rounds]
 *
 * All codecs take turns in every round, so a busy machine slows all of them: read the ratios, which are
 * medians over the rounds. Bytes and decoded values are compared before anything is timed. google-protobuf
 * has no generated classes here: its rows are the calls such classes make, a lower bound.
 */
import { deepStrictEqual } from 'node:assert';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { loadSync } from '@grpc/proto-loader';
import jspb from 'google-protobuf';
import { StreamingRequest, StreamingResponse } from '../dist/stt.js';
import { UtteranceSynthesisResponse } from '../dist/tts.js';

const rounds = Number(process.argv[2] ?? 21);
const perRound = 5000;
const require = createRequire(import.meta.url);
const { stt } = require('@yandex-cloud/nodejs-sdk/ai-stt-v3');
const { tts } = require('@yandex-cloud/nodejs-sdk/ai-tts-v3');
const protos = fileURLToPath(new URL('../protos/', import.meta.url));
const loaded = loadSync(
  ['yandex/cloud/ai/stt/v3/stt_service.proto', 'yandex/cloud/ai/tts/v3/tts_service.proto'],
  { includeDirs: [protos], keepCase: false, enums: String, longs: Number, defaults: true, oneofs: true },
);

// --- the messages ---

const chunk = { chunk: { data: new Uint8Array(3200).map((_, index) => index * 7) } };
const bufferChunk = { chunk: { data: Buffer.from(chunk.chunk.data) } };

const words = 'добрый день я хотел бы записаться на приём завтра утром'.split(' ');
const partial = Buffer.from(
  StreamingResponse.encode({
    sessionUuid: { uuid: '0c7f1b5e-5c1f-4b44-9d0e-6a0e2d1f3b77', userRequestId: 'call-17' },
    audioCursors: {
      receivedDataMs: 4200,
      partialTimeMs: 4100,
      finalTimeMs: 1200,
      finalIndex: 1,
      eouTimeMs: 1200,
    },
    responseWallTimeMs: 4230,
    partial: {
      alternatives: [
        {
          words: words.map((text, index) => ({
            text,
            startTimeMs: 1200 + index * 290,
            endTimeMs: 1450 + index * 290,
          })),
          text: words.join(' '),
          startTimeMs: 1200,
          endTimeMs: 4100,
          confidence: 1,
        },
      ],
      channelTag: '0',
    },
    channelTag: '0',
  }),
);

const speech = Buffer.from(
  UtteranceSynthesisResponse.encode({
    audioChunk: { data: new Uint8Array(8820).fill(3) },
    textChunk: { text: 'Здравствуйте! Чем могу помочь?' },
    startMs: 1000,
    lengthMs: 200,
  }),
);

// --- what generated google-protobuf code does ---

function googleEncodeChunk(message) {
  const writer = new jspb.BinaryWriter();
  writer.writeMessage(2, message.chunk, (value, inner) => inner.writeBytes(1, value.data));
  return writer.getResultBuffer();
}

/** Field number → [property, method of the reader, or the fields of a nested message, or a list of them]. */
function googleDecode(reader, fields, message) {
  while (reader.nextField()) {
    const field = fields[reader.getFieldNumber()];
    if (!field) {
      reader.skipField();
      continue;
    }
    const [name, kind, repeated] = field;
    if (typeof kind === 'string') {
      message[name] = reader[kind]();
      continue;
    }
    const nested = {};
    reader.readMessage(nested, (target, inner) => googleDecode(inner, kind, target));
    if (repeated) (message[name] ??= []).push(nested);
    else message[name] = nested;
  }
  return message;
}

const wordFields = {
  1: ['text', 'readString'],
  2: ['startTimeMs', 'readInt64'],
  3: ['endTimeMs', 'readInt64'],
};
const responseFields = {
  1: ['sessionUuid', { 1: ['uuid', 'readString'], 2: ['userRequestId', 'readString'] }],
  2: [
    'audioCursors',
    Object.fromEntries(
      ['receivedDataMs', 'resetTimeMs', 'partialTimeMs', 'finalTimeMs', 'finalIndex', 'eouTimeMs'].map(
        (name, index) => [index + 1, [name, 'readInt64']],
      ),
    ),
  ],
  3: ['responseWallTimeMs', 'readInt64'],
  4: [
    'partial',
    {
      1: [
        'alternatives',
        {
          1: ['words', wordFields, true],
          2: ['text', 'readString'],
          3: ['startTimeMs', 'readInt64'],
          4: ['endTimeMs', 'readInt64'],
          5: ['confidence', 'readDouble'],
        },
        true,
      ],
      2: ['channelTag', 'readString'],
    },
  ],
  9: ['channelTag', 'readString'],
};
const speechFields = {
  1: ['audioChunk', { 1: ['data', 'readBytes'] }],
  2: ['textChunk', { 1: ['text', 'readString'] }],
  3: ['startMs', 'readInt64'],
  4: ['lengthMs', 'readInt64'],
};

const requestType = loaded['speechkit.stt.v3.StreamingRequest'];
const responseType = loaded['speechkit.stt.v3.StreamingResponse'];
const speechType = loaded['speechkit.tts.v3.UtteranceSynthesisResponse'];

const tasks = {
  'encode a 3200-byte chunk': {
    ours: () => StreamingRequest.encode(chunk),
    'proto-loader': () => requestType.serialize(bufferChunk),
    'yc-sdk (ts-proto)': () => stt.StreamingRequest.encode(bufferChunk).finish(),
    'google-protobuf': () => googleEncodeChunk(chunk),
  },
  'decode a 10-word partial': {
    ours: () => StreamingResponse.decode(partial),
    'proto-loader': () => responseType.deserialize(partial),
    'yc-sdk (ts-proto)': () => stt.StreamingResponse.decode(partial),
    'google-protobuf': () => googleDecode(new jspb.BinaryReader(partial), responseFields, {}),
  },
  'decode an 8820-byte TTS chunk': {
    ours: () => UtteranceSynthesisResponse.decode(speech),
    'proto-loader': () => speechType.deserialize(speech),
    'yc-sdk (ts-proto)': () => tts.UtteranceSynthesisResponse.decode(speech),
    'google-protobuf': () => googleDecode(new jspb.BinaryReader(speech), speechFields, {}),
  },
};

/** The part of a result that every codec must agree on. */
function essence(result) {
  if (result instanceof Uint8Array) return Buffer.from(result).toString('hex');
  if (result.audioChunk)
    return [result.textChunk.text, result.startMs, Buffer.from(result.audioChunk.data).toString('hex')];
  const [alternative] = result.partial.alternatives;
  return [alternative.text, alternative.words.map((word) => [word.text, word.startTimeMs, word.endTimeMs])];
}

for (const codecs of Object.values(tasks)) {
  for (const run of Object.values(codecs)) deepStrictEqual(essence(run()), essence(codecs.ours()));
}

const sorted = (values) => [...values].sort((a, b) => a - b);
const quantile = (values, share) => sorted(values)[Math.floor((values.length - 1) * share)];

/** Times every function once per round; the order turns so that none is always first. */
function interleave(functions, count, time) {
  const names = Object.keys(functions);
  const times = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -2; round < count; round++) {
    for (let index = 0; index < names.length; index++) {
      const name = names[(index + Math.max(round, 0)) % names.length];
      const taken = time(functions[name]);
      if (round >= 0) times[name].push(taken); // the first two rounds warm up
    }
  }
  return times;
}

function report(task, unit, times) {
  console.log(`\n| ${task} | ${unit}, median [min..p90] | ratio to ours, median |\n|---|---|---|`);
  for (const [name, values] of Object.entries(times)) {
    const [median, min, p90] = [quantile(values, 0.5), quantile(values, 0), quantile(values, 0.9)];
    const ratio = quantile(
      values.map((value, round) => value / times.ours[round]),
      0.5,
    );
    console.log(
      `| ${name} | ${median.toFixed(2)} [${min.toFixed(2)}..${p90.toFixed(2)}] | ${ratio.toFixed(2)} |`,
    );
  }
}

let sink = 0;
for (const [task, codecs] of Object.entries(tasks)) {
  const times = interleave(codecs, rounds, (run) => {
    const start = process.hrtime.bigint();
    for (let index = 0; index < perRound; index++) sink += run() === undefined ? 1 : 0;
    return Number(process.hrtime.bigint() - start) / perRound / 1000;
  });
  report(task, 'µs', times);
}

// --- import time, each in a fresh process ---

const load = (code) => `const start = performance.now(); ${code}; console.log(performance.now() - start);`;
const options = JSON.stringify({ includeDirs: [protos] });
const imports = {
  'an empty module': load(`await import('data:text/javascript,export {}')`),
  ours: load(`await import(${JSON.stringify(new URL('../dist/stt.js', import.meta.url).href)})`),
  'proto-loader': load(
    `const { loadSync } = await import(${JSON.stringify(require.resolve('@grpc/proto-loader'))});` +
      `loadSync('yandex/cloud/ai/stt/v3/stt_service.proto', ${options})`,
  ),
  'yc-sdk (ts-proto)': load(
    `await import(${JSON.stringify(require.resolve('@yandex-cloud/nodejs-sdk/ai-stt-v3'))})`,
  ),
};
report(
  'import of the STT messages, fresh process',
  'ms',
  interleave(imports, 9, (code) =>
    Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8' })),
  ),
);
if (sink > 0) throw new Error('a codec returned nothing');
