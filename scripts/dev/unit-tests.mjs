import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './run.mjs';
import { cacheFolder, readJson, root, toolScript } from './workspace.mjs';

/** They take real time, in a browser or to measure it: nothing else runs beside them. */
const alone = [
  'packages/web/src/client/voice-client.browser.test.ts',
  'examples/browser-chat/test/browser-chat.test.ts',
  'test/bench.test.ts',
];

/** Runs the unit and integration tests and counts them one by one. */
export async function unitTests() {
  const together = await runTests('together', [
    '--maxWorkers=2',
    ...alone.flatMap((file) => ['--exclude', file]),
  ]);
  const apart = await runTests('alone', ['--maxWorkers=1', ...alone]);
  return {
    result: {
      ok: together.result.ok && apart.result.ok,
      output: [together, apart].map(({ result }) => result.output).join('\n'),
      ms: together.result.ms + apart.result.ms,
    },
    passed: together.passed + apart.passed,
    failed: together.failed + apart.failed,
    skippedNames: [...together.skippedNames, ...apart.skippedNames],
  };
}

async function runTests(name, args) {
  const reportFile = path.join(cacheFolder, `vitest-${name}.json`);
  mkdirSync(cacheFolder, { recursive: true });
  rmSync(reportFile, { force: true });
  const result = await runNode(toolScript('vitest'), [
    'run',
    ...args,
    '--reporter=dot',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  const { passed, failed, skippedNames, failedNames } = countTests(reportFile, result.ok);
  if (failedNames.length > 0)
    result.output += `\n\nFailed:\n${failedNames.map((name) => `  ${name}`).join('\n')}`;
  return { result: { ...result, ok: result.ok && failed === 0 }, passed, failed, skippedNames };
}

function countTests(reportFile, exitedWell) {
  const failure = (why) => ({ passed: 0, failed: 1, skippedNames: [], failedNames: [why] });
  let report;
  try {
    report = readJson(reportFile);
  } catch {
    return failure('vitest left no report: it did not get as far as running tests');
  }
  const tests = report.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, status }) => ({
      name: `${path.relative(root, name)}: ${fullName}`,
      status,
    })),
  );
  const named = (...statuses) =>
    tests.filter(({ status }) => statuses.includes(status)).map(({ name }) => name);
  const passed = named('passed').length;
  // A file that could not even be loaded has no test to its name, but is a failure all the same.
  const brokenFiles = report.testResults
    .filter(
      ({ status, assertionResults }) =>
        status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
    )
    .map(({ name, message }) => `${path.relative(root, name)}: ${message}`);
  const failedNames = [...named('failed'), ...brokenFiles];
  if (passed + failedNames.length === 0) return failure('no test ran');
  if (!exitedWell && failedNames.length === 0) failedNames.push('an error outside the tests (see above)');
  return {
    passed,
    failed: failedNames.length,
    skippedNames: named('pending', 'skipped', 'todo', 'disabled'),
    failedNames,
  };
}
