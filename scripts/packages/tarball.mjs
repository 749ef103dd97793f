import { runNode } from '../dev/run.mjs';
import { toolScript } from '../dev/workspace.mjs';
import { filesOfTarball } from './tar.mjs';

/** Judges one packed package by what is in it and by how it resolves. */
export async function checkTarball({ name, file }, report) {
  const files = filesOfTarball(file);
  report(`${name}: contents`, contents([...files.keys()]));
  report(`${name}: no workspace: left`, dependencies(files));
  report(`${name}: publint`, await runNode(toolScript('publint'), [file, '--strict']));
  report(`${name}: types resolve`, await typesResolve(file));
}

/** What it should have, and nothing but. */
function contents(paths) {
  const strays = paths.filter(
    (entry) =>
      /\.test\.|^src\/|^test\/|tsup\.config|tsconfig/.test(entry) || /(?<!\.d)\.[cm]?ts$/.test(entry),
  );
  const missing = ['package.json', 'LICENSE'].filter((entry) => !paths.includes(entry));
  if (!paths.some((entry) => entry.startsWith('dist/'))) missing.push('dist/');
  const output = [
    ...strays.map((entry) => `should not be packed: ${entry}`),
    ...missing.map((entry) => `is not packed: ${entry}`),
  ];
  return { ok: output.length === 0, output: output.join('\n') };
}

function dependencies(files) {
  const manifest = files.get('package.json')?.toString() ?? '';
  const lines = manifest.split('\n').filter((line) => line.includes('"workspace:'));
  return { ok: lines.length === 0, output: lines.join('\n') };
}

/** are-the-types-wrong under Node's own resolution (`node10` knows no subpath exports; nobody on Node 20 uses it). */
async function typesResolve(file) {
  const result = await runNode(toolScript('@arethetypeswrong/cli', 'attw'), [
    file,
    '--profile',
    'node16',
    '--format',
    'ascii',
    // A script for the browser's audio thread, loaded by its address and imported by nobody.
    '--exclude-entrypoints',
    './worklet.js',
  ]);
  // It exits 0 then.
  const untyped = /does not contain types/i.test(result.output);
  return { ...result, ok: result.ok && !untyped };
}
