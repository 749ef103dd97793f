import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheFolder, readJson, root } from './workspace.mjs';

const skippedFolders = new Set(['node_modules', 'dist', 'out', '.cache', 'coverage']);

/** One hash over the contents of files and folders (paths from the root); tests and build output do not count. */
export function hashOf(paths) {
  const hash = createHash('sha256').update(process.version);
  const add = (relative) => {
    const file = path.join(root, relative);
    if (!existsSync(file)) return;
    if (statSync(file).isDirectory()) {
      for (const name of readdirSync(file).sort()) if (!skippedFolders.has(name)) add(`${relative}/${name}`);
    } else if (!relative.endsWith('.test.ts')) {
      hash.update(`\0${relative}\0`).update(readFileSync(file));
    }
  };
  for (const entry of paths) add(entry);
  return hash.digest('hex');
}

const stampFile = (name) => path.join(cacheFolder, `${name}.json`);

/** What {@link writeStamp} left; undefined if nothing, or nothing that can be read. */
export function readStamp(name) {
  try {
    return readJson(stampFile(name));
  } catch {
    // Missing or damaged: the step is simply done again.
    return undefined;
  }
}

export function writeStamp(name, value) {
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(stampFile(name), JSON.stringify(value));
}

export function removeStamp(name) {
  rmSync(stampFile(name), { force: true });
}
