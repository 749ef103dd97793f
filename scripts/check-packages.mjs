/**
 * Checks the packages as a user gets them: packs each, judges the tarballs, installs them into an ESM and a CJS
 * app, and compiles the snippets of the documents there. Needs a full build.
 *
 *   node scripts/check-packages.mjs [--report checks.json]
 *
 * The report is `[{ name, ok, output }]`, one item a check. Exits 1 if any failed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { publishedPackages } from './dev/workspace.mjs';
import { checkConsumer } from './packages/consumer.mjs';
import { checkDocumentedDependencies } from './packages/documented-dependencies.mjs';
import { pack } from './packages/pack.mjs';
import { checkTarball } from './packages/tarball.mjs';

const { values } = parseArgs({ options: { report: { type: 'string' } } });

const checks = [];
/** Takes the outcome of one check. */
const report = (name, { ok, output = '' }) => {
  checks.push({ name, ok, output });
  console.log(`${ok ? '✓' : '✗'} ${name}`);
  if (!ok) console.log(`${output}\n`);
};

const scratch = mkdtempSync(path.join(os.tmpdir(), 'rechka-packages-'));
process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(143));
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

report('documented dependencies', checkDocumentedDependencies());
const packed = await pack(publishedPackages(), scratch);
report('pack', packed);
if (packed.ok) {
  const apps = ['esm', 'cjs'].map(
    (kind) => () => checkConsumer(kind, packed.tarballs, path.join(scratch, kind), report),
  );
  const judged = packed.tarballs.map((tarball) => () => checkTarball(tarball, report));
  await twoAtATime([...apps, ...judged]);
}

const failed = checks.filter(({ ok }) => !ok);
console.log(`\n${checks.length - failed.length} of ${checks.length} package checks passed`);
for (const { name } of failed) console.log(`failed: ${name}`);
if (values.report !== undefined) writeFileSync(values.report, JSON.stringify(checks));
process.exitCode = failed.length === 0 ? 0 : 1;

async function twoAtATime(jobs) {
  const queue = [...jobs];
  const worker = async () => {
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) await job();
  };
  await Promise.all([worker(), worker()]);
}
