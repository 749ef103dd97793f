import { bytesPerSample, bytesToMs, msToBytes } from '../audio/audio-format.js';
import type { AudioSink } from '../ports/call.js';

/** How much that has been heard is kept, for going back to the start of a word. */
const keptMs = 3000;

/**
 * The audio of one speech on its way into the sink. It can be paused, which makes the sink fall silent,
 * and resumed from an earlier place: what had been written and not heard is written again.
 *
 * Positions are ms from the first sample of the speech.
 */
export class Playout {
  /** Written or to be written, beginning at byte `#fromByte` of the speech. */
  #kept: Uint8Array[] = [];
  #fromByte = 0;
  #endByte = 0;
  /** The next byte for the sink. */
  #cursor = 0;
  /** The sink's position when position 0 of this speech was, or would have been, heard. */
  #baseMs: number | undefined;
  /** What there was when it was paused: no more of it can be heard, though the sink may play something else. */
  #pausedEndMs: number | undefined;
  /** Grows with each pause: a write that was under way in an earlier one did not get through. */
  #epoch = 0;
  #resumed: { promise: Promise<void>; open: () => void } | undefined;

  constructor(private readonly sink: AudioSink) {}

  /** Whether anything has been handed to the sink. */
  get begun(): boolean {
    return this.#baseMs !== undefined;
  }

  get paused(): boolean {
    return this.#resumed !== undefined;
  }

  /** What has been heard when the sink is at `sinkMs`. */
  heardMs(sinkMs: number): number {
    if (this.#baseMs === undefined) return 0;
    return Math.min(Math.max(0, sinkMs - this.#baseMs), this.pausedEndMs);
  }

  /** The end of what there is. */
  get endMs(): number {
    return bytesToMs(this.#endByte, this.sink.format);
  }

  /** The end of what there was when it was paused. */
  get pausedEndMs(): number {
    return this.#pausedEndMs ?? this.endMs;
  }

  /** What there is and has not been heard when the sink is at `sinkMs`. */
  unheardMs(sinkMs: number): number {
    return this.endMs - this.heardMs(sinkMs);
  }

  /** Hands audio to the sink; resolves when it took it, after a resume if need be. */
  async write(data: Uint8Array): Promise<void> {
    if (data.byteLength === 0) return;
    this.#kept.push(data);
    this.#endByte += data.byteLength;
    await this.#pump();
  }

  /** Resolves when everything written has been heard, through all pauses. */
  async drain(signal: AbortSignal): Promise<void> {
    for (let settled = false; !settled && !signal.aborted;) {
      await this.#pump();
      const epoch = this.#epoch;
      await this.sink.drain({ signal });
      settled = epoch === this.#epoch && this.#resumed === undefined;
    }
  }

  /** Hands nothing more to the sink. Clearing it is up to the caller. */
  pause(): void {
    this.#epoch += 1;
    if (this.#resumed) return;
    this.#pausedEndMs = this.endMs;
    let open: () => void = () => undefined;
    const promise = new Promise<void>((resolve) => (open = resolve));
    this.#resumed = { promise, open };
  }

  /** Goes on from `fromMs`, which must not lie more than 3 s before what has been heard. */
  resume(fromMs: number): void {
    const { format } = this.sink;
    const byte = Math.min(Math.max(msToBytes(fromMs, format), this.#fromByte), this.#endByte);
    this.#cursor = byte;
    this.#baseMs = this.sink.heardMs - bytesToMs(byte, format);
    this.#pausedEndMs = undefined;
    const resumed = this.#resumed;
    this.#resumed = undefined;
    resumed?.open();
  }

  /** Lets go of whoever waits for a resume that will not come. */
  stop(): void {
    this.#kept = [];
    this.#fromByte = this.#cursor = this.#endByte;
    const resumed = this.#resumed;
    this.#resumed = undefined;
    resumed?.open();
  }

  async #pump(): Promise<void> {
    while (this.#cursor < this.#endByte || this.#resumed) {
      if (this.#resumed) {
        await this.#resumed.promise;
        continue;
      }
      const data = this.#at(this.#cursor);
      if (!data) return;
      this.#baseMs ??= this.sink.heardMs;
      const epoch = this.#epoch;
      this.#cursor += data.byteLength;
      await this.sink.write(data);
      if (epoch === this.#epoch) this.#forget();
    }
  }

  /** The rest of the chunk that holds a byte of the speech. */
  #at(byte: number): Uint8Array | undefined {
    let start = this.#fromByte;
    for (const chunk of this.#kept) {
      const end = start + chunk.byteLength;
      if (byte < end) return chunk.subarray(byte - start);
      start = end;
    }
    return undefined;
  }

  #forget(): void {
    const { format } = this.sink;
    const oldestMs = this.heardMs(this.sink.heardMs) - keptMs;
    const keepFrom =
      Math.floor(msToBytes(Math.max(0, oldestMs), format) / bytesPerSample(format)) * bytesPerSample(format);
    for (
      let first = this.#kept[0];
      first && this.#fromByte + first.byteLength <= keepFrom;
      first = this.#kept[0]
    ) {
      this.#fromByte += first.byteLength;
      this.#kept.shift();
    }
  }
}
