// How long `rechka-emulator` takes to be ready: from its start to the line with its addresses, as a user's test waits for
// it, against a Node that does nothing. Needs the build.
//
//   node bench/emulator-start.mjs [rounds]
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { spread, table } from './statistics.mjs';

const [rounds = 15] = process.argv.slice(2).map(Number);
const require = createRequire(import.meta.url);
const manifestFile = require.resolve('@rechka/emulator/package.json');
const program = join(dirname(manifestFile), require(manifestFile).bin['rechka-emulator']);
const folder = mkdtempSync(join(tmpdir(), 'rechka-bench-'));

const variants = {
  'node -e 0': () => ['-e', '0'],
  'no flags': () => [program],
  '--key-file, a new one': (round) => [program, '--key-file', join(folder, `key-${round}.json`)],
  '--key-file, one that is there': () => [program, '--key-file', join(folder, 'key-0.json')],
  '--tls': () => [program, '--tls'],
};

/** Ms until something is printed, or until the end of what prints nothing. */
function msUntilReady(args) {
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let readyMs;
    child.stdout.once('data', () => {
      readyMs = performance.now() - startMs;
      child.kill();
    });
    child.on('exit', (code) => {
      if (code !== null && code !== 0) reject(new Error(`${args.join(' ')} ended with ${code}`));
      else resolve(readyMs ?? performance.now() - startMs);
    });
  });
}

try {
  const times = Object.fromEntries(Object.keys(variants).map((name) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, args] of Object.entries(variants)) times[name].push(await msUntilReady(args(round)));
  }
  const baseline = times['node -e 0'];
  console.log(`start to ready, ${rounds} rounds: median (min..max)`);
  table(
    ['variant', 'ms', 'ratio to node -e 0'],
    Object.entries(times).map(([name, list]) => [
      name,
      spread(list, 0),
      spread(
        list.map((ms, round) => ms / baseline[round]),
        2,
      ),
    ]),
  );
} finally {
  rmSync(folder, { recursive: true });
}
