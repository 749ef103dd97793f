/** Smaller ones are not worth keeping. */
const leastBytes = 1024;
/** All that is kept together: a process that has fallen quiet does not hold on to its busiest moment. */
const mostBytes = 1024 * 1024;

/** By size; the size that was given back last stands last. No list is empty. */
const spare = new Map<number, Uint8Array<ArrayBuffer>[]>();
let keptBytes = 0;

/** A buffer of exactly this capacity, whatever is in it. */
export function takeBuffer(capacity: number): Uint8Array<ArrayBuffer> {
  return takeFrom(capacity) ?? new Uint8Array(capacity);
}

/**
 * Gives back the memory of a message that was encoded, for the next one of its size: a stream of audio then leaves no
 * garbage outside the heap, which would make the engine collect all of it again and again. Nobody may read these bytes any
 * more, and they may be given back once only. Without it nothing goes wrong.
 */
export function recycle({ buffer }: Uint8Array): void {
  const { byteLength } = buffer;
  if (byteLength < leastBytes || byteLength > mostBytes || !(buffer instanceof ArrayBuffer)) return;
  const ofThisSize = spare.get(byteLength) ?? [];
  ofThisSize.push(new Uint8Array(buffer));
  keptBytes += byteLength;
  spare.delete(byteLength);
  spare.set(byteLength, ofThisSize);
  // Sizes that nobody has asked for since make room: else texts, each as long as no other, would fill it for good.
  while (keptBytes > mostBytes) takeFrom(spare.keys().next().value);
}

function takeFrom(size: number | undefined): Uint8Array<ArrayBuffer> | undefined {
  const ofThisSize = spare.get(size ?? 0);
  const buffer = ofThisSize?.pop();
  if (buffer === undefined) return undefined;
  keptBytes -= buffer.byteLength;
  if (ofThisSize?.length === 0) spare.delete(buffer.byteLength);
  return buffer;
}
