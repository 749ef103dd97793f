import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Clock, systemClock, type VoiceError } from '@rechka/core';
import { manualClock } from '@rechka/core/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { serviceAccountKey } from './service-account-key.js';
import { type Fault, IamServer, testKey, tokenOf } from './testing/iam-server.js';

const hourMs = 3_600_000;
const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function start(options: ConstructorParameters<typeof IamServer>[0] = {}) {
  const server = new IamServer(options);
  closers.push(() => server.close());
  return { server, endpoint: await server.listen() };
}

const fail = (status: number): Fault => {
  return (_request, response) => {
    response.writeHead(status).end('{"message":"try later"}');
    return true;
  };
};

/** Tokens that live so long, on answers that say what time it is as `tellTime` has it. */
const issuing = (lifeMs: number, tellTime: (response: Parameters<Fault>[1]) => unknown): Fault => {
  return ({ count }, response) => {
    tellTime(response);
    const expiresAt = new Date(Date.now() + lifeMs).toISOString();
    response.end(JSON.stringify({ iamToken: tokenOf(count), expiresAt }));
    return true;
  };
};

describe('a token from a service-account key', () => {
  it('is got with a JWT that IAM accepts, whether the key is a path, JSON or an object', async () => {
    const { server, endpoint } = await start();
    const folder = mkdtempSync(join(tmpdir(), 'iam-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const path = join(folder, 'key.json');
    writeFileSync(path, `\uFEFF${JSON.stringify(testKey)}\n`);
    for (const [n, source] of [path, JSON.stringify(testKey), testKey].entries()) {
      const auth = serviceAccountKey(source, { endpoint });
      expect(await auth.authorization()).toBe(`Bearer ${tokenOf(n + 1)}`);
    }
    const claims = JSON.parse(Buffer.from(server.jwts[0]!.split('.')[1]!, 'base64url').toString()) as Record<
      string,
      number
    >;
    expect(claims['exp']! - claims['iat']!).toBe(3600);
  });

  it('is fetched once for a hundred simultaneous callers', async () => {
    const { server, endpoint } = await start();
    const auth = serviceAccountKey(testKey, { endpoint });
    const headers = await Promise.all(Array.from({ length: 100 }, () => auth.authorization()));
    expect(new Set(headers)).toEqual(new Set([`Bearer ${tokenOf(1)}`]));
    expect(server.count).toBe(1);
  });

  it('is renewed after an hour while the old one is served', async () => {
    const { server, endpoint } = await start();
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, { endpoint, clock, random: () => 0 });
    await auth.authorization();
    await clock.advance(hourMs - 1);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    expect(server.count).toBe(1);
    await clock.advance(1);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    await vi.waitFor(async () => expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`), 20_000);
    expect(server.count).toBe(2);
    expect(clock.pendingTimers).toBe(0);
  });

  it('is served while renewal fails, until it expires', async () => {
    const { server, endpoint } = await start({
      fault: ({ count }, response) => count > 1 && fail(400)({ count, body: '' }, response),
    });
    const clock = manualClock();
    const problems: string[] = [];
    const onProblem = ({ code }: VoiceError) => problems.push(code);
    const auth = serviceAccountKey(testKey, { endpoint, clock, onProblem });
    await auth.authorization();
    await clock.advance(2 * hourMs);
    // Many ask while it is tried, and are served the old one; that it failed is told once.
    const asked = await Promise.all(Array.from({ length: 20 }, () => auth.authorization()));
    expect(new Set(asked)).toEqual(new Set([`Bearer ${tokenOf(1)}`]));
    await vi.waitFor(() => expect(problems).toEqual(['ERR_UNAUTHENTICATED']), 20_000);
    expect(server.count).toBe(2);
    // The next attempt behind the scenes waits for the cooldown.
    await auth.authorization();
    expect(server.count).toBe(2);
    await clock.advance(10 * hourMs);
    await expect(auth.authorization()).rejects.toMatchObject({ code: 'ERR_UNAUTHENTICATED' });
  });

  it('is renewed at half its life when that is short', async () => {
    const { endpoint } = await start({ lifetimeMs: 10 * 60_000 });
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, { endpoint, clock, random: () => 0 });
    await auth.authorization();
    await clock.advance(5 * 60_000 + 1000);
    await auth.authorization();
    await vi.waitFor(async () => expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`), 20_000);
  });

  it.each([0, 13 * hourMs, -13 * hourMs])(
    'is served no longer than it lives, less than a minute, with a clock that is off by %i ms',
    async (skewMs) => {
      const { endpoint } = await start({
        fault: issuing(40_000, (response) => response.setHeader('date', new Date().toUTCString())),
      });
      const clock = manualClock();
      const auth = serviceAccountKey(testKey, {
        endpoint,
        clock,
        wallClockMs: () => Date.now() + skewMs,
        random: () => 0,
      });
      await auth.authorization();
      await clock.advance(19_000);
      expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
      // Ten seconds before it dies.
      await clock.advance(12_000);
      expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    },
  );

  it('is believed for a minute when it seems dead already and there is no clock to tell', async () => {
    const { server, endpoint } = await start({
      fault: issuing(12 * hourMs, (response) => (response.sendDate = false)),
    });
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, {
      endpoint,
      clock,
      wallClockMs: () => Date.now() + 13 * hourMs,
      random: () => 0,
    });
    await auth.authorization();
    await clock.advance(29_000);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    expect(server.count).toBe(1);
    await clock.advance(21_000);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
  });

  it('is retried with growing waits over 5xx and lost connections', async () => {
    const { server, endpoint } = await start({
      fault: ({ count }, response) => {
        if (count === 1) response.destroy();
        return count === 1 || (count === 2 && fail(503)({ count, body: '' }, response));
      },
    });
    const waits: number[] = [];
    const clock: Clock = {
      now: () => systemClock.now(),
      setTimeout(callback, delayMs) {
        if (delayMs === 5000) return systemClock.setTimeout(callback, delayMs);
        waits.push(delayMs);
        return systemClock.setTimeout(callback, 0);
      },
    };
    const auth = serviceAccountKey(testKey, { endpoint, clock, random: () => 0.5 });
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(3)}`);
    expect(waits).toEqual([250, 500]);
    expect(server.count).toBe(3);
  });

  it('is given up after four attempts', async () => {
    const { server, endpoint } = await start({ fault: fail(502) });
    const auth = serviceAccountKey(testKey, { endpoint, random: () => -0.49 });
    await expect(auth.authorization()).rejects.toMatchObject({ code: 'ERR_UNAVAILABLE', retryable: true });
    expect(server.count).toBe(4);
  });

  it('is not waited for beyond the deadline of a request', async () => {
    const { server, endpoint } = await start({ fault: () => true });
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, { endpoint, clock, requestTimeoutMs: 1000, random: () => 0 });
    const header = auth.authorization();
    const outcome = expect(header).rejects.toMatchObject({ code: 'ERR_DEADLINE', retryable: true });
    // Its time passes only when the request is there, or the wait between two has begun.
    for (const [index, waitMs] of [250 / 2, 500 / 2, 1000 / 2, undefined].entries()) {
      await vi.waitFor(() => expect(server.count).toBe(index + 1), 20_000);
      await clock.advance(1000);
      if (waitMs === undefined) break;
      await vi.waitFor(() => expect(clock.pendingTimers).toBe(1), 20_000);
      await clock.advance(waitMs);
    }
    await outcome;
    expect(server.count).toBe(4);
  });

  it('is given up when IAM has said nothing for ten seconds, however many attempts are left', async () => {
    const { server, endpoint } = await start({ fault: () => true });
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, { endpoint, clock, random: () => 0 });
    const outcome = expect(auth.authorization()).rejects.toMatchObject({ code: 'ERR_DEADLINE' });
    await vi.waitFor(() => expect(server.count).toBe(1), 20_000);
    await clock.advance(5000);
    await vi.waitFor(() => expect(clock.pendingTimers).toBe(1), 20_000);
    await clock.advance(125);
    await vi.waitFor(() => expect(server.count).toBe(2), 20_000);
    await clock.advance(5000);
    await outcome;
    expect(clock.now()).toBeLessThan(10_200);
    expect([server.count, clock.pendingTimers]).toEqual([2, 0]);
  });

  it('outlives the abort of one of its waiters', async () => {
    const { server, endpoint } = await start();
    const auth = serviceAccountKey(testKey, { endpoint });
    const controller = new AbortController();
    const impatient = auth.authorization({ signal: controller.signal });
    const patient = auth.authorization();
    controller.abort(new Error('hung up'));
    await expect(impatient).rejects.toMatchObject({ code: 'ERR_ABORTED', cause: { message: 'hung up' } });
    expect(await patient).toBe(`Bearer ${tokenOf(1)}`);
    await expect(auth.authorization({ signal: controller.signal })).rejects.toMatchObject({
      code: 'ERR_ABORTED',
    });
    expect(server.count).toBe(1);
  });

  it('is minted anew after the cloud refused it, once for all who report the same one', async () => {
    const { server, endpoint } = await start();
    const auth = serviceAccountKey(testKey, { endpoint });
    const refused = await auth.authorization();
    auth.refused(refused);
    auth.refused(refused);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    auth.refused(refused);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    expect(server.count).toBe(2);
  });

  it.each([-13 * hourMs, 13 * hourMs])(
    'is used though our clock is off by %i ms against its time of expiry',
    async (skewMs) => {
      // IAM is made to accept the JWT all the same: only `expiresAt` disagrees with our clock.
      const { server, endpoint } = await start({
        fault: ({ count }, response) => {
          const expiresAt = new Date(Date.now() + 12 * hourMs).toISOString();
          response.end(JSON.stringify({ iamToken: tokenOf(count), expiresAt }));
          return true;
        },
      });
      const auth = serviceAccountKey(testKey, { endpoint, wallClockMs: () => Date.now() + skewMs });
      await auth.authorization();
      expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
      expect(server.count).toBe(1);
    },
  );
});

describe('a refused token request', () => {
  it('says so without the JWT that the server repeats', async () => {
    const { server, endpoint } = await start({ wallClockMs: () => Date.now() + 24 * hourMs });
    const error = await serviceAccountKey(testKey, { endpoint })
      .authorization()
      .catch((reason: unknown) => reason as VoiceError);
    expect(error).toMatchObject({ code: 'ERR_UNAUTHENTICATED', requestId: 'iam-1', retryable: false });
    const { message } = error as VoiceError;
    expect(message).toMatch(/HTTP 401 from IAM: JWT …\S{4} is bad.*make a new one with yc iam key create/);
    expect(message).not.toContain(server.jwts[0]!.split('.')[2]!.slice(0, 20));
  });

  it.each([
    [2 * hourMs, 'ahead of'],
    [-2 * hourMs, 'behind'],
  ])('for a clock that is off by %i ms is made again by the clock of the server', async (offMs, said) => {
    const { server, endpoint } = await start();
    const problems: VoiceError[] = [];
    const clock = manualClock();
    const auth = serviceAccountKey(testKey, {
      endpoint,
      clock,
      wallClockMs: () => Date.now() + offMs,
      random: () => 0,
      onProblem: (problem) => problems.push(problem),
    });
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringMatching(
        new RegExp(`The clock of this machine is 7\\d\\d\\d s ${said} the server's: set it\\.`),
      ),
    ]);
    // From now on it knows.
    await clock.advance(hourMs);
    await auth.authorization();
    await vi.waitFor(async () => expect(await auth.authorization()).toBe(`Bearer ${tokenOf(3)}`), 20_000);
    expect(server.count).toBe(3);
    expect(problems).toHaveLength(1);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no disk for the log');
      },
    ],
    ['rejects', (() => Promise.reject(new Error('no disk for the log'))) as () => never],
  ])('costs nobody their token when whoever is told of it %s', async (_, onProblem) => {
    let told = 0;
    const { endpoint } = await start({
      fault: ({ count }, response) => count > 2 && fail(400)({ count, body: '' }, response),
    });
    const clock = manualClock();
    const wallClockMs = () => Date.now() - 2 * hourMs;
    const auth = serviceAccountKey(testKey, {
      endpoint,
      clock,
      wallClockMs,
      random: () => 0,
      onProblem: () => {
        told += 1;
        return onProblem();
      },
    });
    // Told of the clock while the token is made, and of a renewal that fails behind the scenes.
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    await clock.advance(2 * hourMs);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
    await vi.waitFor(() => expect(told).toBe(2), 20_000);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
  });

  it('by an unreachable host is retryable and names the host', async () => {
    const auth = serviceAccountKey(testKey, { endpoint: 'http://127.0.0.1:1', random: () => -0.49 });
    await expect(auth.authorization()).rejects.toMatchObject({
      code: 'ERR_UNAVAILABLE',
      message: expect.stringContaining('127.0.0.1:1') as string,
    });
  });

  it.each([
    ['not JSON', 'hello'],
    ['JSON without a token', '{"expiresAt":"2026-01-01T00:00:00Z"}'],
  ])('answered with %s is a protocol error', async (_name, body) => {
    const { endpoint } = await start({ fault: (_request, response) => Boolean(response.end(body)) });
    await expect(serviceAccountKey(testKey, { endpoint }).authorization()).rejects.toMatchObject({
      code: 'ERR_PROTOCOL',
    });
  });

  it('does not follow a redirect with the JWT', async () => {
    const elsewhere = await start();
    const { endpoint } = await start({
      fault: (_request, response) =>
        Boolean(response.writeHead(307, { location: `${elsewhere.endpoint}/iam/v1/tokens` }).end()),
    });
    await expect(
      serviceAccountKey(testKey, { endpoint, random: () => -0.49 }).authorization(),
    ).rejects.toBeDefined();
    expect(elsewhere.server.count).toBe(0);
  });
});
