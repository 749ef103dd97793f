/**
 * Builds the audio worklet of the client: one script without imports, for it runs where none can be resolved.
 *
 *   node scripts/worklet.mjs generate   → src/client/worklet-source.ts, the script as a string
 *   node scripts/worklet.mjs dist       → dist/client/worklet.js, for pages whose CSP forbids Blobs
 */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { format, resolveConfig } from 'prettier';

const pathOf = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const sourceFile = pathOf('../src/client/worklet-source.ts');

/** The text of the worklet. */
export async function buildWorklet() {
  const { outputFiles } = await build({
    entryPoints: [pathOf('../src/client/worklet.ts')],
    tsconfig: pathOf('../../../tsconfig.json'),
    bundle: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  // Minified apart: in one go the short names would depend on all of core, used or not, and change with it.
  const { code } = await transform(outputFiles[0].text, { minify: true, target: 'es2022', charset: 'utf8' });
  return code.trim();
}

async function generate() {
  const module = [
    '// Made by `pnpm --filter @rechka/web generate` out of worklet.ts. A test sees to it that it is up to date.',
    '',
    '/** The script of the audio worklet: what a page loads as a Blob. */',
    `export const workletSource = ${JSON.stringify(await buildWorklet())};`,
  ].join('\n');
  const options = await resolveConfig(sourceFile);
  await writeFile(sourceFile, await format(module, { ...options, filepath: sourceFile }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv[2] === 'generate') await generate();
  else await writeFile(pathOf('../dist/client/worklet.js'), `${await buildWorklet()}\n`);
}
