/** Values of ASN.1 in DER (ITU-T X.690), as far as certificates are made of them: each is its tag, length and content. */

/** A value of any tag. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag, ...derLength(content.length)]), content]);
}

export const sequence = (...parts: readonly Uint8Array[]) => der(0x30, ...parts);

/** SET OF with a single member, which needs no sorting. */
export const setOf = (part: Uint8Array) => der(0x31, part);

export const octets = (content: Uint8Array) => der(0x04, content);

/** A BIT STRING of whole bytes; `unusedBits` are those of the last byte that do not count. */
export const bits = (content: Uint8Array, unusedBits = 0) => der(0x03, Buffer.from([unusedBits]), content);

export const utf8 = (text: string) => der(0x0c, Buffer.from(text, 'utf8'));

export const yes = () => der(0x01, Buffer.from([0xff]));

/** A positive INTEGER, given as its bytes. */
export function integer(bytes: Uint8Array): Buffer {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Buffer.from([0]) : bytes.subarray(first);
  // Without a zero in front, the highest bit would be a sign.
  return der(0x02, Buffer.from((short[0] ?? 0) & 0x80 ? [0] : []), short);
}

/** An OBJECT IDENTIFIER, given as numbers with dots. */
export function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

/** A time before 2050 is UTCTime, a later one GeneralizedTime (RFC 5280, section 4.1.2.5). */
export function time(epochMs: number): Buffer {
  const digits = new Date(epochMs).toISOString().replace(/[-:T]|\.\d+/g, '');
  const isUtcTime = digits < '2050';
  return der(isUtcTime ? 0x17 : 0x18, Buffer.from(isUtcTime ? digits.slice(2) : digits, 'ascii'));
}

function derLength(length: number): number[] {
  if (length < 0x80) return [length];
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest >>>= 8) bytes.unshift(rest & 0xff);
  return [0x80 | bytes.length, ...bytes];
}

function base128(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift(0x80 | (rest & 0x7f));
  return bytes;
}
