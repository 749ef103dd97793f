import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import type { VoiceError } from '@rechka/core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fromEnv } from './from-env.js';
import { serviceAccountKey } from './service-account-key.js';
import { IamServer, testKey, tokenOf } from './testing/iam-server.js';
import { cachePath, FileTokenCache } from './token-cache.js';

const onPosix = it.skipIf(process.platform === 'win32');
let folder: string;
let file: string;
let down = false;
let server: IamServer;
let endpoint: string;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'rechka-cache-'));
  file = path.join(folder, 'deep', 'token.json');
  down = false;
  server = new IamServer({ fault: (_request, response) => down && Boolean(response.writeHead(503).end()) });
  endpoint = await server.listen();
});
afterEach(async () => {
  // The last token may be on its way to the disk still.
  await vi.waitFor(() => rmSync(folder, { recursive: true, force: true }));
  await server.close();
});

/** The credentials of a process that has just started. */
function started(options: Partial<Parameters<typeof serviceAccountKey>[1]> = {}) {
  const problems: VoiceError[] = [];
  const onProblem = (problem: VoiceError) => problems.push(problem);
  const auth = serviceAccountKey(testKey, {
    endpoint,
    tokenCache: file,
    random: () => -0.49,
    onProblem,
    ...options,
  });
  return { auth, problems };
}

const kept = () => vi.waitFor(() => readFileSync(file, 'utf8'));

describe('a token kept on disk', () => {
  it('serves the next process while IAM is down, and only its own identity', async () => {
    const first = await started().auth.authorization();
    await kept();
    down = true;
    expect(await started().auth.authorization()).toBe(first);
    const stranger = started({ endpoint: endpoint.replace('127.0.0.1', 'localhost') });
    await expect(stranger.auth.authorization()).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE' });
    expect(server.jwts).toHaveLength(1);
  });

  onPosix('is readable by its owner only, and is not used if it was not', async () => {
    await started().auth.authorization();
    await kept();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(file)).mode & 0o777).toBe(0o700);
    expect(readdirSync(path.dirname(file)), 'nothing else is left').toEqual(['token.json']);

    chmodSync(file, 0o644);
    const { auth, problems } = started();
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    expect(problems.map(({ message }) => message)).toEqual([expect.stringMatching(/others may read it/)]);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain(tokenOf(2)));
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is not used near its end, nor after the cloud has refused it', async () => {
    const { auth } = started();
    const header = await auth.authorization();
    await kept();
    const later = started({ wallClockMs: () => Date.now() + 12 * 3_600_000 - 30_000 });
    const renewed = await later.auth.authorization();
    expect(renewed).not.toBe(header);
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain(renewed.slice('Bearer '.length)));

    const next = started();
    const refused = await next.auth.authorization();
    next.auth.refused(refused);
    await vi.waitFor(() => expect(() => readFileSync(file)).toThrow());
    expect(await started().auth.authorization()).not.toBe(refused);
  });

  it.each([
    ['a file cut short', '{"version":1,"iden'],
    ['somebody else’s file', '{"hello":"world"}'],
    ['a token of another version', '{"version":7,"identity":"x","token":"y","expiresAtMs":9e15}'],
  ])('is none in %s', async (_, text) => {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text, { mode: 0o600 });
    expect(await started().auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
  });

  it('is done without where nothing can be written, and that is told', async () => {
    writeFileSync(path.join(folder, 'deep'), 'a file where the folder should be');
    const { auth, problems } = started();
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    await vi.waitFor(() => expect(problems).toHaveLength(2));
    expect(problems[1]?.message).toMatch(/cannot be written.*asked for at every start/);
    expect(JSON.stringify(problems.map(String))).not.toContain(tokenOf(1).slice(-12));
  });

  it('is whole whoever writes at the same time', async () => {
    const caches = Array.from({ length: 20 }, () => new FileTokenCache(file, 'me', () => 0));
    await Promise.all(
      caches.map((cache, n) => cache.write({ value: 't'.repeat(1000 + n), lifetimeMs: 3_600_000 })),
    );
    expect((await caches[0]!.read())?.value).toMatch(/^t{1000,1019}$/);
    expect(readdirSync(path.dirname(file))).toEqual(['token.json']);
  });
});

describe('the place of the cache', () => {
  it('is of each identity its own, in the folder for such things', () => {
    vi.stubEnv('XDG_CACHE_HOME', '');
    expect(cachePath(true, 'one')).toMatch(
      new RegExp(`^${path.join(homedir(), '.cache', 'rechka')}.token-\\w+\\.json$`),
    );
    vi.stubEnv('XDG_CACHE_HOME', folder);
    expect(cachePath(true, 'one')).not.toBe(cachePath(true, 'two'));
    expect(path.dirname(cachePath(true, 'one'))).toBe(path.join(folder, 'rechka'));
    vi.unstubAllEnvs();
  });

  it('is not in a repository or a package, where it would be committed', () => {
    mkdirSync(path.join(folder, 'app', '.git'), { recursive: true });
    for (const place of [path.join(folder, 'app', 'x', 'token.json'), 'token.json', ''])
      expect(() => started({ tokenCache: place })).toThrow(/tokenCache/);
    expect(() => started({ tokenCache: 5 as never })).toThrow(/true or a path/);
  });

  it('may be told by the environment', async () => {
    const env = {
      SERVICE_ACCOUNT_KEY: JSON.stringify(testKey),
      YC_IAM_ENDPOINT: endpoint,
      YC_TOKEN_CACHE: file,
    };
    const header = await fromEnv(env).auth.authorization();
    await kept();
    expect(await fromEnv(env).auth.authorization()).toBe(header);
    expect(await fromEnv({ ...env, YC_TOKEN_CACHE: '0' }).auth.authorization()).not.toBe(header);
  });
});
