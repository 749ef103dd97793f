import { bytesPerSample, bytesToMs, checkWholeSamples, msToBytes, type AudioFormat } from '@rechka/core';

/** Caller audio, from sample `start` of the timeline on. */
export interface AudioPiece {
  readonly start: number;
  readonly data: Uint8Array;
}

/** A stretch of the caller's timeline, in ms. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

interface AudioBacklogOptions {
  format: AudioFormat;
  /** Audio is sent in pieces of this length. */
  chunkMs: number;
  /** Most audio kept unsent, and most sent audio kept in case it must be sent again. */
  bufferMs: number;
  /** Most audio kept unsent while there is nobody to send it to. */
  connectBufferMs: number;
}

/** Where the audio before this write has got to. */
interface WriteState {
  /** Sent, but not taken by the network yet. */
  inFlightBytes: number;
  /** Whether the recogniser takes audio at all. Connecting is no stall: what is said meanwhile is kept for longer. */
  connected: boolean;
}

/**
 * The caller's audio between `write` and the network: gathered into pieces, bounded, every sample with
 * its place on the timeline. What does not fit is dropped and told as one gap once there is room again:
 * the oldest unsent audio is worth more, for it continues what the recogniser has already heard.
 */
export class AudioBacklog {
  readonly #format: AudioFormat;
  readonly #sampleBytes: number;
  readonly #chunkBytes: number;
  readonly #bufferBytes: number;
  readonly #connectBufferBytes: number;
  #gathered: { start: number; data: Uint8Array; filledBytes: number } | undefined;
  #unsent: AudioPiece[] = [];
  #sent: AudioPiece[] = [];
  /** Unsent audio before this sample was sent once already, or had nobody to go to: it does not make a stall. */
  #excusedEnd = 0;
  #written = 0;
  #gapStart: number | undefined;

  constructor({ format, chunkMs, bufferMs, connectBufferMs }: AudioBacklogOptions) {
    this.#format = format;
    this.#sampleBytes = bytesPerSample(format);
    this.#chunkBytes = msToBytes(chunkMs, format);
    this.#bufferBytes = msToBytes(bufferMs, format);
    this.#connectBufferBytes = Math.max(this.#bufferBytes, msToBytes(connectBufferMs, format));
  }

  /** Length of all that was written, in samples: the caller's timeline. */
  get writtenSamples(): number {
    return this.#written;
  }

  /** Whether audio waits to be sent; `gathered` counts what is not a whole piece yet. */
  get isEmpty(): boolean {
    return this.#unsent.length === 0 && this.#gathered === undefined;
  }

  /**
   * Takes audio, or drops it if with the bytes in flight the bound would be passed. Returns the gap that this
   * write closed, if one did. Throws `ERR_BAD_AUDIO` for half samples.
   */
  write(data: Uint8Array, { inFlightBytes, connected }: WriteState): Stretch | undefined {
    checkWholeSamples(data, this.#format);
    const start = this.#written;
    this.#written += data.byteLength / this.#sampleBytes;
    const room = connected
      ? this.#bufferBytes - this.#unsentBytes(this.#excusedEnd)
      : this.#connectBufferBytes - this.#unsentBytes(0);
    const free = Math.max(0, room - inFlightBytes);
    const kept = Math.min(data.byteLength, free - (free % this.#sampleBytes));
    const gap = kept > 0 ? this.#closeGap(start) : undefined;
    if (kept > 0) this.#gather(start, data.subarray(0, kept));
    if (!connected) this.#excusedEnd = this.#written;
    if (kept < data.byteLength) {
      this.#closePiece();
      this.#gapStart ??= start + kept / this.#sampleBytes;
    }
    return gap;
  }

  /** The next piece to send; a short one only with `flush`. */
  take(flush = false): AudioPiece | undefined {
    if (this.#unsent.length === 0 && flush) this.#closePiece();
    const piece = this.#unsent.shift();
    if (piece !== undefined) this.#remember(piece);
    return piece;
  }

  /** No more audio will come: the gap that is open, if one is. */
  end(): Stretch | undefined {
    return this.#closeGap(this.#written);
  }

  /**
   * The session that was sent the audio is gone: what it was sent after `fromMs` and is still kept will be
   * sent again. Returns what was sent after `heardMs` and is no longer kept.
   */
  rewind(fromMs: number, heardMs: number): Stretch | undefined {
    const from = Math.ceil((fromMs / 1000) * this.#format.sampleRateHz);
    const again = this.#sent.flatMap((piece) => this.#after(piece, from) ?? []);
    const sentEnd = this.#end(this.#sent.at(-1));
    const keptFrom = again[0]?.start ?? sentEnd;
    this.#sent = [];
    this.#unsent = [...again, ...this.#unsent];
    this.#excusedEnd = Math.max(this.#excusedEnd, sentEnd);
    return this.#stretch((heardMs / 1000) * this.#format.sampleRateHz, keptFrom);
  }

  #gather(start: number, data: Uint8Array): void {
    let offset = 0;
    while (offset < data.byteLength) {
      const gathered = (this.#gathered ??= {
        start: start + offset / this.#sampleBytes,
        data: new Uint8Array(this.#chunkBytes),
        filledBytes: 0,
      });
      const part = data.subarray(offset, offset + this.#chunkBytes - gathered.filledBytes);
      gathered.data.set(part, gathered.filledBytes);
      gathered.filledBytes += part.byteLength;
      offset += part.byteLength;
      if (gathered.filledBytes === this.#chunkBytes) this.#closePiece();
    }
  }

  #closePiece(): void {
    if (this.#gathered === undefined) return;
    const { start, data, filledBytes } = this.#gathered;
    this.#unsent.push({ start, data: data.subarray(0, filledBytes) });
    this.#gathered = undefined;
  }

  #closeGap(end: number): Stretch | undefined {
    const start = this.#gapStart;
    this.#gapStart = undefined;
    return start === undefined ? undefined : this.#stretch(start, end);
  }

  #remember(piece: AudioPiece): void {
    this.#sent.push(piece);
    let keptBytes = this.#sent.reduce((sum, { data }) => sum + data.byteLength, 0);
    while (keptBytes > this.#bufferBytes && this.#sent.length > 1) {
      keptBytes -= this.#sent.shift()?.data.byteLength ?? 0;
    }
  }

  /** Unsent audio from sample `from` on. */
  #unsentBytes(from: number): number {
    const counted = this.#unsent.filter(({ start }) => start >= from);
    return counted.reduce((sum, { data }) => sum + data.byteLength, this.#gathered?.filledBytes ?? 0);
  }

  /** The part of a piece from sample `from` on. */
  #after(piece: AudioPiece, from: number): AudioPiece | undefined {
    const skip = Math.max(0, from - piece.start);
    if (piece.start + skip >= this.#end(piece)) return undefined;
    return { start: piece.start + skip, data: piece.data.subarray(skip * this.#sampleBytes) };
  }

  #end(piece: AudioPiece | undefined): number {
    return piece === undefined ? 0 : piece.start + piece.data.byteLength / this.#sampleBytes;
  }

  #stretch(start: number, end: number): Stretch | undefined {
    if (end <= start) return undefined;
    const toMs = (samples: number) => bytesToMs(samples * this.#sampleBytes, this.#format);
    return { startMs: toMs(start), endMs: toMs(end) };
  }
}
