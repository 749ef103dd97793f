// Declared here because this package compiles without DOM and Node types: every platform has both.
declare const TextDecoder: new (
  label: string,
  options: { ignoreBOM: boolean },
) => {
  decode(bytes: Uint8Array): string;
};
declare const TextEncoder: new () => { encodeInto(text: string, target: Uint8Array): unknown };

/** Above this many characters `encodeInto` is faster than a loop (measured on Node 20). */
const encodeLoopLimit = 30;
/** ASCII longer than this is faster in `TextDecoder`; Cyrillic never is (measured on Node 20). */
const decodeLoopLimit = 20;
/** The most characters that are made into a string at once: `apply` has a limit on its arguments. */
const applyLimit = 4096;

const decoder = /* @__PURE__ */ new TextDecoder('utf-8', { ignoreBOM: true });
const encoder = /* @__PURE__ */ new TextEncoder();

/** The text in `source[start, end)`; bytes that are not UTF-8 become U+FFFD. */
export function decodeUtf8(source: Uint8Array, start: number, end: number): string {
  const length = end - start;
  if (length === 0) return '';
  const ascii = (source[start] as number) < 0x80;
  if (length > applyLimit || (ascii && length > decodeLoopLimit))
    return decoder.decode(view(source, start, end));
  // As long as it will be: one that grows leaves twice as much behind.
  const units = new Array<number>(characterCount(source, start, end));
  let count = 0;
  for (let index = start; index < end;) {
    const first = source[index++] as number;
    if (first < 0x80) {
      units[count++] = first;
      continue;
    }
    // Two-byte characters are all of Cyrillic; anything longer or broken is the platform's business.
    const second = index < end ? (source[index++] as number) : 0;
    if (first < 0xc2 || first > 0xdf || (second & 0xc0) !== 0x80)
      return decoder.decode(view(source, start, end));
    units[count++] = ((first & 0x1f) << 6) | (second & 0x3f);
  }
  return String.fromCharCode.apply(null, units);
}

/** How many characters begin there: as many as bytes that do not go on with one. */
function characterCount(source: Uint8Array, start: number, end: number): number {
  let count = 0;
  for (let index = start; index < end; index++) if (((source[index] as number) & 0xc0) !== 0x80) count++;
  return count;
}

/** How many bytes a text takes; a lone surrogate counts as U+FFFD, which is what it is encoded as. */
export function utf8Length(text: string): number {
  let length = text.length;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x80) continue;
    length += code < 0x800 ? 1 : 2;
    if (isPairAt(text, index)) index++;
  }
  return length;
}

function isPairAt(text: string, index: number): boolean {
  return (text.charCodeAt(index) & 0xfc00) === 0xd800 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00;
}

/** Writes a text whose `utf8Length` is `length` at `target[start]`. */
export function encodeUtf8(text: string, length: number, target: Uint8Array, start: number): void {
  if (text.length > encodeLoopLimit) {
    encoder.encodeInto(text, view(target, start, start + length));
    return;
  }
  let position = start;
  for (let index = 0; index < text.length; index++) {
    let code = text.charCodeAt(index);
    if (code < 0x80) {
      target[position++] = code;
    } else if (code < 0x800) {
      target[position++] = 0xc0 | (code >> 6);
      target[position++] = 0x80 | (code & 0x3f);
    } else if (isPairAt(text, index)) {
      code = text.codePointAt(index++) as number;
      target[position++] = 0xf0 | (code >> 18);
      target[position++] = 0x80 | ((code >> 12) & 0x3f);
      target[position++] = 0x80 | ((code >> 6) & 0x3f);
      target[position++] = 0x80 | (code & 0x3f);
    } else {
      if ((code & 0xf800) === 0xd800) code = 0xfffd;
      target[position++] = 0xe0 | (code >> 12);
      target[position++] = 0x80 | ((code >> 6) & 0x3f);
      target[position++] = 0x80 | (code & 0x3f);
    }
  }
}

function view(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Uint8Array(bytes.buffer, bytes.byteOffset + start, end - start);
}
