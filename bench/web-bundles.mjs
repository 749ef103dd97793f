import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { buildWorklet } from '../packages/web/scripts/worklet.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = {
  core: join(root, 'packages/core/src/index.ts'),
  server: join(root, 'packages/web/src/server/index.ts'),
  client: join(root, 'packages/web/src/client/index.ts'),
  protocol: join(root, 'packages/web/src/protocol/index.ts'),
};
const shared = { bundle: true, format: 'esm', tsconfig: join(root, 'tsconfig.json'), logLevel: 'warning' };

async function bundleText(entry, options) {
  const { outputFiles } = await build({ ...shared, ...options, entryPoints: [entry], write: false });
  return outputFiles[0].text;
}

const forPages = { minify: true, target: 'es2022' };

/** What a page loads, in bytes: as it is, and compressed as a server would. */
export async function pageSizes() {
  const texts = {
    '/client, its worklet within': await bundleText(sources.client, forPages),
    'of it the worklet': await buildWorklet(),
    '/protocol': await bundleText(sources.protocol, forPages),
  };
  return Object.entries(texts).map(([what, text]) => ({
    what,
    bytes: Buffer.byteLength(text),
    gzipBytes: gzipSync(text, { level: 9 }).length,
  }));
}

/** The files of the page that measures, and the client as a script that does nothing but define it. */
export async function pageScripts() {
  return {
    '/page.js': await bundleText(fileURLToPath(new URL('web-page.mjs', import.meta.url)), forPages),
    '/client.js': await bundleText(sources.client, { ...forPages, format: 'iife', globalName: 'rechka' }),
    '/worklets.js': await bundleText(fileURLToPath(new URL('web-worklets.mjs', import.meta.url)), {}),
  };
}

/**
 * `server` and `protocol` as addresses to import, built as the packages are: `core` is a module of its own, `ws` is
 * the installed one. `remove()` takes them away again.
 */
export async function nodeModules() {
  const folder = mkdtempSync(join(tmpdir(), 'rechka-bench-'));
  const ws = import.meta.resolve('ws');
  const apart = {
    name: 'apart',
    setup({ onResolve }) {
      onResolve({ filter: /^@rechka\/core$/ }, () => ({ path: './core.mjs', external: true }));
      onResolve({ filter: /^ws$/ }, () => ({ path: ws, external: true }));
    },
  };
  const { core, server, protocol } = sources;
  await build({
    ...shared,
    platform: 'node',
    target: 'node20',
    entryPoints: { core, server, protocol },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    plugins: [apart],
  });
  const addressOf = (name) => pathToFileURL(join(folder, `${name}.mjs`)).href;
  return {
    ws,
    core: addressOf('core'),
    server: addressOf('server'),
    protocol: addressOf('protocol'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}
