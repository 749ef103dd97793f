import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = fileURLToPath(new URL('../../', import.meta.url));

/** Where runs leave their stamps and reports; ignored by git, gone with `node_modules`. */
export const cacheFolder = path.join(root, 'node_modules', '.cache', 'rechka');

export function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'));
}

export const rootManifest = readJson(path.join(root, 'package.json'));

/** Every package of the workspace: its folder, relative to the root, and its package.json. */
export function workspacePackages() {
  const inside = (parent) => {
    const folder = path.join(root, parent);
    return existsSync(folder) ? readdirSync(folder).map((name) => `${parent}/${name}`) : [];
  };
  return ['proto', ...inside('packages'), ...inside('examples'), 'test', 'bench']
    .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
    .map((folder) => ({ folder, manifest: readJson(path.join(root, folder, 'package.json')) }));
}

/** The packages that go to the registry. */
export function publishedPackages() {
  return workspacePackages().filter(({ manifest }) => manifest.private !== true);
}

/**
 * `[program, args]` that run pnpm at the version of `packageManager`, exactly: 11 needs a newer Node, 12 refuses
 * a workspace pinned to another version, and corepack's signature check fails with some of its releases.
 */
export function pnpm(...args) {
  return ['npx', ['--yes', rootManifest.packageManager, ...args]];
}

/** The script behind the command `name` of an installed development dependency. */
export function toolScript(packageName, name = packageName) {
  const folder = path.join(root, 'node_modules', packageName);
  const { bin } = readJson(path.join(folder, 'package.json'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[name]);
}
