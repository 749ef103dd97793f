import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';

/** What a page loads of it, without what it imports: minified, gzip at its best. */
async function sizeBytes(entry: string): Promise<number> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(entry, import.meta.url))],
    bundle: true,
    minify: true,
    charset: 'utf8',
    format: 'esm',
    write: false,
    external: ['@rechka/core', 'libphonenumber-js/*'],
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length;
}

describe('the package, bundled for a page', () => {
  it.each([
    ['index.ts', 40_000],
    ['understanding/index.ts', 28_000],
  ])('%s is at most %d bytes', async (entry, limitBytes) => {
    expect(await sizeBytes(entry)).toBeLessThanOrEqual(limitBytes);
  });
});
