import {
  type AudioChunk,
  type AudioFormat,
  AsyncQueue,
  bytesToMs,
  type Call,
  checkClock,
  checkFormat,
  checkNumber,
  checkObject,
  checkText,
  checkWholeSamples,
  type Clock,
  type ClockTimer,
  msToBytes,
  pacedSink,
  silence,
  systemClock,
} from '@rechka/core';
import { HeardRecording } from './heard-recording.js';

/** How a {@link scriptedCall} sounds. */
export interface ScriptedCallOptions {
  /** Of both directions. Default 16 kHz PCM. */
  format?: AudioFormat;
  /** Length of the chunks the caller's audio comes in, in ms, 10–200. Default 20. */
  chunkMs?: number;
  /** How much of the bot's voice is held before its writer waits, in ms. Default 400. */
  aheadMs?: number;
  /** Shows in every event. */
  id?: string;
  /** Default: the host's. */
  clock?: Clock;
}

/** Where something stands on the caller's audio timeline, in ms. */
export interface SaidSpan {
  startMs: number;
  endMs: number;
}

/** A caller who says what the program tells them to. */
export interface ScriptedCall {
  /** What a pipeline is given. */
  readonly call: Call;
  /**
   * Says `audio` (whole samples in the format of the call) after whatever is still being said. Resolves when
   * all of it was sent, or the call ended. Throws `ERR_BAD_AUDIO` for half a sample.
   */
  say(audio: Uint8Array): Promise<SaidSpan>;
  /** The caller hangs up: their audio ends, and nothing more is heard. */
  hangUp(): void;
  /** Resolves when the call is over, whoever ended it. */
  readonly ended: Promise<void>;
  /** What the caller has heard since the call began, silence included, in the format of the call. */
  heard(): Uint8Array;
}

/**
 * A call in real time by the clock, without a telephone: the caller's audio is an unbroken stream of chunks,
 * silent where nothing is said, and what the bot says is heard as it would be on a line. Time begins when
 * the audio is first read, or the bot first speaks. Throws `ERR_INVALID_OPTION` for options out of range.
 *
 * @example
 * ```ts
 * const caller = scriptedCall({ clock });
 * const pipeline = new VoicePipeline({ call: caller.call, stt, tts, respond });
 * await caller.say(question);
 * ```
 */
export function scriptedCall(options: ScriptedCallOptions = {}): ScriptedCall {
  checkObject('options', options, 'an object');
  return new Line(options);
}

interface Saying {
  rest: Uint8Array;
  startMs: number | undefined;
  done: (span: SaidSpan) => void;
}

class Line implements ScriptedCall {
  readonly call: Call;
  readonly ended: Promise<void>;
  readonly #format: AudioFormat;
  readonly #chunkMs: number;
  readonly #clock: Clock;
  readonly #chunks: AsyncQueue<AudioChunk>;
  readonly #output: ReturnType<typeof pacedSink>;
  readonly #recording: HeardRecording;
  #sayings: Saying[] = [];
  #startMs: number | undefined;
  #sentChunks = 0;
  #timer: ClockTimer | undefined;
  #end: () => void = () => undefined;

  constructor({
    format = { encoding: 'pcm_s16le', sampleRateHz: 16_000 },
    chunkMs = 20,
    aheadMs,
    id,
    clock,
  }: ScriptedCallOptions) {
    checkClock(clock);
    if (id !== undefined) checkText('id', id);
    checkFormat('format', format);
    checkNumber('chunkMs', chunkMs, { min: 10, max: 200, integer: true });
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#format = format;
    this.#chunkMs = bytesToMs(msToBytes(chunkMs, format), format);
    this.#clock = clock ?? systemClock;
    this.#chunks = new AsyncQueue({ onReturn: () => this.hangUp() });
    this.#recording = new HeardRecording(format);
    this.#output = pacedSink({
      format,
      clock: this.#clock,
      ...(aheadMs !== undefined && { aheadMs }),
      send: (frame, { atMs }) => this.#recording.add(frame, atMs - this.#begin(atMs)),
    });
    const read = () => {
      this.#begin(this.#clock.now());
      return this.#chunks[Symbol.asyncIterator]();
    };
    this.call = {
      ...(id !== undefined && { id }),
      input: { format, [Symbol.asyncIterator]: read },
      output: this.#output,
      hangUp: () => {
        this.hangUp();
        return Promise.resolve();
      },
    };
  }

  say(audio: Uint8Array): Promise<SaidSpan> {
    checkWholeSamples(audio, this.#format);
    return new Promise((done) => {
      const saying = { rest: new Uint8Array(audio), startMs: undefined, done };
      if (this.#chunks.isOpen) this.#sayings.push(saying);
      else this.#settle(saying);
    });
  }

  hangUp(): void {
    this.#timer?.cancel();
    this.#chunks.end();
    this.#output.close();
    for (const saying of this.#sayings.splice(0)) this.#settle(saying);
    this.#end();
  }

  heard(): Uint8Array {
    return this.#recording.audio(this.#sentMs);
  }

  get #sentMs(): number {
    return this.#sentChunks * this.#chunkMs;
  }

  /** Starts the line, if it has not been; returns the clock time of its beginning. */
  #begin(nowMs: number): number {
    if (this.#startMs === undefined) {
      this.#startMs = nowMs;
      if (this.#chunks.isOpen) this.#schedule(nowMs);
    }
    return this.#startMs;
  }

  /** A chunk is sent when its last sample was captured. */
  #schedule(startMs: number): void {
    const dueMs = startMs + this.#sentMs + this.#chunkMs;
    this.#timer = this.#clock.setTimeout(() => this.#tick(startMs), Math.max(0, dueMs - this.#clock.now()));
  }

  #tick(startMs: number): void {
    // By absolute time: a late timer is made good with more chunks, so the caller's timeline stays true.
    while (this.#chunks.isOpen && startMs + this.#sentMs + this.#chunkMs <= this.#clock.now()) {
      this.#chunks.push({ data: this.#nextChunk() });
    }
    if (this.#chunks.isOpen) this.#schedule(startMs);
  }

  #nextChunk(): Uint8Array {
    const chunk = silence(this.#chunkMs, this.#format);
    const chunkStartMs = this.#sentMs;
    this.#sentChunks++;
    let filled = 0;
    for (
      let saying = this.#sayings[0];
      saying !== undefined && filled < chunk.byteLength;
      saying = this.#sayings[0]
    ) {
      saying.startMs ??= chunkStartMs + bytesToMs(filled, this.#format);
      const part = saying.rest.subarray(0, chunk.byteLength - filled);
      chunk.set(part, filled);
      filled += part.byteLength;
      saying.rest = saying.rest.subarray(part.byteLength);
      if (saying.rest.byteLength > 0) break;
      this.#sayings.shift();
      saying.done({ startMs: saying.startMs, endMs: chunkStartMs + bytesToMs(filled, this.#format) });
    }
    return chunk;
  }

  /** The call ended in the middle of it, or before. */
  #settle({ startMs = this.#sentMs, done }: Saying): void {
    done({ startMs, endMs: this.#sentMs });
  }
}
