import { existsSync } from 'node:fs';
import path from 'node:path';
import { run } from './run.mjs';
import { hashOf, readStamp, removeStamp, writeStamp } from './stamp.mjs';
import { pnpm, root, workspacePackages } from './workspace.mjs';

/** The examples that a command runs: what is run, and what else a build leaves, relative to its folder. */
const examples = {
  'browser-chat': { script: 'dist/server/main.js', others: ['dist/page/index.html'] },
  console: { script: 'dist/main.js', others: [] },
  'cloud-check': { script: 'dist/main.js', others: [] },
};

const packageOf = (example) => `@rechka/example-${example}`;
const fileOf = (example, file) => path.join(root, 'examples', example, file);

/** What `npm start` runs for `browser-chat`, `npm run console` for `console`, `npm run cloud:check` for `cloud-check`. */
export function exampleScript(example) {
  return fileOf(example, examples[example].script);
}

/** Builds every package and example, with types. */
export function buildAll() {
  return build({ types: true }, [
    '--filter',
    './proto',
    '--filter',
    './packages/*',
    '--filter',
    './examples/*',
  ]);
}

/** Whether what {@link buildExamples} would build is there and up to date. */
export function areExamplesBuilt() {
  const outputs = Object.entries(examples).flatMap(([example, { script, others }]) => [
    ...[script, ...others].map((file) => fileOf(example, file)),
    ...withDependencies(packageOf(example)).flatMap(scriptsOf),
  ]);
  return readStamp('build')?.hash === sourcesHash() && outputs.every((file) => existsSync(file));
}

/** Builds the examples and the packages they stand on, JavaScript only: seconds instead of a minute. */
export function buildExamples() {
  const filters = Object.keys(examples).flatMap((example) => ['--filter', `${packageOf(example)}...`]);
  return build({ types: false }, filters);
}

async function build({ types }, filters) {
  removeStamp('build');
  const hash = sourcesHash();
  const env = types ? {} : { RECHKA_JS_ONLY: '1' };
  // pnpm shows what a failing script printed only from this level on.
  const result = await run(...pnpm('--recursive', '--loglevel=info', ...filters, 'run', 'build'), { env });
  if (result.ok) writeStamp('build', { hash });
  return result;
}

function sourcesHash() {
  return hashOf(['proto', 'packages', 'examples', 'tsup.base.ts', 'tsconfig.base.json', 'pnpm-lock.yaml']);
}

/** A package of the workspace, by name, with all packages of the workspace that it stands on. */
function withDependencies(name) {
  const byName = new Map(workspacePackages().map((item) => [item.manifest.name, item]));
  const found = new Set();
  const visit = (next) => {
    const item = byName.get(next);
    if (item === undefined || found.has(item)) return;
    found.add(item);
    Object.keys(item.manifest.dependencies ?? {}).forEach(visit);
  };
  visit(name);
  return [...found];
}

/** The ES modules that a package exports. */
function scriptsOf({ folder, manifest }) {
  return Object.values(manifest.exports ?? {})
    .map((target) => target?.import?.default)
    .filter((file) => file !== undefined)
    .map((file) => path.join(root, folder, file));
}
