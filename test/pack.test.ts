import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../scripts/packages/check-built.mjs', import.meta.url));
let folder = '';
afterEach(() => rmSync(folder, { recursive: true }));

/** What is said before a package with these files is packed. */
function beforePacking(...files: string[]) {
  folder = mkdtempSync(path.join(tmpdir(), 'rechka-pack-'));
  const manifest = {
    name: '@rechka/some',
    main: './dist/index.cjs',
    exports: { '.': { import: { types: './dist/index.d.ts', default: './dist/index.js' } } },
  };
  writeFileSync(path.join(folder, 'package.json'), JSON.stringify(manifest));
  mkdirSync(path.join(folder, 'dist'));
  for (const file of files) writeFileSync(path.join(folder, 'dist', file), '');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('a package', () => {
  it('is not packed without its types', () => {
    const { status, stderr } = beforePacking('index.js', 'index.cjs');
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^@rechka\/some is not built whole: \.\/dist\/index\.d\.ts missing\..*run build\n$/,
    );
  });

  it('is packed without a word when all is there', () => {
    const whole = beforePacking('index.js', 'index.cjs', 'index.d.ts');
    expect(whole).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});
