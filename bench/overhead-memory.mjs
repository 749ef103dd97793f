import { setTimeout as sleep } from 'node:timers/promises';
import { chunkMs, InstantCall, instantTts, variants } from './instant-call.mjs';

const eventLoop = () => new Promise((resolve) => setImmediate(resolve));

/** Array buffers are part of what Node calls external. */
async function memoryBytes() {
  for (let again = 0; again < 6; again += 1) {
    // Time for finalizers, which let go of more.
    await sleep(10);
    global.gc();
  }
  const { heapUsed, external, arrayBuffers } = process.memoryUsage();
  return { all: heapUsed + external, arrayBuffers };
}

/** What happens to idle calls before they are idle again. */
const steps = {
  listening: () => undefined,
  '1 s of silence': (calls) => calls.hear(1000),
  '35 s of silence': (calls) => calls.hear(34_000),
  '1 turn': (calls) => calls.ask(1),
  '5 turns': (calls) => calls.ask(4),
  '10 turns': (calls) => calls.ask(5),
};

/** Calls that have a clock of their own, by which half a minute of audio takes a moment. */
class IdleCalls {
  #nowMs = 0;
  #calls;

  constructor(variant, count) {
    const tts = instantTts();
    const clock = {
      now: () => this.#nowMs,
      setTimeout(callback, delayMs) {
        const timer = setTimeout(callback, delayMs);
        return { cancel: () => clearTimeout(timer) };
      },
    };
    this.#calls = Array.from({ length: count }, () => {
      const call = new InstantCall(tts);
      return { call, over: variants[variant](call, clock) };
    });
  }

  async hear(ms) {
    for (let atMs = 0; atMs < ms; atMs += chunkMs) {
      this.#nowMs += chunkMs;
      for (const { call } of this.#calls) call.hear();
      await eventLoop();
    }
  }

  async ask(times) {
    for (let turn = 0; turn < times; turn += 1) await Promise.all(this.#calls.map(({ call }) => call.ask()));
  }

  async hangUp() {
    for (const { call } of this.#calls) call.hangUp();
    await Promise.all(this.#calls.map(({ over }) => over));
    this.#calls = [];
  }
}

/** Memory per call of `count` calls after each step, in KiB. */
export async function idleMemory(variant, count) {
  // What is made once for all calls is none of theirs.
  const first = new IdleCalls(variant, 1);
  for (const step of Object.values(steps)) await step(first);
  await first.hangUp();

  const start = await memoryBytes();
  const kib = (bytes) => bytes / count / 1024;
  const found = [];
  const look = async (after) => {
    const { all, arrayBuffers } = await memoryBytes();
    found.push({
      after,
      allKib: kib(all - start.all),
      arrayBuffersKib: kib(arrayBuffers - start.arrayBuffers),
    });
  };
  const calls = new IdleCalls(variant, count);
  for (const [name, step] of Object.entries(steps)) {
    await step(calls);
    await look(name);
  }
  await calls.hangUp();
  await look('hanging up');
  return found;
}
