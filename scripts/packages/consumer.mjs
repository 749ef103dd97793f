import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, runNode } from '../dev/run.mjs';
import { rootManifest, toolScript } from '../dev/workspace.mjs';
import { checkSnippets } from './snippets.mjs';

const simulatedCall = 'simulated-call.test.mjs';
const emulatorCommand = 'emulator-command.test.mjs';

/** A user's strict compiler settings; `skipLibCheck` is off so that our own declarations are checked too. */
const compilerOptions = {
  target: 'ES2022',
  module: 'NodeNext',
  strict: true,
  skipLibCheck: false,
  verbatimModuleSyntax: true,
  types: ['node'],
};

/**
 * Installs the tarballs into an app of its own, `kind` being `esm` or `cjs`, then type-checks and runs a program
 * that takes every subpath of every package. The ESM app also tests an agent with a simulated call, starts the emulator by its command, and compiles the snippets of the documents.
 */
export async function checkConsumer(kind, tarballs, folder, report) {
  const app = `${kind.toUpperCase()} app`;
  mkdirSync(folder, { recursive: true });
  writeApp(kind, tarballs, folder);
  const installed = await run(
    'npm',
    ['install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts'],
    {
      cwd: folder,
    },
  );
  report(`${app}: npm install`, installed);
  if (!installed.ok) return;

  report(`${app}: types of every subpath`, await compile(folder, 'tsconfig.json'));
  // What the compiler wrote runs even if it complained: the two checks are separate.
  report(`${app}: every subpath loads`, await runNode(path.join('out', 'subpaths.js'), [], { cwd: folder }));
  if (kind !== 'esm') return;
  copyFileSync(new URL(simulatedCall, import.meta.url), path.join(folder, simulatedCall));
  report(
    `${app}: a simulated call under Node's test runner`,
    await runNode('--test', [simulatedCall], { cwd: folder }),
  );
  copyFileSync(new URL(emulatorCommand, import.meta.url), path.join(folder, emulatorCommand));
  report(`${app}: the command rechka-emulator`, await runNode('--test', [emulatorCommand], { cwd: folder }));
  await checkSnippets(folder, { compile, compilerOptions, report });
}

function compile(folder, project) {
  return runNode(toolScript('typescript', 'tsc'), ['--project', project, '--pretty', 'false'], {
    cwd: folder,
  });
}

function writeApp(kind, tarballs, folder) {
  const own = Object.fromEntries(tarballs.map(({ name, file }) => [name, `file:${file}`]));
  const write = (name, value) => writeFileSync(path.join(folder, name), JSON.stringify(value, undefined, 2));
  write('package.json', {
    name: `${kind}-app`,
    private: true,
    type: kind === 'esm' ? 'module' : 'commonjs',
    dependencies: { ...own, '@types/node': rootManifest.devDependencies['@types/node'] },
    // Our packages also need one another, at versions that the registry does not have yet.
    overrides: Object.fromEntries(tarballs.map(({ name }) => [name, `$${name}`])),
  });
  write('tsconfig.json', { compilerOptions: { ...compilerOptions, outDir: 'out' }, files: ['subpaths.ts'] });

  const subpaths = tarballs.flatMap(({ name, manifest }) =>
    Object.entries(manifest.exports)
      // A bare path is a file to read or to serve, no module.
      .filter(([, target]) => typeof target !== 'string')
      .map(([key]) => path.posix.join(name, key)),
  );
  const importing = (subpath, index) =>
    kind === 'esm' ? `import * as m${index} from '${subpath}';` : `import m${index} = require('${subpath}');`;
  const program = [
    ...subpaths.map(importing),
    `const modules: Record<string, object> = {`,
    ...subpaths.map((subpath, index) => `  '${subpath}': m${index},`),
    `};`,
    `const empty = Object.keys(modules).filter((name) => Object.keys(modules[name] ?? {}).length === 0);`,
    `if (empty.length > 0) throw new Error('These export nothing: ' + empty.join(', '));`,
  ];
  writeFileSync(path.join(folder, 'subpaths.ts'), `${program.join('\n')}\n`);
}
