import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { runNode } from './run.mjs';
import { cacheFolder, readJson, root, toolScript } from './workspace.mjs';

const reportFile = path.join(cacheFolder, 'vitest.json');

/** Runs the unit and integration tests and counts them one by one. */
export async function unitTests() {
  mkdirSync(cacheFolder, { recursive: true });
  rmSync(reportFile, { force: true });
  const result = await runNode(toolScript('vitest'), [
    'run',
    '--reporter=dot',
    '--silent=passed-only',
    '--reporter=json',
    `--outputFile.json=${reportFile}`,
  ]);
  const { passed, failed, skippedNames, failedNames } = countTests(result.ok);
  if (failedNames.length > 0)
    result.output += `\n\nFailed:\n${failedNames.map((name) => `  ${name}`).join('\n')}`;
  return { result: { ...result, ok: result.ok && failed === 0 }, passed, failed, skippedNames };
}

function countTests(exitedWell) {
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
