import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { buildWorklet } from '../../scripts/worklet.mjs';
import { workletSource } from './worklet-source.js';

describe('the worklet', () => {
  it('inside the client is that of the sources: else run `pnpm --filter @rechka/web generate`', async () => {
    expect(workletSource).toBe(await buildWorklet());
  });

  it('and all of the client are at most 15 KB to load', async () => {
    const { outputFiles } = await build({
      entryPoints: [new URL('./index.ts', import.meta.url).pathname],
      tsconfig: new URL('../../../../tsconfig.json', import.meta.url).pathname,
      bundle: true,
      minify: true,
      format: 'esm',
      target: 'es2022',
      write: false,
    });
    expect(gzipSync(outputFiles[0]!.contents, { level: 9 }).length).toBeLessThanOrEqual(15 * 1024);
  });
});
