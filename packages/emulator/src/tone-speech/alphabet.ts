const ROUBLE = 0x01;
const ESCAPE = 0x1b;

/** Character of each byte; bytes below the space stand for themselves only inside an escape. */
const characters = Array.from(
  new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, i) => i)),
);
const byteOf = new Map(
  characters.map((character, byte) => [character, byte] as const).filter(([, b]) => b >= 0x20),
);
byteOf.set('₽', ROUBLE);

/** Bytes of one UTF-16 unit: one, or three for a character outside windows-1251. */
function bytesOfUnit(unit: string): number[] {
  const byte = byteOf.get(unit);
  if (byte !== undefined) return [byte];
  const code = unit.charCodeAt(0);
  return [ESCAPE, code >> 8, code & 0xff];
}

/** The bytes of `word` in parts of at most `maxBytes`, never cut inside a character's own bytes. */
export function wordToParts(word: string, maxBytes: number): number[][] {
  const parts: number[][] = [[]];
  for (const unit of word.split('')) {
    const bytes = bytesOfUnit(unit);
    const last = parts[parts.length - 1];
    if (last && last.length + bytes.length <= maxBytes) last.push(...bytes);
    else parts.push(bytes);
  }
  return parts;
}

/** The text of a part. A truncated escape, which no encoder makes, gives U+FFFD. */
export function bytesToText(bytes: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte === ROUBLE) text += '₽';
    else if (byte !== ESCAPE) text += characters[byte] ?? '';
    else {
      const high = bytes[i + 1];
      const low = bytes[i + 2];
      text += high === undefined || low === undefined ? '\ufffd' : String.fromCharCode((high << 8) | low);
      i += 2;
    }
  }
  return text;
}
