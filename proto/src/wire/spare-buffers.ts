/** Smaller ones are not worth keeping. */
export const leastBytes = 256;
/** All that is kept together: a process that has fallen quiet does not hold on to its busiest moment. */
const mostBytes = 1024 * 1024;

/** Capacities are rounded up to one of so many steps between a power of two and the next: sizes that differ little share. */
const steps = 8;

/** Buffers of one size, and when one was given back last, in turns. */
interface Spare {
  readonly buffers: ArrayBuffer[];
  turn: number;
}

const spares = new Map<number, Spare>();
let keptBytes = 0;
let turns = 0;

/** A buffer of at least this capacity and at most an eighth more, whatever is in it. */
export function takeBuffer(capacity: number): Uint8Array<ArrayBuffer> {
  const size = rounded(capacity);
  const buffer = spares.get(size)?.buffers.pop();
  if (buffer === undefined) return new Uint8Array(size);
  keptBytes -= size;
  return new Uint8Array(buffer);
}

/**
 * Gives back the memory of a message that was encoded, for the next one of its size: a stream of audio then leaves no
 * garbage outside the heap, which would make the engine collect all of it again and again. Nobody may read these bytes any
 * more, and they may be given back once only. Without it nothing goes wrong.
 */
export function recycle({ buffer }: Pick<Uint8Array, 'buffer'>): void {
  const { byteLength } = buffer;
  if (byteLength < leastBytes || byteLength > mostBytes || !(buffer instanceof ArrayBuffer)) return;
  let spare = spares.get(byteLength);
  if (spare === undefined) spares.set(byteLength, (spare = { buffers: [], turn: 0 }));
  spare.buffers.push(buffer);
  spare.turn = ++turns;
  keptBytes += byteLength;
  // Sizes that nobody has asked for since make room: else texts, each as long as no other, would fill it for good.
  while (keptBytes > mostBytes) forgetOldest();
}

function rounded(capacity: number): number {
  const step = 2 ** Math.max(0, 31 - Math.clz32(capacity)) / steps;
  return Math.max(leastBytes, Math.ceil(capacity / step) * step);
}

function forgetOldest(): void {
  let oldest = { size: 0, turn: Infinity };
  for (const [size, { buffers, turn }] of spares) {
    if (buffers.length === 0) spares.delete(size);
    else if (turn < oldest.turn) oldest = { size, turn };
  }
  spares.get(oldest.size)?.buffers.pop();
  keptBytes -= oldest.size;
}
