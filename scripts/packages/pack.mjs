import { run } from '../dev/run.mjs';
import { pnpm } from '../dev/workspace.mjs';

/**
 * Packs packages as `pnpm publish` would (`npm pack` would leave `workspace:` in them).
 *
 * @returns {Promise<{ ok: boolean, output: string, tarballs: { name: string, file: string, manifest: object }[] }>}
 */
export async function pack(packages, folder) {
  const filters = packages.flatMap(({ manifest }) => ['--filter', manifest.name]);
  // What pnpm says of scripts would stand before the JSON; that all files are there is judged on the tarballs.
  const { ok, stdout, output } = await run(
    ...pnpm('--recursive', ...filters, 'pack', '--json', '--pack-destination', folder),
    { env: { npm_config_ignore_scripts: 'true' } },
  );
  if (!ok) return { ok, output, tarballs: [] };
  const items = [JSON.parse(stdout)].flat();
  const tarballs = items.map(({ name, filename }) => ({
    name,
    file: filename,
    manifest: packages.find(({ manifest }) => manifest.name === name)?.manifest,
  }));
  const missing = packages
    .map(({ manifest }) => manifest.name)
    .filter((name) => !items.some((item) => item.name === name));
  return { ok: missing.length === 0, output: `Not packed: ${missing.join(', ')}`, tarballs };
}
