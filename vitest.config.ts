import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import tsconfig from './tsconfig.json' with { type: 'json' };

/** Tests run against the sources: the same `paths` that the type check uses, so nothing need be built first. */
const alias = Object.entries(tsconfig.compilerOptions.paths).map(([name, [target]]) => ({
  find: new RegExp(`^${name.replace('*', '(.+)')}$`),
  replacement: fileURLToPath(new URL((target ?? '').replace('*', '$1'), import.meta.url)),
}));

const seeded = {
  find: /^fast-check$/,
  replacement: fileURLToPath(new URL('test/seeded-properties.ts', import.meta.url)),
};

export default defineConfig({
  resolve: { alias: [...alias, seeded] },
  test: {
    include: ['proto/**/*.test.ts', 'packages/**/*.test.ts', 'examples/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/dist/**', '**/node_modules/**'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
  },
});
