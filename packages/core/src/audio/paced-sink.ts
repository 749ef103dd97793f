import { checkNumber } from '../errors/validate.js';
import type { AudioSink } from '../ports/call.js';
import type { Clock, ClockTimer } from '../time/clock.js';
import { systemClock } from '../time/system-clock.js';
import { type AudioFormat, bytesToMs, checkFormat, checkWholeSamples, msToBytes } from './audio-format.js';
import { silenceByte } from './silence.js';
import { UnheardWaiters } from './unheard-waiters.js';

/** What is known about a frame given to {@link PacedSinkOptions.send}. */
export interface PacedFrame {
  /** Clock time at which the frame begins to be heard. Frames of unbroken speech follow without a gap. */
  atMs: number;
  /** How much of the frame is audio written, in ms; the rest, at its end, is silence. */
  audioMs: number;
}

/** How a {@link pacedSink} plays. */
export interface PacedSinkOptions {
  /** Of what is written and of the frames sent. */
  format: AudioFormat;
  /** Delivers one frame to be heard now. Must not throw. */
  send: (frame: Uint8Array, about: PacedFrame) => void;
  /** Told of each `clear()`, for a device that can drop what it holds. */
  onClear?: () => void;
  /** How much unheard audio is held before `write` waits, in ms, 20–5000. Default 400. */
  aheadMs?: number;
  /** Length of a frame in ms, 5–200. Default 20, what telephony sends. */
  frameMs?: number;
  /** Once audio came, goes on sending frames of silence between speech: for lines that want no break. Default false. */
  continuous?: boolean;
  /** Default: the host's. */
  clock?: Clock;
}

/** An {@link AudioSink} whose playback position is the clock. */
export interface PacedSink extends AudioSink {
  /** The line is gone: pending operations resolve, and what is written from now on nobody hears. */
  close(): void;
}

/** Timers later than this are no jitter but a stall: the listener has had a gap, and a burst cannot fill it. */
const stallMs = 200;

/** Less than a sample at any rate: sums of milliseconds are not exact. */
const roundingMs = 1e-3;

/**
 * Plays what is written in real time, a frame at a time, for a listener who hears a frame as it comes:
 * a telephone line, a file of what was said, a player fed through a pipe.
 *
 * Frames go out by absolute time, so late timers add up to nothing; after a stall of more than 200 ms the
 * schedule begins anew. A frame that speech does not fill ends in silence, which does not count as heard.
 * A frame sent cannot be taken back: `clear()` counts it as heard in full, and what follows waits for its end.
 *
 * Throws `ERR_INVALID_OPTION` for options out of range; `write` rejects with `ERR_BAD_AUDIO` if a chunk
 * ends in the middle of a sample.
 */
export function pacedSink(options: PacedSinkOptions): PacedSink {
  return new Pacer(options);
}

class Pacer implements PacedSink {
  readonly format: AudioFormat;
  readonly aheadMs: number;
  readonly #send: PacedSinkOptions['send'];
  readonly #onClear: PacedSinkOptions['onClear'];
  readonly #clock: Clock;
  readonly #continuous: boolean;
  readonly #frameBytes: number;
  readonly #frameMs: number;

  #chunks: Uint8Array[] = [];
  #queuedBytes = 0;
  /** Audio in frames that ended. */
  #heardBytes = 0;
  /** The frame that sounds now. */
  #current: { startMs: number; audioBytes: number } | undefined;
  /** When the next frame is due; the timer stands for it. */
  #dueMs = Number.NEGATIVE_INFINITY;
  #timer: ClockTimer | undefined;
  readonly #waiters = new UnheardWaiters(() => this.#unheardMs());
  #closed = false;

