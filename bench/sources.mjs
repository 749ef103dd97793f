import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Imports source files (paths from the root) as one module, bundled as the packages are: what a package keeps to
 * itself can be measured without being made public, and nothing need be built first.
 */
export async function importSources(...paths) {
  const folder = mkdtempSync(join(tmpdir(), 'rechka-bench-'));
  const outfile = join(folder, 'sources.mjs');
  try {
    await build({
      stdin: {
        contents: paths.map((path) => `export * from './${path}';`).join('\n'),
        resolveDir: root,
        loader: 'ts',
      },
      outfile,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // For what is CommonJS within: it asks for modules of Node in its own way.
      banner: {
        js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
      },
      // Packages of ours are found by its `paths`, as in tests.
      tsconfig: join(root, 'tsconfig.json'),
      logLevel: 'warning',
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
