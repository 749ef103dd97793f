/** `WebAssembly`, of which only the types of browsers know. */
interface Assembler {
  compile: (bytes: unknown) => Promise<unknown>;
  instantiate: (module: unknown, imports?: unknown) => Promise<unknown>;
}

const { WebAssembly: assembler } = globalThis as unknown as { WebAssembly: Assembler };
/** Node's own: what a test puts in its place later is nothing to load, and counts who calls it. */
const { fetch: ownFetch } = globalThis;
let loaded: Promise<void> | undefined;

/**
 * Loads what `fetch` needs, once: Node does so with the first request, and compiles the parser of HTTP meanwhile, in a
 * thread that the event loop does not show. On a busy machine the first request would take as much virtual time as it may.
 * Never rejects: without it nothing else goes wrong.
 */
export function loadFetch(): Promise<void> {
  return (loaded ??= load().catch(() => undefined));
}

async function load(): Promise<void> {
  const work: Promise<unknown>[] = [];
  const seen = <T>(promise: Promise<T>): Promise<T> => {
    work.push(promise.catch(() => undefined));
    return promise;
  };
  const { compile, instantiate } = assembler;
  assembler.compile = (bytes) => seen(compile(bytes));
  assembler.instantiate = (module, imports) => seen(instantiate(module, imports));
  try {
    await (await ownFetch('data:,')).text();
    // Each may be followed by the next.
    for (let awaited = 0; awaited < work.length; awaited++) {
      await work[awaited];
      await new Promise((resolve) => setImmediate(resolve));
    }
  } finally {
    Object.assign(assembler, { compile, instantiate });
  }
}