  constructor({
    format,
    send,
    onClear,
    aheadMs = 400,
    frameMs = 20,
    continuous = false,
    clock,
  }: PacedSinkOptions) {
    checkFormat('format', format);
    checkNumber('aheadMs', aheadMs, { min: 20, max: 5000 });
    checkNumber('frameMs', frameMs, { min: 5, max: 200 });
    this.format = format;
    this.aheadMs = aheadMs;
    this.#send = send;
    this.#onClear = onClear;
    this.#continuous = continuous;
    this.#clock = clock ?? systemClock;
    this.#frameBytes = msToBytes(frameMs, format);
    this.#frameMs = bytesToMs(this.#frameBytes, format);
  }

  get heardMs(): number {
    return bytesToMs(this.#heardBytes, this.format) + this.#currentHeardMs();
  }

  async write(data: Uint8Array): Promise<void> {
    checkWholeSamples(data, this.format);
    if (this.#closed || data.byteLength === 0) return;
    // A copy: the writer may use its buffer again.
    this.#chunks.push(new Uint8Array(data));
    this.#queuedBytes += data.byteLength;
    if (this.#timer === undefined) this.#schedule(Math.max(this.#clock.now(), this.#dueMs));
    await this.#waiters.atMost(this.aheadMs);
  }

  clear(): Promise<{ heardMs: number }> {
    this.#silence();
    this.#onClear?.();
    return Promise.resolve({ heardMs: this.heardMs });
  }

  async drain({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await this.#waiters.atMost(0, signal);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#silence();
    this.#timer?.cancel();
    this.#timer = undefined;
  }

  /** Forgets what is queued; the frame that sounds counts as heard, for it is with the listener. */
  #silence(): void {
    this.#chunks = [];
    this.#queuedBytes = 0;
    this.#endCurrent();
    this.#waiters.settle();
  }

  #schedule(dueMs: number): void {
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    this.#timer = this.#clock.setTimeout(() => this.#tick(), Math.max(0, dueMs - this.#clock.now()));
  }

  #tick(): void {
    this.#timer = undefined;
    const nowMs = this.#clock.now();
    if (nowMs - this.#dueMs > stallMs) this.#dueMs = nowMs;
    // Usually one frame; several when the timer came late; none when it came early, as a host's timer may.
    while (this.#dueMs <= nowMs && !this.#closed) {
      this.#endCurrent();
      if (this.#queuedBytes === 0 && !this.#continuous) break;
      this.#sendFrame();
    }
    this.#waiters.settle();
    const idle = this.#dueMs <= nowMs;
    if (!idle && !this.#closed) this.#schedule(this.#dueMs);
  }

  #sendFrame(): void {
    const frame = new Uint8Array(this.#frameBytes);
    const audioBytes = this.#take(frame);
    frame.fill(silenceByte(this.format), audioBytes);
    this.#current = { startMs: this.#dueMs, audioBytes };
    this.#dueMs += this.#frameMs;
    this.#send(frame, { atMs: this.#current.startMs, audioMs: bytesToMs(audioBytes, this.format) });
  }

  /** Moves queued audio into `frame`; returns how many bytes there were. */
  #take(frame: Uint8Array): number {
    let filled = 0;
    for (
      let chunk = this.#chunks[0];
      chunk !== undefined && filled < frame.byteLength;
      chunk = this.#chunks[0]
    ) {
      const part = chunk.subarray(0, frame.byteLength - filled);
      frame.set(part, filled);
      filled += part.byteLength;
      if (part.byteLength === chunk.byteLength) this.#chunks.shift();
      else this.#chunks[0] = chunk.subarray(part.byteLength);
    }
    this.#queuedBytes -= filled;
    return filled;
  }

  #endCurrent(): void {
    this.#heardBytes += this.#current?.audioBytes ?? 0;
    this.#current = undefined;
  }

  #currentHeardMs(): number {
    if (this.#current === undefined) return 0;
    const elapsedMs = Math.max(0, this.#clock.now() - this.#current.startMs);
    return Math.min(elapsedMs, bytesToMs(this.#current.audioBytes, this.format));
  }

  #unheardMs(): number {
    const keptBytes = this.#queuedBytes + (this.#current?.audioBytes ?? 0);
    return bytesToMs(keptBytes, this.format) - this.#currentHeardMs() - roundingMs;
  }
}
