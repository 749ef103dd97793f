import type { OpusEncoderHandle } from 'libopus-wasm';
import { holdTime } from '../held-work.js';
import { OggPageWriter } from './ogg-pages.js';

/** Opus in Ogg counts in samples of 48 kHz, whatever it is made of (RFC 7845). */
export const opusRateHz = 48_000;

/** 20 ms, the usual length of an Opus packet. */
const frameSamples = 960;
/** A second, as FFmpeg's muxer makes them; how long the pages of the service are is not known. */
const packetsPerPage = 50;
/** Lets a whole page of packets fit the 255 lacing values that a page has. */
const maxPacketBytes = 1274;
/** What FFmpeg gives Opus for one channel; that of the service is not known. */
const bitrate = 64_000;

/**
 * One Ogg Opus stream, mono (RFC 7845), written in pieces. A piece holds whole pages; what does not fill a packet
 * of 20 ms waits for the next piece. Decoded, the stream is as long as its input, to the sample.
 */
export class OggOpusStream {
  readonly #encoder: OpusEncoderHandle;
  readonly #pages: OggPageWriter;
  /** The encoder's delay, which a decoder drops at the start. 312 samples, as recorded of the service. */
  readonly #preSkip: number;
  readonly #headers: Uint8Array[];
  #waiting = new Int16Array(0);
  #samples = 0;
  #packets = 0;

  private constructor(encoder: OpusEncoderHandle, serial: number) {
    this.#encoder = encoder;
    this.#pages = new OggPageWriter(serial);
    this.#preSkip = encoder.getLookahead();
    this.#headers = [opusHead(this.#preSkip), opusTags()].map((packet) =>
      this.#pages.write({ packets: [packet], granule: 0 }),
    );
  }

  /** Loads the encoder at the first call: who asks for no Opus has no WebAssembly in memory. */
  static async open(serial: number): Promise<OggOpusStream> {
    return new OggOpusStream(await holdTime(openEncoder()), serial);
  }

  /** The pages of `samples` (48 kHz), and the headers before the first; `last` ends the stream. */
  write(samples: Int16Array, { last }: { last: boolean }): Uint8Array {
    const packets = this.#encode(samples, last);
    const pages = this.#headers.splice(0);
    for (let from = 0; from < packets.length; from += packetsPerPage) {
      const onPage = packets.slice(from, from + packetsPerPage);
      this.#packets += onPage.length;
      const isLast = last && from + packetsPerPage >= packets.length;
      // The position of the last page tells a decoder how much of the filling to drop.
      const granule = isLast ? this.#preSkip + this.#samples : this.#packets * frameSamples;
      pages.push(this.#pages.write({ packets: onPage, granule, last: isLast }));
    }
    return Buffer.concat(pages);
  }

  /** The packets that `samples` fill, with what was waiting; what is left waits. */
  #encode(samples: Int16Array, last: boolean): Uint8Array[] {
    this.#samples += samples.length;
    const ready = this.#waiting.length + samples.length;
    // The last packets carry the encoder's delay out, filled up with silence.
    const count = last
      ? Math.ceil((this.#preSkip + this.#samples) / frameSamples) - this.#packets
      : Math.floor(ready / frameSamples);
    const input = new Int16Array(Math.max(ready, count * frameSamples));
    input.set(this.#waiting);
    input.set(samples, this.#waiting.length);
    this.#waiting = input.slice(count * frameSamples);
    return Array.from({ length: count }, (_, index) => {
      const frame = input.subarray(index * frameSamples, (index + 1) * frameSamples);
      return this.#encoder.encode(frame, { maxPacketBytes });
    });
  }

  /** Frees the encoder. */
  close(): void {
    this.#encoder.free();
  }
}

async function openEncoder(): Promise<OpusEncoderHandle> {
  const { Application, createEncoder } = await import('libopus-wasm');
  return createEncoder({ sampleRate: opusRateHz, channels: 1, application: Application.Audio, bitrate });
}

/** The first packet: one channel, made at 48 kHz, played as it is. */
function opusHead(preSkip: number): Uint8Array {
  const head = Buffer.alloc(19);
  head.write('OpusHead');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(preSkip, 10);
  head.writeUInt32LE(opusRateHz, 12);
  return head;
}

/** The second packet: who made it, and no comments. */
function opusTags(): Uint8Array {
  const vendor = Buffer.from('@rechka/emulator');
  const tags = Buffer.alloc(8 + 4 + vendor.length + 4);
  tags.write('OpusTags');
  tags.writeUInt32LE(vendor.length, 8);
  vendor.copy(tags, 12);
  return tags;
}
