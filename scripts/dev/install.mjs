import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { hashOf, readStamp, removeStamp, writeStamp } from './stamp.mjs';
import { pnpm, root, workspacePackages } from './workspace.mjs';

/** Whether the installed dependencies are those of the lock file, for this Node. */
export function isInstalled() {
  return (
    existsSync(path.join(root, 'node_modules', '.modules.yaml')) &&
    readStamp('install')?.hash === installHash()
  );
}

/** Installs the dependencies exactly as locked, unless they are. Never rejects. */
export async function install() {
  if (isInstalled()) return { ok: true, output: '', ms: 0 };
  removeStamp('install');
  const result = await run(...pnpm('install', '--frozen-lockfile', '--prefer-offline'));
  if (result.ok) {
    writeStamp('install', { hash: installHash() });
    return result;
  }
  const advice =
    'Installing the dependencies failed. It needs the npm registry (`npm ping` tells whether it can be reached) ' +
    'and a pnpm-lock.yaml that matches every package.json.';
  return { ...result, output: `${result.output}\n\n${advice}` };
}

function installHash() {
  const manifests = workspacePackages().map(({ folder }) => `${folder}/package.json`);
  return hashOf(['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc', 'package.json', ...manifests]);
}
