import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { buildWorklet } from '../../../packages/web/scripts/worklet.mjs';
import { addLoudspeaker } from './loudspeaker.js';
import tsconfig from '../../../tsconfig.json' with { type: 'json' };

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the page as `npm run build` does, but from the sources of the packages, and adds an ear. */
export async function buildPage(): Promise<{ folder: string; remove: () => void }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rechka-page-'));
  const worklet = path.join(folder, 'worklet.js');
  writeFileSync(worklet, await buildWorklet());
  const alias = Object.entries(tsconfig.compilerOptions.paths).map(([name, [target = '']]) => ({
    find: new RegExp(`^${name.replace('*', '(.+)')}$`),
    replacement: pathOf(`../../../${target.replace('*', '$1')}`),
  }));
  await build({
    configFile: pathOf('../vite.config.ts'),
    resolve: { alias: [{ find: '@rechka/web/worklet.js', replacement: worklet }, ...alias] },
    build: { outDir: path.join(folder, 'page'), minify: false },
  });
  addLoudspeaker(path.join(folder, 'page'));
  return {
    folder: path.join(folder, 'page'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
