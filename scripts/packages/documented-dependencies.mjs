import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root, rootManifest, workspacePackages } from '../dev/workspace.mjs';

const ours = (name) => name.startsWith('@rechka/');

/** Holds the tables of docs/dependencies.md to every package.json: names, versions, and who needs what at run time. */
export function checkDocumentedDependencies() {
  const rows = tableRows(readFileSync(path.join(root, 'docs', 'dependencies.md'), 'utf8'));
  const used = usedDependencies();
  const faults = [];
  for (const { name, version, users } of used.values()) {
    const row = rows.get(name);
    if (row === undefined) faults.push(`${name} ${version} is not there`);
    else if (!row.versions.includes(version)) faults.push(`${name} is ${version}, not ${row.versions}`);
    // Only tables of what is needed at run time say by whom.
    else if (users.size > 0 && [...users].sort().join() !== [...row.users].sort().join()) {
      faults.push(`${name} is used at run time by ${[...users].join(', ')}`);
    }
  }
  for (const name of rows.keys()) if (!used.has(name)) faults.push(`${name} is no dependency`);
  return {
    ok: faults.length === 0,
    output: faults.map((fault) => `docs/dependencies.md: ${fault}`).join('\n'),
  };
}

/** By name: the version asked for at run time, else in development; and which of our packages need it at run time. */
function usedDependencies() {
  const used = new Map();
  const manifests = [rootManifest, ...workspacePackages().map(({ manifest }) => manifest)];
  const entries = (manifest, kind) => Object.entries(manifest[kind] ?? {}).filter(([name]) => !ours(name));
  for (const manifest of manifests) {
    for (const [name, version] of entries(manifest, 'dependencies')) {
      const users = used.get(name)?.users ?? new Set();
      used.set(name, { name, version, users: users.add(manifest.name.replace('@rechka/', '')) });
    }
  }
  for (const manifest of manifests) {
    for (const [name, version] of entries(manifest, 'devDependencies')) {
      if (!used.has(name)) used.set(name, { name, version, users: new Set() });
    }
  }
  return used;
}

/** By name, from rows such as ``| `jose` | iam, emulator | ^6.2.17 | …`` or ``| `eslint`, `@eslint/js` | 10.15.0, 10.0.1 | …``. */
function tableRows(markdown) {
  const rows = new Map();
  for (const line of markdown.split('\n').filter((text) => text.startsWith('| `'))) {
    const [, names, ...cells] = line.split('|').map((cell) => cell.trim());
    const versionAt = cells.findIndex((cell) => /^\^?\d+\.\d+/.test(cell));
    const listed = (cell) => (cell ?? '').split(', ').filter((item) => item !== '');
    const row = { versions: listed(cells[versionAt]), users: versionAt === 1 ? listed(cells[0]) : [] };
    for (const [, name] of names.matchAll(/`([^`]+)`/g)) rows.set(name, row);
  }
  return rows;
}
