/** Blocks that no call needs at the moment, by size. */
const spare = new Map<number, Uint8Array[]>();
/** Kept of each size; 64 of 16 kHz are 1 MB. */
const mostSpare = 64;

/**
 * Memory for a caller's audio, of exactly so many bytes. What is in it is another's: read no more than was written.
 *
 * All calls share it. Each lets go of some seconds at once when a final comes, and if these were garbage, the engine would
 * collect its whole heap for the sake of audio, again and again.
 */
export function takeBlock(sizeBytes: number): Uint8Array {
  return spare.get(sizeBytes)?.pop() ?? new Uint8Array(sizeBytes);
}

/** Gives a block back. Nobody may hold a view of it. */
export function giveBlock(block: Uint8Array | undefined): void {
  if (block === undefined) return;
  const ofThisSize = spare.get(block.byteLength) ?? [];
  if (ofThisSize.length >= mostSpare) return;
  ofThisSize.push(block);
  spare.set(block.byteLength, ofThisSize);
}
