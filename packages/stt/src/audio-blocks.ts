/** Blocks of one size: how many calls have, and those that no call needs at the moment. */
interface Stock {
  used: number;
  readonly spare: Uint8Array[];
}

const stocks = new Map<number, Stock>();
/** Kept of each size in any case; 64 of 16 kHz are 1 MB. Where many calls have blocks, a quarter as many as these. */
const mostSpare = 64;
const mostSpareShare = 0.25;

/**
 * Memory for a caller's audio, of exactly so many bytes. What is in it is another's: read no more than was written.
 *
 * All calls share it. Each lets go of some seconds at once when a final comes, and if these were garbage, the engine would
 * collect its whole heap for the sake of audio, again and again.
 */
export function takeBlock(sizeBytes: number): Uint8Array {
  let stock = stocks.get(sizeBytes);
  if (stock === undefined) stocks.set(sizeBytes, (stock = { used: 0, spare: [] }));
  stock.used += 1;
  return stock.spare.pop() ?? new Uint8Array(sizeBytes);
}

/** Gives a block back, which {@link takeBlock} gave. Nobody may hold a view of it. */
export function giveBlock(block: Uint8Array): void {
  const stock = stocks.get(block.byteLength);
  if (stock === undefined) return;
  stock.used -= 1;
  stock.spare.push(block);
  const most = Math.max(mostSpare, Math.floor(stock.used * mostSpareShare));
  while (stock.spare.length > most) stock.spare.pop();
}
