import {
  abortError,
  type AudioFormat,
  type AudioSink,
  bytesToMs,
  checkWholeSamples,
  type Clock,
  msToBytes,
  UnheardWaiters,
} from '@rechka/core';
import {
  type AudioFrame,
  maxSpeechAheadMs,
  type ResumeRequest,
  type ServerMessage,
  speechFrameMs,
} from '../protocol/index.js';
import { PendingFlush } from './pending-flush.js';

/** The way to the page. */
export interface PageLine {
  /** Whether there is a socket. What is sent without one is forgotten. */
  readonly connected: boolean;
  /** Whether the socket keeps up with what it was given. */
  readonly flowing: boolean;
  sendFrame(frame: AudioFrame): void;
  send(message: ServerMessage): void;
}

/** How a {@link PageSink} plays. */
export interface PageSinkOptions {
  /** 16-bit PCM. */
  format: AudioFormat;
  aheadMs: number;
  /** How long the page may take to say what it had heard at a `clear()`. */
  clearMs: number;
  clock: Clock;
  line: PageLine;
}

/**
 * The bot's voice on its way to a page that plays it. What was heard is what the page says it has played: it says
 * so at the first sample and every 200 ms, so `heardMs` lags by that and by the way back; at a `clear()` it is exact.
 *
 * Audio is kept until it was heard, so that a page that lost its socket gets the rest over its next one. A stream
 * is a stretch of speech that neither a clear nor an end cuts; its positions are samples from its beginning.
 */
export class PageSink implements AudioSink {
  readonly format: AudioFormat;
  readonly aheadMs: number;
  readonly #frameSamples: number;
  readonly #mostAhead: number;

  #stream = 0;
  /** The audio from sample `#keptFrom` to `#written`. */
  #kept: Uint8Array[] = [];
  #keptFrom = 0;
  #heard = 0;
  #sent = 0;
  #written = 0;
  /** Where the writer was done for now, and whether the page knows. */
  #end: { seq: number; told: boolean } | undefined;

  /** Heard of the streams before, but for those that are being flushed. */
  #heardBefore = 0;
  #flushes: PendingFlush[] = [];
  readonly #waiters = new UnheardWaiters(() => this.#written - this.#heard);
  #closed = false;

  constructor(private readonly options: PageSinkOptions) {
    const { format, aheadMs } = options;
    this.format = format;
    this.aheadMs = aheadMs;
    this.#frameSamples = this.#samples(speechFrameMs);
    this.#mostAhead = this.#samples(maxSpeechAheadMs);
  }

