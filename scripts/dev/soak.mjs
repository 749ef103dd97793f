import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { install, isInstalled } from './install.mjs';
import { root, toolScript, workspacePackages } from './workspace.mjs';

/** What the gate runs for a moment, for as long as the promises are made for. Gives the exit code. */
export async function soak() {
  if (!isInstalled()) {
    const { ok, output } = await install();
    if (!ok) {
      console.error(output);
      return 1;
    }
  }
  const long = await vitest(['packages/stt/src/testing', 'test/soak.test.ts'], {
    SOAK: '1',
    HEARING_MINUTES: '30',
    HEARING_RUNS: '1000',
  });
  const { PROPERTY_SEED: seed = String(Math.floor(Math.random() * 2 ** 31)) } = process.env;
  console.log(`\nProperties, five times as many values as in the gate, from PROPERTY_SEED=${seed}\n`);
  const properties = await vitest(testsOfProperties(), { PROPERTY_SEED: seed, PROPERTY_RUNS: '5' });
  return long || properties;
}

function testsOfProperties() {
  return workspacePackages()
    .map(({ folder }) => path.join(folder, 'src'))
    .filter((folder) => existsSync(path.join(root, folder)))
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true })
        .filter((file) => file.endsWith('.test.ts'))
        .map((file) => path.join(folder, file)),
    )
    .filter((file) => readFileSync(path.join(root, file), 'utf8').includes("from 'fast-check'"));
}

function vitest(files, env) {
  const args = [toolScript('vitest'), 'run', ...files, '--testTimeout=3600000'];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  return new Promise((resolve) => child.on('close', (code) => resolve(code ?? 1)));
}
