const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit++) crc = (crc << 1) ^ (crc < 0 ? 0x04c1_1db7 : 0);
  return crc >>> 0;
});

/** The checksum of Ogg: CRC-32 with polynomial 0x04C11DB7, not reflected, from 0. */
function oggCrc(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) ^ (crcTable[(crc >>> 24) ^ byte] ?? 0)) >>> 0;
  return crc;
}

/** What a page tells besides its packets. */
export interface OggPage {
  /** Whole packets, none going on in the next page: up to 255 of at most 254 bytes, or fewer longer ones. */
  packets: readonly Uint8Array[];
  /** Position at the end of the page, as the codec counts it. */
  granule: number;
  /** The page is the last of its stream. */
  last?: boolean;
}

/** Writes the pages of one logical Ogg stream (RFC 3533). */
export class OggPageWriter {
  readonly #serial: number;
  #sequence = 0;

  /** `serial` tells the streams of a file apart. */
  constructor(serial: number) {
    this.#serial = serial;
  }

  write({ packets, granule, last = false }: OggPage): Uint8Array {
    const lacing = packets.flatMap(lacingOf);
    const headerBytes = 27 + lacing.length;
    const page = new Uint8Array(headerBytes + packets.reduce((sum, { length }) => sum + length, 0));
    const view = new DataView(page.buffer);
    page.set([0x4f, 0x67, 0x67, 0x53]); // OggS
    page[5] = (this.#sequence === 0 ? 2 : 0) | (last ? 4 : 0);
    view.setBigUint64(6, BigInt(granule), true);
    view.setUint32(14, this.#serial, true);
    view.setUint32(18, this.#sequence++, true);
    page[26] = lacing.length;
    page.set(lacing, 27);
    let at = headerBytes;
    for (const packet of packets) {
      page.set(packet, at);
      at += packet.length;
    }
    view.setUint32(22, oggCrc(page), true);
    return page;
  }
}

/** The length of a packet in steps of 255; a value below that ends it. */
function lacingOf(packet: Uint8Array): number[] {
  const whole = Math.floor(packet.length / 255);
  return [...Array.from({ length: whole }, () => 255), packet.length % 255];
}
