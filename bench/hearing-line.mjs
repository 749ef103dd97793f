// What the processes of `hearing.mjs` share: the caller's audio, and the time of each write inside of it.

/** Messages of a stream that one connection carries; servers commonly allow 100. */
export const streamsPerConnection = 80;
/** A caller speaks three seconds in five. */
const cycleMs = 5000;
const speechMs = 3000;
/** A time takes so many samples after the mark at the beginning of a piece, … */
const stampSamples = 6;
/** … each of them no louder than this: silence stays silence. */
const half = 32;
const mark = Buffer.from(Int16Array.of(31, -32, 31, -32, 31, -32).buffer);
const stampBytes = mark.length + 2 * stampSamples;

/** µs on a clock that all processes of a machine share, from `epochUs` on. */
export function sharedClock(epochUs = 0) {
  const sharedUs = () => {
    const [seconds, nanos] = process.hrtime();
    return seconds * 1e6 + nanos / 1000;
  };
  // The two clocks are read one after the other, and something may come between: the closest of many readings counts.
  let [offsetUs, closestUs] = [0, Infinity];
  for (let i = 0; i < 1000; i++) {
    const beforeUs = sharedUs();
    const ownUs = performance.now() * 1000;
    const tookUs = sharedUs() - beforeUs;
    if (tookUs < closestUs) [offsetUs, closestUs] = [beforeUs + tookUs / 2 - ownUs - epochUs, tookUs];
  }
  return () => performance.now() * 1000 + offsetUs;
}

/** Pieces of `chunkMs` that go round: a voice like tones and noise, then the noise of the line alone. */
export function callerPieces({ rateHz, chunkMs }) {
  const samples = new Int16Array((rateHz * cycleMs) / 1000);
  let seed = 1;
  for (let i = 0; i < samples.length; i++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    const noise = (seed >> 16) / 0x8000 - 0.5;
    const atMs = (i * 1000) / rateHz;
    const syllable = Math.max(0, Math.sin((Math.PI * atMs) / 150));
    const tone =
      Math.sin((2 * Math.PI * 210 * i) / rateHz) + 0.5 * Math.sin((2 * Math.PI * 1300 * i) / rateHz);
    samples[i] = noise * 40 + (atMs < speechMs ? tone * syllable * 6000 : 0);
  }
  const all = Buffer.from(samples.buffer);
  const bytes = (rateHz * 2 * chunkMs) / 1000;
  return Array.from({ length: cycleMs / chunkMs }, (_, i) => all.subarray(i * bytes, (i + 1) * bytes));
}

/** A copy of a piece, as a transport hands one over, with the time in it. */
export function stamped(piece, timeUs) {
  const copy = Buffer.allocUnsafe(piece.length);
  piece.copy(copy);
  mark.copy(copy);
  let rest = Math.round(timeUs);
  for (let at = mark.length; at < stampBytes; at += 2) {
    copy.writeInt16LE((rest % (2 * half)) - half, at);
    rest = Math.floor(rest / (2 * half));
  }
  return copy;
}

/** Where the next piece with a time in it begins, from `offset` on; −1 if nowhere. */
export function findStamp(bytes, offset) {
  const at = bytes.indexOf(mark, offset);
  return at + stampBytes <= bytes.length ? at : -1;
}

/** The time in the piece that begins at `offset`. */
export function stampIn(bytes, offset) {
  let timeUs = 0;
  for (let at = offset + stampBytes - 2; at >= offset + mark.length; at -= 2) {
    timeUs = timeUs * 2 * half + bytes.readInt16LE(at) + half;
  }
  return timeUs;
}
