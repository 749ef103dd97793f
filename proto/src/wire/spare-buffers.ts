/** Smaller ones are not worth keeping. */
const leastBytes = 1024;
/** All that is kept together: a process that has fallen quiet does not hold on to its busiest moment. */
const mostBytes = 1024 * 1024;

const spare = new Map<number, Uint8Array<ArrayBuffer>[]>();
let keptBytes = 0;

/** A buffer of exactly this capacity, whatever is in it. */
export function takeBuffer(capacity: number): Uint8Array<ArrayBuffer> {
  const buffer = spare.get(capacity)?.pop();
  if (buffer === undefined) return new Uint8Array(capacity);
  keptBytes -= capacity;
  return buffer;
}

/**
 * Gives back the memory of a message that was encoded, for the next one of its size: a stream of audio then leaves no
 * garbage outside the heap, which would make the engine collect all of it again and again. Nobody may read these bytes any
 * more. Without it nothing goes wrong.
 */
export function recycle({ buffer }: Uint8Array): void {
  const { byteLength } = buffer;
  if (byteLength < leastBytes || keptBytes + byteLength > mostBytes || !(buffer instanceof ArrayBuffer))
    return;
  let ofThisSize = spare.get(byteLength);
  if (ofThisSize === undefined) spare.set(byteLength, (ofThisSize = []));
  ofThisSize.push(new Uint8Array(buffer));
  keptBytes += byteLength;
}
