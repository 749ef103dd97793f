import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const script = `
const startMs = performance.now();
await import(process.argv[1]);
console.log(performance.now() - startMs);
process.exit();
`;

/** How long `modules` (name → address) take to import, in ms, each time in a process of its own and in turn. */
export async function importCosts(modules, rounds) {
  const costs = Object.fromEntries(Object.keys(modules).map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, address] of Object.entries(modules)) {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', script, address]);
      // The first round brings the files into memory.
      if (round > 0) costs[name].push(Number(stdout));
    }
  }
  return costs;
}
