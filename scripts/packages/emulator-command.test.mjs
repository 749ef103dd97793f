// Runs in the app that has the packages installed, with Node's own test runner: see consumer.mjs.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { test } from 'node:test';

const require = createRequire(import.meta.url);
const command = path.resolve('node_modules/.bin/rechka-emulator');
/** npm makes batch files of commands there. */
const shell = process.platform === 'win32';

function start(...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], shell });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (printed += text));
  return { child, ended: once(child, 'close').then(([code]) => ({ code, printed })) };
}

test('the command of the emulator tells its version, serves, and ends when told to', async () => {
  const { version } = require('@rechka/emulator/package.json');
  assert.deepEqual(await start('--version').ended, { code: 0, printed: `${version}\n` });
  const { child, ended } = start('--api-key', 'test-key', '--key-file', 'key.json');
  const [line] = await once(child.stdout, 'data');
  const { http } = JSON.parse(line);
  assert.match(JSON.parse(readFileSync('key.json', 'utf8')).private_key, /BEGIN PRIVATE KEY/);
  const models = await fetch(`${http}/v1/models`, { headers: { authorization: 'Api-Key test-key' } });
  assert.equal(models.status, 200);
  child.kill();
  if (!shell) assert.equal((await ended).code, 0);
});

test('the schema of its config file and the protos for other languages are there', () => {
  assert.equal(
    JSON.parse(readFileSync(require.resolve('@rechka/emulator/rechka-emulator.schema.json'))).type,
    'object',
  );
  const protos = path.join(path.dirname(require.resolve('@rechka/proto/package.json')), 'protos');
  assert.ok(existsSync(path.join(protos, 'yandex/cloud/ai/stt/v3/stt_service.proto')));
});
