/** So many blocks are one piece of memory. Each bit of a number says of one of them that nobody has it. */
const slabBlocks = 16;
const allSpare = 2 ** slabBlocks - 1;
/** Kept of each size in any case; 64 of 16 kHz are 1 MB. Where many calls have blocks, a quarter as many as these. */
const mostSpare = 64;
const mostSpareShare = 0.25;

const stocks = new Map<number, AudioBlocks>();

/**
 * Memory for callers' audio, in blocks of one size, which are numbered.
 *
 * All calls share it. Each lets go of some seconds at once when a final comes, and if these were garbage, the engine would
 * collect its whole heap for the sake of audio, again and again. And a block is a number since each object that a call
 * holds on to makes every such collection longer: there are seven or so blocks to a call.
 */
export class AudioBlocks {
  readonly sizeBytes: number;
  /** A hole where one was given up between others. */
  readonly #slabs: (Uint8Array | undefined)[] = [];
  /** Slab by slab, which of its blocks are spare; in a hole none is. */
  readonly #spare: number[] = [];
  /** In no slab before this one is a block to spare. */
  #lowest = 0;
  #used = 0;
  /** Slabs that are there, … */
  #there = 0;
  /** … and of these, how many nobody has a block of. */
  #idle = 0;

  private constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
  }

  static of(sizeBytes: number): AudioBlocks {
    let stock = stocks.get(sizeBytes);
    if (stock === undefined) stocks.set(sizeBytes, (stock = new AudioBlocks(sizeBytes)));
    return stock;
  }

  /** Memory taken, spare blocks included. */
  get bytes(): number {
    return this.#there * slabBlocks * this.sizeBytes;
  }

  /** A block for the caller alone. What is in it is another's: read no more than was written. */
  take(): number {
    // From the first slab that has any: so the last ones become idle when there is less to keep, and can go.
    while (this.#spare[this.#lowest] === 0) this.#lowest += 1;
    if (this.#lowest === this.#slabs.length) this.#lowest = this.#make();
    const slab = this.#lowest;
    const spare = this.#spare[slab] as number;
    const bit = spare & -spare;
    if (spare === allSpare) this.#idle -= 1;
    this.#spare[slab] = spare - bit;
    this.#used += 1;
    return slab * slabBlocks + 31 - Math.clz32(bit);
  }

  /** Gives back a block that was taken. Nobody may hold a view of it. Throws for one that nobody has. */
  give(block: number): void {
    const slab = Math.floor(block / slabBlocks);
    const bit = 1 << (block % slabBlocks);
    const spare = this.#spare[slab];
    // What one call does wrong here would be heard in others.
    if (spare === undefined || this.#slabs[slab] === undefined || (spare & bit) !== 0) {
      throw new RangeError(`block ${block} is nobody's`);
    }
    this.#spare[slab] = spare | bit;
    if (this.#spare[slab] === allSpare) this.#idle += 1;
    this.#lowest = Math.min(this.#lowest, slab);
    this.#used -= 1;
    this.#giveUp();
  }

  write(block: number, offsetBytes: number, data: Uint8Array): void {
    this.#slab(block).set(data, this.#start(block) + offsetBytes);
  }

  /** A view of what is in a block. */
  view(block: number, fromBytes: number, untilBytes: number): Uint8Array {
    const start = this.#start(block);
    return this.#slab(block).subarray(start + fromBytes, start + untilBytes);
  }

  /** One more slab, in a hole if there is one: returns where. */
  #make(): number {
    const hole = this.#slabs.indexOf(undefined);
    const slab = hole < 0 ? this.#slabs.length : hole;
    this.#slabs[slab] = new Uint8Array(slabBlocks * this.sizeBytes);
    this.#spare[slab] = allSpare;
    this.#there += 1;
    this.#idle += 1;
    return slab;
  }

  /** Lets go of idle slabs, wherever they are, while there is more to spare than is worth keeping. */
  #giveUp(): void {
    const most = Math.max(mostSpare, this.#used * mostSpareShare);
    for (let slab = this.#slabs.length - 1; this.#idle > 0; slab -= 1) {
      if (this.#there * slabBlocks - this.#used <= most) break;
      if (this.#spare[slab] !== allSpare) continue;
      this.#slabs[slab] = undefined;
      this.#spare[slab] = 0;
      this.#there -= 1;
      this.#idle -= 1;
    }
    while (this.#slabs.length > 0 && this.#slabs.at(-1) === undefined) {
      this.#slabs.pop();
      this.#spare.pop();
    }
    this.#lowest = Math.min(this.#lowest, this.#slabs.length);
  }

  #slab(block: number): Uint8Array {
    return this.#slabs[Math.floor(block / slabBlocks)] as Uint8Array;
  }

  #start(block: number): number {
    return (block % slabBlocks) * this.sizeBytes;
  }
}
