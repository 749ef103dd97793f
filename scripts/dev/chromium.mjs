import { existsSync, readFileSync } from 'node:fs';
import { findChromium } from '../chromium.mjs';
import { run } from './run.mjs';

/** A package mirror that does not answer must not hold up everything else. */
const installMs = 300_000;

/** Whether there is a browser for the tests of the page. */
export function hasChromium() {
  return findChromium() !== undefined;
}

/** Installs Chromium with apt, where that is possible without asking anybody. Never rejects. */
export async function installChromium() {
  const asRoot = await waysToBeRoot();
  if (asRoot === undefined) {
    const output = 'it is missing; install it (apt-get install chromium), or set CHROMIUM_PATH';
    return { ok: false, output, ms: 0 };
  }
  const apt = (...args) => {
    const [program, ...rest] = [...asRoot, 'apt-get', ...args];
    return run(program, rest, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: installMs });
  };
  const update = await apt('update', '-qq');
  const result = await apt('install', '-y', '-qq', '--no-install-recommends', 'chromium');
  const ok = result.ok && hasChromium();
  const why = `${update.output}\n${result.output}`.trim().split('\n').at(-1);
  return { ok, output: ok ? '' : `apt-get could not install it: ${why}`, ms: update.ms + result.ms };
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
