import { createRequire } from 'node:module';
import type FastCheck from 'fast-check';

/** What `import fc from 'fast-check'` gives in a test: the library, with runs that are the same on every machine. */
const library = (createRequire(import.meta.url)('fast-check') as { default: typeof FastCheck }).default;

/**
 * `PROPERTY_SEED` takes another way through the values, which `npm run soak` does with `PROPERTY_RUNS` times as many of
 * them. The gate looks at the same ones each time: what it refuses is the change, not its luck.
 */
const { PROPERTY_SEED: seed = '1', PROPERTY_RUNS: times = '1' } = process.env;
/** As many as the library takes where a test does not say. */
const usualRuns = 100;

library.configureGlobal({ seed: Number(seed) });

type Assert = typeof library.assert;

const assert = ((property, parameters) =>
  library.assert(property, {
    ...parameters,
    numRuns: (parameters?.numRuns ?? usualRuns) * Number(times),
  })) as Assert;

// eslint-disable-next-line no-restricted-exports -- so does the library
export default { ...library, assert };
