import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from '../chromium.mjs';
import { findGrpcPython } from '../python.mjs';
import { run } from './run.mjs';

/**
 * Programs that are no npm packages and that some tests need; those tests are skipped without them. The small ones
 * come first, so that a slow mirror costs as few of them as can be.
 */
const tools = [
  {
    name: 'espeak-ng',
    packages: ['espeak-ng'],
    neededBy: 'the tests of audible speech',
    isThere: () => canStart('espeak-ng', '--version'),
  },
  {
    name: 'opus-tools',
    packages: ['opus-tools'],
    neededBy: 'the tests that ask opusinfo and opusdec',
    isThere: () => canStart('opusinfo', '-h') && canStart('opusdec', '--version'),
  },
  {
    name: 'gRPC for Python',
    packages: ['python3-grpcio', 'python3-grpc-tools'],
    neededBy: 'the test of the example in Python',
    isThere: () => findGrpcPython() !== undefined,
  },
  {
    name: 'Chromium',
    packages: ['chromium'],
    neededBy: 'the tests of the page in Chromium',
    elsewise: 'set CHROMIUM_PATH',
    isThere: () => findChromium() !== undefined,
  },
];

/** All of it together: a package mirror that does not answer must not hold up everything else. */
const installMs = 300_000;
/** Another apt may be at work, as on a machine that has just been started. */
const lockSeconds = 60;

/** Those that are not here. */
export function missingTools() {
  return tools.filter(({ isThere }) => !isThere());
}

/**
 * Installs them with apt, one after another, where that is possible without asking anybody: one that cannot be had
 * keeps no other away. Never rejects.
 *
 * @returns {Promise<{ name: string, neededBy: string, ok: boolean, output: string, ms: number }[]>}
 */
export async function installTools(missing) {
  if (missing.length === 0) return [];
  const asRoot = await waysToBeRoot();
  if (asRoot === undefined) return missing.map(byHand);
  const untilMs = performance.now() + installMs;
  const apt = (...args) => {
    const [program, ...rest] = [...asRoot, 'apt-get', '-o', `DPkg::Lock::Timeout=${lockSeconds}`, ...args];
    // At least a second: 0 would be no limit.
    const timeoutMs = Math.max(1000, Math.ceil(untilMs - performance.now()));
    return run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs });
  };
  const update = await apt('update', '-qq');
  const results = [];
  for (const { name, neededBy, packages, isThere } of missing) {
    const result = await apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
    const ok = result.ok && isThere();
    // An update that failed is why a package is unknown.
    const said = `${update.ok ? '' : update.output}\n${result.output}`.trim().split('\n').at(-1);
    const why = result.ok ? 'it is not found after the installation' : said;
    const output = ok ? '' : `apt-get could not install ${packages.join(' and ')}: ${why}`;
    results.push({ name, neededBy, ok, output, ms: result.ms });
  }
  return results;
}

function byHand({ name, neededBy, packages, elsewise }) {
  const ways = [`install it (apt-get install ${packages.join(' ')})`, elsewise].filter(Boolean);
  return { name, neededBy, ok: false, output: `${name} is missing; ${ways.join(', or ')}`, ms: 0 };
}

function canStart(program, ...args) {
  return spawnSync(program, args).error === undefined;
}

/** What goes before a command that only root may run; `undefined` if that would need a password, or there is no apt. */
async function waysToBeRoot() {
  if (process.platform !== 'linux' || !existsSync('/usr/bin/apt-get') || !isDebian()) return undefined;
  if (process.getuid?.() === 0) return [];
  return (await run('sudo', ['-n', 'true'])).ok ? ['sudo', '-n'] : undefined;
}

function isDebian() {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    // A system that does not say what it is.
    return false;
  }
}
