/** The two laws of ITU-T G.711: µ-law (`pcmu`) and A-law (`pcma`). */
export type G711Law = 'pcmu' | 'pcma';

interface LawTables {
  /** Code → 16-bit sample. */
  readonly decode: Int16Array;
  /** 16-bit sample, read as unsigned → code. */
  readonly encode: Uint8Array;
}

/** Even bits of an A-law code are inverted on the wire. */
const alawToggle = 0x55;
/** Moves the segments of µ-law, which works on 14 bits, to powers of two. */
const mulawBias = 33;
const mulawMax = 8191;

function alawDecode(code: number): number {
  const bits = code ^ alawToggle;
  const segment = (bits >> 4) & 7;
  const step = ((bits & 15) << 4) + 8;
  const magnitude = segment === 0 ? step : (step + 256) << (segment - 1);
  return bits & 0x80 ? magnitude : -magnitude;
}

function alawEncode(sample: number): number {
  const magnitude = (sample < 0 ? ~sample : sample) >> 3;
  const segment = Math.max(0, 27 - Math.clz32(magnitude));
  const mantissa = (magnitude >> Math.max(1, segment)) & 15;
  return ((sample < 0 ? 0 : 0x80) | (segment << 4) | mantissa) ^ alawToggle;
}

function mulawDecode(code: number): number {
  const bits = ~code & 0xff;
  const magnitude = ((((bits & 15) << 1) + mulawBias) << ((bits >> 4) & 7)) - mulawBias;
  return (bits & 0x80 ? -magnitude : magnitude) * 4;
}

function mulawEncode(sample: number): number {
  const magnitude = Math.min(Math.abs(sample >> 2) + mulawBias, mulawMax);
  const segment = 26 - Math.clz32(magnitude);
  const mantissa = (magnitude >> (segment + 1)) & 15;
  return ~((sample < 0 ? 0x80 : 0) | (segment << 4) | mantissa) & 0xff;
}

const laws = {
  pcma: { decode: alawDecode, encode: alawEncode },
  pcmu: { decode: mulawDecode, encode: mulawEncode },
};

const tables = new Map<G711Law, LawTables>();

/** Built on first use: a program that never meets a telephone does not pay for them. */
function tablesOf(law: G711Law): LawTables {
  let made = tables.get(law);
  if (made === undefined) {
    const { decode, encode } = laws[law];
    made = {
      decode: Int16Array.from({ length: 256 }, (_, code) => decode(code)),
      encode: Uint8Array.from({ length: 65_536 }, (_, bits) => encode((bits << 16) >> 16)),
    };
    tables.set(law, made);
  }
  return made;
}

/** G.711 bytes to 16-bit samples. */
export function decodeG711(data: Uint8Array, law: G711Law): Int16Array {
  const { decode } = tablesOf(law);
  const samples = new Int16Array(data.byteLength);
  for (let i = 0; i < samples.length; i++) samples[i] = decode[data[i] ?? 0] ?? 0;
  return samples;
}

/** 16-bit samples to G.711 bytes. */
export function encodeG711(samples: Int16Array, law: G711Law): Uint8Array {
  const { encode } = tablesOf(law);
  const data = new Uint8Array(samples.length);
  for (let i = 0; i < data.length; i++) data[i] = encode[(samples[i] ?? 0) & 0xffff] ?? 0;
  return data;
}
