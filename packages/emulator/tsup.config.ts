import { defineConfig } from 'tsup';
import { packageBuild } from '../../tsup.base.js';

export default [
  packageBuild({
    platform: 'node',
    entry: {
      index: 'src/index.ts',
      'testing/index': 'src/testing/index.ts',
    },
    keep: ['cli/**'],
  }),
  // The command is started again and again and ought to be quick: our own packages are in it, and nothing else is made
  // of it. Nobody imports it.
  defineConfig({
    entry: { main: 'src/cli/main.ts' },
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outDir: 'dist/cli',
    clean: true,
    splitting: true,
    minify: true,
    noExternal: [/^@rechka\//],
    silent: true,
  }),
];
