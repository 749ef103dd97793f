/** Work under way that the event loop does not show. */
const underWay = new Set<Promise<unknown>>();

/**
 * Stops virtual time, if it runs, until `work` settles: loading a module, compiling WebAssembly, another program.
 * Else time would run on while the event loop looks idle, as far as the machine happens to be slow.
 */
export function holdTime<T>(work: Promise<T>): Promise<T> {
  underWay.add(work);
  const release = () => void underWay.delete(work);
  work.then(release, release);
  return work;
}

/** How much such work is under way. */
export function heldWork(): number {
  return underWay.size;
}
