import path from 'node:path';
import { rmSync } from 'node:fs';
import { buildAll } from './build.mjs';
import { conversation } from './conversation.mjs';
import { install, isInstalled } from './install.mjs';
import { runNode } from './run.mjs';
import { installTools, missingTools } from './system-tools.mjs';
import { Tally } from './tally.mjs';
import { unitTests } from './unit-tests.mjs';
import { cacheFolder, readJson, root, toolScript } from './workspace.mjs';

const checks = {
  format: () => runNode(toolScript('prettier'), ['--check', '--log-level', 'warn', '.']),
  lint: () => runNode(toolScript('eslint'), ['.', '--max-warnings', '0']),
  types: () => runNode(toolScript('typescript', 'tsc'), ['--noEmit', '-p', 'tsconfig.json']),
  build: buildAll,
  conversation,
  docs: () => runNode(toolScript('typedoc'), []),
};

/** Runs every check of the project, whatever fails, and gives the exit code. */
export async function test() {
  const tally = new Tally();
  if (!isInstalled()) announce('Installing the dependencies (once)');
  const installed = await install();
  tally.stage('install', installed);
  if (!installed.ok) {
    for (const name of ['format', 'lint', 'types', 'build', 'conversation', 'tests', 'packages', 'docs']) {
      tally.skip(name, 'the dependencies are not installed');
    }
    return tally.close();
  }

  const stage = async (name) => {
    const result = await checks[name]();
    tally.stage(name, result);
    return result.ok;
  };
  // Two at a time: about a third less waiting on two cores. Packages of the system only wait for the network.
  const [, built] = await Promise.all([
    stage('format').then(() => stage('lint')),
    stage('types').then(() => stage('build')),
    systemTools(tally),
  ]);
  announce('Running the tests');
  if (!built) {
    await tests(tally);
    for (const name of ['conversation', 'packages', 'docs']) tally.skip(name, 'the build failed');
    return tally.close();
  }
  // The tests have the machine to themselves, for those that take real time: the conversation only waits.
  await Promise.all([tests(tally), stage('conversation')]);
  await Promise.all([packages(tally), stage('docs')]);
  return tally.close();
}

/** What takes long and is silent meanwhile; on stderr, for stdout has the results. */
function announce(what) {
  process.stderr.write(`${what}…\n`);
}

/** Installs what it can; the tests of what is still missing count as skipped one by one. */
async function systemTools(tally) {
  const missing = missingTools();
  if (missing.length === 0) return;
  announce(`Installing ${missing.map(({ name }) => name).join(', ')} (once)`);
  for (const { name, neededBy, ...result } of await installTools(missing)) {
    if (result.ok) tally.stage(name, result);
    else tally.announceSkip(neededBy, result.output);
  }
}

async function tests(tally) {
  const { result, passed, failed, skippedNames } = await unitTests();
  const counts = { passed, failed, skipped: skippedNames.length };
  tally.counted('tests', result, counts, summary(counts));
  for (const name of skippedNames) tally.announceSkip(name, 'marked so in its file');
}

async function packages(tally) {
  const reportFile = path.join(cacheFolder, 'packages.json');
  rmSync(reportFile, { force: true });
  const result = await runNode(path.join(root, 'scripts', 'check-packages.mjs'), ['--report', reportFile]);
  let counts = { passed: 0, failed: 1, skipped: 0 };
  try {
    const found = readJson(reportFile);
    counts = {
      passed: found.filter(({ ok }) => ok).length,
      failed: found.filter(({ ok }) => !ok).length,
      skipped: 0,
    };
  } catch {
    // It broke before it could report: its output, shown below, says why.
    result.ok = false;
  }
  tally.counted('packages', result, counts, summary(counts));
}

function summary({ passed, failed, skipped }) {
  const parts = [`${passed} passed`];
  if (failed > 0) parts.push(`${failed} failed`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return parts.join(', ');
}
