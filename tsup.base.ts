import { defineConfig } from 'tsup';

/** What differs between the packages; everything else of their build is the same. */
export interface PackageBuild {
  /** Output name → source file. */
  entry: Record<string, string>;
  /** `neutral` for packages that also run in a browser. */
  platform: 'node' | 'neutral';
  /** Patterns of files in `dist` that another build makes. Default none. */
  keep?: readonly string[];
}

/** ESM + CJS (+ types, unless RECHKA_JS_ONLY asks for the quick build that `npm start` uses). */
export function packageBuild({ entry, platform, keep = [] }: PackageBuild) {
  return defineConfig({
    entry,
    platform,
    format: ['esm', 'cjs'],
    target: 'node20',
    outDir: 'dist',
    clean: keep.length === 0 ? true : keep.map((pattern) => `!${pattern}`),
    splitting: true,
    sourcemap: true,
    treeshake: true,
    silent: true,
    // tsup passes `baseUrl` to the declaration build, which TypeScript 6 calls deprecated (TS5101).
    dts: process.env['RECHKA_JS_ONLY'] ? false : { compilerOptions: { ignoreDeprecations: '6.0' } },
  });
}
