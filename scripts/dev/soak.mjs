import { spawn } from 'node:child_process';
import { install, isInstalled } from './install.mjs';
import { root, toolScript } from './workspace.mjs';

/** What the gate runs for a moment, for as long as the promises are made for. Gives the exit code. */
export async function soak() {
  if (!isInstalled()) {
    const { ok, output } = await install();
    if (!ok) {
      console.error(output);
      return 1;
    }
  }
  const env = { ...process.env, SOAK: '1', HEARING_MINUTES: '30', HEARING_RUNS: '1000' };
  const tests = ['run', 'packages/stt/src/testing', 'test/soak.test.ts', '--testTimeout=3600000'];
  const child = spawn(process.execPath, [toolScript('vitest', 'vitest'), ...tests], {
    cwd: root,
    env,
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
