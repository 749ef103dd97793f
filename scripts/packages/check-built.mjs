/**
 * Run by `pnpm pack` and `pnpm publish` in the folder of a package: fails if a file that its manifest promises is not
 * built. `npm start` builds without types, and its tarballs would have none.
 */
import { existsSync, readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync('package.json', 'utf8'));
const promised = [manifest.main, manifest.module, manifest.types, manifest.bin, manifest.exports].flatMap(
  filesOf,
);
const missing = [...new Set(promised)].filter((file) => !file.includes('*') && !existsSync(file));
if (missing.length > 0) {
  console.error(
    `${manifest.name} is not built whole: ${missing.join(', ')} missing. Build it with types first: npx --yes pnpm@10.34.9 run build`,
  );
  process.exitCode = 1;
}

/** Files in a field of a manifest, however deep. */
function filesOf(value) {
  if (typeof value === 'string') return [value];
  return Object.values(value ?? {}).flatMap(filesOf);
}
