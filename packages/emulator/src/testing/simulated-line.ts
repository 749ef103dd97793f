import {
  AsyncQueue,
  checkNumber,
  createConverter,
  msToBytes,
  pacedSink,
  pcm,
  pcmToSamples,
  samplesToPcm,
  systemClock,
  type AudioChunk,
  type AudioFormat,
  type Call,
  type CallSignal,
  type Clock,
  type ClockTimer,
} from '@rechka/core';
import { SeededRandom } from '../recogniser/seeded-random.js';

/** What is on a line besides the caller's words. */
export interface LineNoise {
  /** Level of a steady noise behind the caller, in dBFS, −90–0. Default: none. */
  noiseDbfs?: number;
  /** The bot's own voice in the caller's microphone, in dB of how loud it is played, −60–20. Default: none. */
  echoDb?: number;
  /** How late the echo comes, in ms, 0–1 000. Default 120, about what a speakerphone adds. */
  echoDelayMs?: number;
}

export const noiseNames = Object.keys({
  noiseDbfs: true,
  echoDb: true,
  echoDelayMs: true,
} satisfies Record<keyof LineNoise, true>);

/** Checks what is on the line; also what is changed during a call. */
export function checkNoise({ noiseDbfs, echoDb, echoDelayMs }: LineNoise): LineNoise {
  if (noiseDbfs !== undefined) checkNumber('noiseDbfs', noiseDbfs, { min: -90, max: 0 });
  if (echoDb !== undefined) checkNumber('echoDb', echoDb, { min: -60, max: 20 });
  if (echoDelayMs !== undefined) checkNumber('echoDelayMs', echoDelayMs, { min: 0, max: 1000 });
  return {
    ...(noiseDbfs !== undefined && { noiseDbfs }),
    ...(echoDb !== undefined && { echoDb }),
    ...(echoDelayMs !== undefined && { echoDelayMs }),
  };
}

interface SimulatedLineOptions {
  format: AudioFormat;
  noise: LineNoise;
  seed: number;
  id: string | undefined;
  /** Each frame that the caller hears: samples, and whether the bot speaks in it. */
  heard: (frame: { samples: Int16Array; speaks: boolean; atMs: number }) => void;
}

interface Saying {
  rest: Int16Array;
  done: () => void;
}

const frameMs = 20;
const defaultEchoDelayMs = 120;

/** A line with a caller on it: an unbroken stream of frames both ways, by the clock. */
export class SimulatedLine {
  readonly call: Call;
  /** Resolves when the bot has hung up. */
  readonly released: Promise<void>;
  readonly transfers: string[] = [];
  /** Keys that the bot has sent. */
  keys = '';
  noise: LineNoise;
  readonly #clock: Clock = systemClock;
  readonly #voice = new AsyncQueue<AudioChunk>();
  readonly #signals = new AsyncQueue<CallSignal>();
  readonly #toLine;
  readonly #random: SeededRandom;
  readonly #frameSamples: number;
  readonly #output;
  #sayings: Saying[] = [];
  /** What the bot has played, for its echo; the newest last. */
  #played: Int16Array[] = [];
  #dueMs: number;
  #timer: ClockTimer | undefined;
  #release: () => void = () => undefined;

  constructor({ format, noise, seed, id, heard }: SimulatedLineOptions) {
    this.noise = noise;
    this.#random = new SeededRandom(seed);
    const plain = pcm(format.sampleRateHz);
    this.#frameSamples = msToBytes(frameMs, plain) / 2;
    this.#toLine = createConverter(plain, format);
    const fromLine = createConverter(format, plain);
    this.#output = pacedSink({
      format,
      frameMs,
      continuous: true,
      send: (frame, { atMs, audioMs }) => {
        const samples = pcmToSamples(fromLine.push(frame));
        this.#played.push(samples);
        if (this.#played.length > 60) this.#played.shift();
        heard({ samples, speaks: audioMs > 0, atMs });
      },
    });
    this.released = new Promise((resolve) => (this.#release = resolve));
    this.call = {
      ...(id !== undefined && { id }),
      input: Object.assign(this.#voice, { format }),
      output: this.#output,
      signals: this.#signals,
      hangUp: async () => this.close(),
      transfer: async (target) => void this.transfers.push(target),
      sendDtmf: async (digits) => {
        this.keys += digits;
      },
    };
    this.#dueMs = this.#clock.now();
    this.#tick();
  }

  /** Says these samples after whatever is still being said. Resolves when all of them were sent, or the call ended. */
  say(samples: Int16Array): Promise<void> {
    return new Promise((resolve) => this.#sayings.push({ rest: samples, done: resolve }));
  }

  signal(signal: CallSignal): void {
    this.#signals.push(signal);
  }

  /** The caller hangs up. */
  hangUp(): void {
    this.#signals.push({ type: 'hang-up' });
    this.#stop();
  }

  /** The bot has hung up. */
  close(): void {
    this.#stop();
    this.#release();
  }

  #stop(): void {
    this.#timer?.cancel();
    this.#voice.end();
    this.#signals.end();
    this.#output.close();
    for (const { done } of this.#sayings.splice(0)) done();
  }

  #tick(): void {
    this.#voice.push({ data: this.#toLine.push(samplesToPcm(this.#nextFrame())) });
    this.#dueMs += frameMs;
    this.#timer = this.#clock.setTimeout(() => this.#tick(), Math.max(0, this.#dueMs - this.#clock.now()));
  }

  #nextFrame(): Int16Array {
    const frame = new Int16Array(this.#frameSamples);
    let filled = 0;
    for (let saying = this.#sayings[0]; saying && filled < frame.length; saying = this.#sayings[0]) {
      const part = saying.rest.subarray(0, frame.length - filled);
      frame.set(part, filled);
      filled += part.length;
      saying.rest = saying.rest.subarray(part.length);
      if (saying.rest.length > 0) break;
      this.#sayings.shift();
      saying.done();
    }
    this.#addEcho(frame);
    this.#addNoise(frame);
    return frame;
  }

  #addEcho(frame: Int16Array): void {
    const { echoDb, echoDelayMs = defaultEchoDelayMs } = this.noise;
    if (echoDb === undefined) return;
    const echo = this.#played.at(-1 - Math.round(echoDelayMs / frameMs));
    if (echo) mix(frame, (i) => (echo[i] ?? 0) * 10 ** (echoDb / 20));
  }

  #addNoise(frame: Int16Array): void {
    const { noiseDbfs } = this.noise;
    if (noiseDbfs === undefined) return;
    // Evenly spread numbers of this width have the level asked for: their deviation is width ÷ √12.
    const width = 32_768 * 10 ** (noiseDbfs / 20) * Math.sqrt(12);
    mix(frame, () => (this.#random.next() - 0.5) * width);
  }
}

function mix(frame: Int16Array, sample: (index: number) => number): void {
  for (let i = 0; i < frame.length; i++) {
    frame[i] = Math.max(-32_768, Math.min(32_767, Math.round((frame[i] ?? 0) + sample(i))));
  }
}
