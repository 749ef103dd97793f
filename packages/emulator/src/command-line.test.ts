import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createRequire } from 'node:module';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findGrpcPython } from '../../../scripts/python.mjs';
import type { ServiceAccountKey } from './auth/service-account-key.js';
import { signJwt } from './test-support/official-sdk.js';

/** esbuild comes with tsup, which builds the package. */
interface Esbuild {
  build: (options: object) => Promise<unknown>;
}

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

const python = findGrpcPython();
if (python === undefined)
  console.warn('SKIPPED: no Python that can import grpc and grpc_tools, so its example is not run.');

describe('rechka-emulator', () => {
  let folder: string;
  let program: string;
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    // Within the package, so that its dependencies resolve.
    folder = await mkdtemp(join(packageRoot, 'node_modules', '.command-line-test-'));
    program = join(folder, 'cli', 'main.mjs');
    const fromRoot = createRequire(join(packageRoot, '../../package.json'));
    const manifest = await readFile(join(packageRoot, 'package.json'), 'utf8');
    const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
    const { build } = createRequire(fromRoot.resolve('tsup'))('esbuild') as Esbuild;
    await build({
      entryPoints: [join(packageRoot, 'src/cli/main.ts')],
      tsconfig: join(packageRoot, '../../tsconfig.json'),
      outdir: join(folder, 'cli'),
      outExtension: { '.js': '.mjs' },
      bundle: true,
      splitting: true,
      platform: 'node',
      format: 'esm',
      // As published: our own packages are in it, libraries are beside it.
      external: Object.keys(dependencies).filter((name) => !name.startsWith('@rechka/')),
      logLevel: 'error',
    });
  });
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function run(...args: string[]) {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    children.push(child);
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, ...output }));
    const ready = async () => {
      await Promise.race([once(child.stdout, 'data'), ended]);
      return JSON.parse(output.stdout) as {
        grpc: string;
        http: string;
        control?: { url: string; token: string };
        tls?: { ca: string };
      };
    };
    return { child, ended, ready };
  }

  it.each(['SIGINT', 'SIGTERM'] as const)('serves until %s with the key that it wrote', async (signal) => {
    const keyFile = join(folder, `${signal}.json`);
    await writeFile(keyFile, '{ "id": "emulator-key-old-one-that-all-may-read" }');
    await chmod(keyFile, 0o644);
    const { child, ended, ready } = run('--key-file', keyFile, '--api-key', 'my-key', '--seed', '3');
    const { grpc, http } = await ready();
    expect(grpc).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
    const key = JSON.parse(await readFile(keyFile, 'utf8')) as ServiceAccountKey;
    expect(key.private_key).toMatch(
      /^PLEASE DO NOT REMOVE THIS LINE! Yandex\.Cloud SA Key ID <emulator-key-/,
    );
    const response = await fetch(`${http}/iam/v1/tokens`, {
      method: 'POST',
      body: JSON.stringify({ jwt: await signJwt(key) }),
    });
    expect(response.status).toBe(200);

    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
    expect((await ended).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('injects the faults that it is told', async () => {
    const { child, ended, ready } = run(
      '--fault',
      'service=metadata http=502 body="нет связи"',
      '--fault',
      'times=1 refuse=grpc',
    );
    const { http } = await ready();
    const response = await fetch(`${http}/computeMetadata/v1/instance/service-accounts/default/token`);
    expect([response.status, await response.text()]).toEqual([502, 'нет связи']);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });
  });

  it('is controlled over HTTP with the token that it prints, unless told not to be', async () => {
    const { child, ended, ready } = run();
    const { http, control } = await ready();
    const authorization = `Bearer ${control!.token}`;
    const added = await fetch(`${control!.url}/faults`, {
      method: 'POST',
      headers: { authorization },
      body: 'service=metadata http=418',
    });
    expect(await added.json()).toEqual({ id: 'fault-1' });
    const token = `${http}/computeMetadata/v1/instance/service-accounts/default/token`;
    expect((await fetch(token)).status).toBe(418);
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });

    const other = run('--no-control');
    expect(Object.keys(await other.ready())).toEqual(['grpc', 'http']);
  });

  it('tells how to use it', async () => {
    const { code, stdout } = await run('--help').ended;
    expect(code).toBe(0);
    for (const flag of [
      '--grpc-port',
      '--http-port',
      '--key-file',
      '--api-key',
      '--seed',
      '--latency',
      '--ordinary-speech',
      '--fault',
      '--control-port',
      '--no-control',
    ]) {
      expect(stdout).toContain(flag);
    }
  });

  it.each([
    [['--speed', '5'], /Unknown option '--speed'/],
    [['--grpc-port', 'abc'], /--grpc-port is 'abc'; expected a whole number from 0 to 65535/],
    [['--http-port', '70000'], /--http-port is '70000'/],
    [['--latency', 'snail'], /--latency is 'snail'; expected one of instant, .*field.*slow/],
    [['--key-file'], /--key-file/],
    [['--lift', 'all-of-it'], /--lift: Option lift is "all-of-it"; expected all, stt/],
    [['--hearing', 'loud'], /--hearing is 'loud'; expected one of clean, phone, noisy/],
    [['--tls-cert', 'cert.pem'], /--tls-cert and --tls-key go together/],
    [['--tls-ca', 'ca.pem'], /--tls-ca .* without --tls/],
    [['start'], /start/],
    [['--fault', 'status=BROKEN'], /--fault: Option fault\.do\.status is "BROKEN"; expected one of OK/],
  ])('says in one line what is wrong with %j', async (args, text) => {
    const { code, stdout, stderr } = await run(...args).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^rechka-emulator: .+\n$/);
    expect(stderr).toMatch(text);
  });

  it.each(['--grpc-port', '--http-port', '--control-port'])(
    'says in one line that %s is in use',
    async (flag) => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as { port: number };
      const { code, stderr } = await run(flag, String(port)).ended;
      server.close();
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^rechka-emulator: the port is in use: .*${port}.*\\n$`));
    },
  );

  it.each([
    [['--config', tmpdir()], /^config: .* cannot be read: it is a folder\.$/],
    [
      ['--config', '/no-such-file.json'],
      /^config: \/no-such-file\.json cannot be read: there is no such file\.$/,
    ],
    [['--key-file', tmpdir()], /^keyFile: .* cannot be read: it is a folder\.$/],
    [['--gpt-script', tmpdir()], /^--gpt-script: .* cannot be read: it is a folder\.$/],
    [['--tls-cert', '/no-such-file', '--tls-key', 'k'], /^tls\.cert: \/no-such-file cannot be read/],
    [
      ['--tls-cert=-----BEGIN\nAQVN', '--tls-key', 'k'],
      /^tls\.cert: what is given, which is no path, cannot/,
    ],
  ])('says in one line which file of %j cannot be read', async (args, text) => {
    const { code, stdout, stderr } = await run(...args).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^rechka-emulator: .+\n$/);
    expect(stderr.replace('rechka-emulator: ', '').trimEnd()).toMatch(text);
    expect(stderr).not.toContain('AQVN');
  });

  it('overwrites no file but the key of an emulator', async () => {
    const keyFile = join(folder, 'real-key.json');
    await writeFile(keyFile, '{ "id": "aje-of-the-cloud" }');
    const { code, stdout, stderr } = await run('--key-file', keyFile).ended;
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^rechka-emulator: .*real-key\.json exists and is no key of an emulator.*\n$/);
    expect(await readFile(keyFile, 'utf8')).toBe('{ "id": "aje-of-the-cloud" }');
  });

  it('says in one line that nobody reads its addresses', async () => {
    const { child, ended } = run();
    child.stdout.destroy();
    const { code, stderr } = await ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rechka-emulator: cannot print the addresses: .*EPIPE.*\n$/);
  });

  it('takes ordinary speech for the lines of a file', async () => {
    const file = join(folder, 'lines.txt');
    await writeFile(file, '\uFEFFЗдравствуйте\r\n\n  Запишите меня\r\n');
    const { child, ended, ready } = run('--ordinary-speech', file);
    await ready();
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, stderr: '' });

    await writeFile(file, '\n');
    expect(await run('--ordinary-speech', file).ended).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/has no lines/) as string,
    });
  });

  it('says in one line that the key file cannot be written', async () => {
    const { code, stderr } = await run('--key-file', join(tmpdir(), 'no-such-folder', 'key.json')).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(/^rechka-emulator: ENOENT.*\n$/);
  });

  it('records into a file for its owner alone, and answers from it', async () => {
    const [config, recordFile] = [join(folder, 'recording.json'), join(folder, 'calls.jsonl')];
    await writeFile(recordFile, 'what was there before');
    await chmod(recordFile, 0o644);
    const models = async (options: object) => {
      await writeFile(config, JSON.stringify({ iam: { apiKeys: ['test-key'] }, ...options }));
      const { child, ended, ready } = run('--config', config);
      const { http } = await ready();
      const response = await fetch(`${http}/v1/models`, { headers: { authorization: 'Api-Key test-key' } });
      const text = await response.text();
      child.kill('SIGTERM');
      expect(await ended).toMatchObject({ code: 0, stderr: '' });
      return text;
    };
    const recorded = await models({ folderId: 'b1grecorded', recordFile: 'calls.jsonl' });
    expect(recorded).toContain('gpt://b1grecorded/');
    expect((await stat(recordFile)).mode & 0o777).toBe(0o600);
    expect(await readFile(recordFile, 'utf8')).not.toMatch(/what was there|test-key/);
    expect(await models({ replayFile: 'calls.jsonl' })).toBe(recorded);

    await writeFile(config, JSON.stringify({ recordFile: 'no-such-folder/calls.jsonl' }));
    expect(await run('--config', config).ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^rechka-emulator: ENOENT.*\n$/) as string,
    });
  });

  it('takes a config file, which flags go before, and shows what they make together', async () => {
    const config = join(folder, 'rechka-emulator.json');
    await writeFile(
      config,
      JSON.stringify({ seed: 4, controlPort: false, keyFile: 'own-key.json', iam: { apiKeys: ['a'] } }),
    );
    const args = ['--config', config, '--seed', '5', '--api-key', 'b', '--lift', 'gpt', '--hearing', 'noisy'];
    const { code, stdout } = await run(...args, '--print-config').ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ seed: 5, controlPort: false, keyFile: join(folder, 'own-key.json') },
      ...{ iam: { apiKeys: ['a', 'b'] }, stt: { hearing: 'noisy' }, gpt: { maxConcurrent: 10_000 } },
    });

    const first = run(...args);
    expect(Object.keys(await first.ready())).toEqual(['grpc', 'http']);
    const key = await readFile(join(folder, 'own-key.json'), 'utf8');
    first.child.kill('SIGTERM');
    expect(await first.ended).toMatchObject({ code: 0, stderr: '' });
    // Whoever was given the key can use it after a restart.
    await run(...args).ready();
    expect(await readFile(join(folder, 'own-key.json'), 'utf8')).toBe(key);

    await writeFile(config, '{ "stt": { "hearing": "loud" } }');
    expect(await run('--config', config).ended).toMatchObject({
      code: 1,
      stderr: `rechka-emulator: ${config}: Option stt.hearing is "loud"; expected one of clean, phone, noisy, or an object of probabilities.\n`,
    });
  });

  it('speaks TLS with the authority that it prints and writes', async () => {
    const file = join(folder, 'ca.pem');
    const { ready } = run('--tls', '--tls-ca', file);
    const { grpc, http, control, tls } = await ready();
    expect([grpc, http, control?.url].every((url) => url?.startsWith('https://127.0.0.1:'))).toBe(true);
    expect(await readFile(file, 'utf8')).toBe(tls?.ca);
    const script = `fetch(${JSON.stringify(http)}).then((response) => console.log(response.status))`;
    const status = (env: object) =>
      once(
        spawn(process.execPath, ['-e', script], { env: { ...process.env, ...env }, stdio: 'ignore' }),
        'close',
      ).then(([code]) => code as number);
    expect([await status({ NODE_EXTRA_CA_CERTS: file }), await status({})]).toEqual([0, 1]);
  });

  it('logs what happens on stderr, words but no secrets, and leaves stdout alone', async () => {
    const { child, ended, ready } = run(
      '--log',
      'pretty',
      '--api-key',
      'key-of-mine',
      '--gpt-script',
      await script(),
    );
    const { http } = await ready();
    const ask = (key: string) =>
      fetch(`${http}/foundationModels/v1/completion`, {
        method: 'POST',
        headers: { authorization: `Api-Key ${key}` },
        body: JSON.stringify({
          modelUri: 'gpt://b1gemulatedfolder000/yandexgpt-lite',
          messages: [{ role: 'user', text: 'здравствуйте' }],
        }),
      }).then((response) => response.text());
    expect(await ask('key-of-mine')).toContain('Первая строка');
    await ask('some-other-secret');
    child.kill('SIGTERM');
    const { code, stdout, stderr } = await ended;
    expect([code, stdout.trim().split('\n').length]).toEqual([0, 1]);
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d\.\d{3} \w{8} gpt {7}call {5}POST \/foundationModels/);
    expect(stderr).toMatch(/gpt {7}says {5}Первая строка\n/);
    expect(stderr).toMatch(/refused {2}UNAUTHENTICATED: Unknown api key '\*{4}cret'/);
    expect(stderr).not.toContain('\u001b');
    expect(stderr).not.toMatch(/key-of-mine|some-other-secret/);

    async function script() {
      const file = join(folder, 'script.txt');
      await writeFile(file, 'Первая строка\nВторая\n');
      return file;
    }
  });

  it.skipIf(python === undefined)(
    'is used from Python as docs/emulator.md tells (skipped without python3-grpcio and python3-grpc-tools)',
    async () => {
      const root = join(packageRoot, '../..');
      const child = spawn(python!, [join(root, 'examples/python/test_emulator.py')], {
        env: {
          ...process.env,
          EMULATOR: `"${process.execPath}" "${program}"`,
          PROTOS: join(root, 'proto/protos'),
        },
      });
      let output = '';
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => (output += text));
      const [code] = (await once(child, 'close')) as [number];
      expect([code, output]).toEqual([0, expect.stringMatching(/2 passed, 0 failed\n$/)]);
    },
  );
});
