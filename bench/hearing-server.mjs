// The recogniser that `hearing.mjs` calls: a process of its own that costs little. It answers by a script, as the emulator
// would, in the times of the audio it gets, and notes how long each of the caller's pieces was under way.
import { createServer } from 'node:http2';
import { findStamp, sharedClock, stampIn } from './hearing-line.mjs';
import { importSources } from './sources.mjs';
import { percentile } from './statistics.mjs';

const [epochUs, rateHz, chunkMs] = process.argv.slice(2).map(Number);
const { StreamingResponse } = await importSources('proto/src/stt.ts');
const nowUs = sharedClock(epochUs);
const pieceBytes = (rateHz * 2 * chunkMs) / 1000;
const bytesPerMs = (rateHz * 2) / 1000;

const words = 'добрый день я хотел бы записаться на стрижку на завтра'.split(' ');
const wordMs = 300;
const pauseMs = 700;
const partialEveryMs = 250;
const cycleMs = 5000;
/** Streams are at so many different places of their conversations. */
const phases = 20;

/** A message as it is on the wire. */
function framed(response) {
  const body = StreamingResponse.encode({
    sessionUuid: { uuid: 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6', userRequestId: 'bench' },
    responseWallTimeMs: 1,
    ...response,
  });
  const frame = Buffer.alloc(5 + body.length);
  frame.writeUInt32BE(body.length, 1);
  frame.set(body, 5);
  return frame;
}

/** What is answered during one utterance, which begins at `startMs` and is the `index`th. */
function utterance(startMs, index) {
  const heard = (untilMs) => {
    const list = words
      .map((text, i) => ({ text, startTimeMs: startMs + i * wordMs, endTimeMs: startMs + (i + 1) * wordMs }))
      .filter(({ endTimeMs }) => endTimeMs <= untilMs);
    const text = list.map((word) => word.text).join(' ');
    return {
      alternatives: [{ words: list, text, startTimeMs: startMs, endTimeMs: list.at(-1)?.endTimeMs ?? 0 }],
    };
  };
  const endMs = startMs + words.length * wordMs;
  const cursors = (atMs, finals) => ({
    receivedDataMs: atMs,
    partialTimeMs: atMs,
    finalTimeMs: finals > index ? endMs : Math.max(0, startMs - cycleMs + words.length * wordMs),
    finalIndex: Math.max(0, finals - 1),
    eouTimeMs: finals > index ? endMs : 0,
  });
  const answers = [];
  for (let atMs = startMs + 2 * partialEveryMs; atMs < endMs + pauseMs; atMs += partialEveryMs) {
    answers.push({ atMs, frame: framed({ partial: heard(atMs), audioCursors: cursors(atMs, index) }) });
  }
  const atMs = endMs + pauseMs;
  const audioCursors = cursors(atMs, index + 1);
  for (const response of [
    { final: heard(endMs) },
    { finalRefinement: { finalIndex: index, normalizedText: heard(endMs) } },
    { eouUpdate: { timeMs: endMs } },
    { partial: { alternatives: [] } },
  ]) {
    answers.push({ atMs, frame: framed({ ...response, audioCursors }) });
  }
  return answers;
}

/** Answers from the beginning on, by phase; made as far as any stream has come. */
const scripts = Array.from({ length: phases }, () => ({ answers: [], utterances: 0 }));
function answer(phase, number) {
  const script = scripts[phase];
  while (script.answers.length <= number) {
    const startMs = (phase * cycleMs) / phases + script.utterances * cycleMs;
    script.answers.push(...utterance(startMs, script.utterances));
    script.utterances += 1;
  }
  return script.answers[number];
}

let latenciesUs = [];
let messages = 0;
let pieces = 0;
/** Callers who wait until so many pieces have come. */
const waiting = [];
let opened = 0;

function tellArrivals() {
  for (let i = waiting.length - 1; i >= 0; i--) {
    if (waiting[i].pieces <= pieces) waiting.splice(i, 1)[0].stream.write('.');
  }
}

/** One caller: takes messages apart, finds the times in the audio, and answers. */
class Caller {
  #stream;
  #phase = (opened++ * 7) % phases;
  #rest = Buffer.alloc(0);
  #audioBytes = 0;
  #stampUs = 0;
  /** Bytes of the piece whose time that is which have not come yet. */
  #lacking = 0;
  #answers = 0;

  constructor(stream) {
    this.#stream = stream;
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.on('data', (bytes) => this.#take(bytes));
    stream.on('end', () => stream.end());
    stream.on('error', () => undefined);
  }

  #take(bytes) {
    const all = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    let at = 0;
    while (at + 5 <= all.length) {
      const end = at + 5 + all.readUInt32BE(at + 1);
      if (end > all.length) break;
      messages++;
      // Field 2 is audio; what comes before it are the options.
      if (all[at + 5] === 18) this.#hear(all.subarray(dataStart(all, at + 6), end));
      at = end;
    }
    this.#rest = at === all.length ? Buffer.alloc(0) : Buffer.from(all.subarray(at));
  }

  #hear(audio) {
    this.#audioBytes += audio.length;
    for (let at = 0; at < audio.length;) {
      // Silence may have been left out, to catch up: then the next beginning is looked for.
      if (this.#lacking === 0) {
        const start = findStamp(audio, at);
        if (start < 0) break;
        this.#stampUs = stampIn(audio, start);
        this.#lacking = pieceBytes;
        at = start;
      }
      const part = Math.min(this.#lacking, audio.length - at);
      this.#lacking -= part;
      at += part;
      if (this.#lacking > 0) continue;
      pieces++;
      latenciesUs.push(nowUs() - this.#stampUs);
    }
    tellArrivals();
    const throughMs = this.#audioBytes / bytesPerMs;
    for (let next = answer(this.#phase, this.#answers); next.atMs <= throughMs;) {
      this.#stream.write(next.frame);
      this.#answers++;
      next = answer(this.#phase, this.#answers);
    }
  }
}

/** Where the bytes of a chunk begin, whose length is at `at`. */
function dataStart(bytes, at) {
  const past = (position) => {
    let end = position;
    while (bytes[end] >= 0x80) end++;
    return end + 1;
  };
  return past(past(at) + 1);
}

const server = createServer({
  settings: { maxConcurrentStreams: 100, initialWindowSize: 1024 * 1024 },
});
server.on('session', (session) => session.setLocalWindowSize(16 * 1024 * 1024));
server.on('sessionError', () => undefined);
server.on('stream', (stream, { ':path': path }) => {
  if (path !== '/wait') {
    void new Caller(stream);
    return;
  }
  stream.respond({ ':status': 200 });
  stream.on('data', (bytes) => {
    waiting.push({ stream, pieces: bytes.readUInt32LE() });
    tellArrivals();
  });
});

let cpu;
let before;
process.on('message', (message) => {
  if (message === 'begin') {
    latenciesUs = [];
    before = messages;
    cpu = process.cpuUsage();
  } else {
    const { user, system } = process.cpuUsage(cpu);
    process.send({
      cpuMs: (user + system) / 1000,
      p50Ms: percentile(latenciesUs, 0.5) / 1000,
      p99Ms: percentile(latenciesUs, 0.99) / 1000,
      pieces: latenciesUs.length,
      messages: messages - before,
      opened,
    });
  }
});
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