  get heardMs(): number {
    const flushing = this.#flushes.reduce((sum, { heard }) => sum + heard, 0);
    return bytesToMs((this.#heardBefore + flushing + this.#heard) * 2, this.format);
  }

  get interrupted(): boolean {
    return !this.#closed && !this.options.line.connected;
  }

  async write(data: Uint8Array): Promise<void> {
    checkWholeSamples(data, this.format);
    if (this.#closed || data.byteLength === 0) return;
    if (this.#end !== undefined && this.#heard === this.#written) this.#leaveStream(this.#heard);
    this.#end = undefined;
    // A copy: the writer may use its buffer again.
    this.#kept.push(new Uint8Array(data));
    this.#written += data.byteLength / 2;
    this.pump();
    await this.#waiters.atMost(this.#samples(this.aheadMs));
  }

  async clear(): Promise<{ heardMs: number }> {
    if (this.#heard < this.#written) this.#silence();
    await Promise.all(this.#flushes.map(({ done }) => done));
    return { heardMs: this.heardMs };
  }

  async drain({ signal }: { signal?: AbortSignal } = {}): Promise<void> {
    if (signal?.aborted) throw abortError(signal);
    if (this.#heard < this.#written) this.#end ??= { seq: this.#written, told: false };
    this.pump();
    await this.#waiters.atMost(0, signal);
  }

  /** The page says that `seq` samples of `stream` were heard. */
  heard(stream: number, seq: number): void {
    if (stream === this.#stream) {
      this.#hear(seq);
      this.pump();
    } else {
      this.#flushes.find((flush) => flush.stream === stream)?.hear(seq);
    }
  }

  /** The page says that `stream` is silent, and how much of it was heard. */
  flushed(stream: number, seq: number): void {
    this.heard(stream, seq);
    this.#flushes.find((flush) => flush.stream === stream)?.settle();
  }

  /** Sends what may be sent: up to 2 s ahead of what was heard, as far as the socket keeps up. */
  pump(): void {
    const { line } = this.options;
    const until = Math.min(this.#written, this.#heard + this.#mostAhead);
    while (line.flowing && this.#sent < until) {
      const pcm = this.#read(this.#sent, Math.min(this.#frameSamples, until - this.#sent));
      line.sendFrame({ kind: 'speech', stream: this.#stream, seq: this.#sent, pcm });
      this.#sent += pcm.byteLength / 2;
    }
    const end = this.#end;
    if (line.connected && end !== undefined && !end.told && this.#sent >= end.seq) {
      end.told = true;
      line.send({ type: 'speech-end', stream: this.#stream, seq: end.seq });
    }
  }

  /** A page is there again that has so much of what stream. Returns what it will get; `pump()` begins to send it. */
  resume({ stream, receivedSeq, heardSeq }: ResumeRequest['speech']): { stream: number; seq: number } {
    if (stream === this.#stream) {
      this.#hear(heardSeq);
      this.#sent = Math.min(Math.max(receivedSeq, this.#heard), this.#sent);
    } else {
      this.#sent = this.#heard;
    }
    if (this.#end !== undefined) this.#end.told = false;
    return { stream: this.#stream, seq: this.#sent };
  }

  /** The page is away: nobody will answer. */
  detach(): void {
    for (const flush of this.#flushes) flush.settle();
  }

  /** The call is over: what waits resolves, and what is written from now on nobody hears. */
  close(): void {
    this.#closed = true;
    this.detach();
    this.#leaveStream(this.#heard);
  }

  /** Forgets what is unheard, and asks the page how much of what it has was heard. */
  #silence(): void {
    const { line, clock, clearMs } = this.options;
    const [stream, sent, heard] = [this.#stream, this.#sent, this.#heard];
    if (!line.connected || sent === heard) {
      this.#leaveStream(heard);
      return;
    }
    this.#leaveStream(0);
    const flush = new PendingFlush({ stream, sent, heard }, clock, clearMs);
    this.#flushes.push(flush);
    void flush.done.then(() => {
      this.#flushes = this.#flushes.filter((one) => one !== flush);
      this.#heardBefore += flush.heard;
    });
    line.send({ type: 'flush', stream });
  }

  /** Begins another stream; `heard` samples of the last one count. */
  #leaveStream(heard: number): void {
    this.#heardBefore += heard;
    this.#stream = (this.#stream + 1) & 0xffff;
    this.#kept = [];
    this.#keptFrom = this.#heard = this.#sent = this.#written = 0;
    this.#end = undefined;
    this.#waiters.settle();
  }

  #hear(seq: number): void {
    this.#heard = Math.max(this.#heard, Math.min(seq, this.#sent));
    for (let first = this.#kept[0]; first !== undefined; first = this.#kept[0]) {
      const samples = first.byteLength / 2;
      if (this.#keptFrom + samples > this.#heard) break;
      this.#keptFrom += samples;
      this.#kept.shift();
    }
    this.#waiters.settle();
  }

  /** Up to `samples` samples from the `seq`th on, which must be kept. */
  #read(seq: number, samples: number): Uint8Array {
    const pcm = new Uint8Array(samples * 2);
    let filled = 0;
    let start = this.#keptFrom;
    for (const chunk of this.#kept) {
      const skip = (seq - start) * 2 + filled;
      start += chunk.byteLength / 2;
      if (skip >= chunk.byteLength) continue;
      const part = chunk.subarray(skip, skip + pcm.byteLength - filled);
      pcm.set(part, filled);
      filled += part.byteLength;
      if (filled === pcm.byteLength) break;
    }
    return pcm;
  }

  #samples(ms: number): number {
    return msToBytes(ms, this.format) / 2;
  }
}
