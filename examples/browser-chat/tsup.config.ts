import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { main: 'server/main.ts' },
  platform: 'node',
  format: ['esm'],
  target: 'node20',
  outDir: 'dist/server',
  clean: true,
  sourcemap: true,
  silent: true,
});
