import { audioSinkConformance } from '@rechka/core/testing';
import { virtualTime } from '@rechka/emulator/testing';
import { describe, expect, it } from 'vitest';
import { startGateway } from './test-support/test-gateway.js';
import { TestPage } from './test-support/test-page.js';

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

async function subject(reportMs: number) {
  const { url, calls, close } = await startGateway({ graceMs: 0 });
  const page = new TestPage({ url, reportMs });
  await page.ready();
  return {
    sink: calls[0]!.output,
    advance: wait,
    close: async () => {
      page.leave();
      await close();
    },
  };
}

describe.each([
  { reportMs: 20, toleranceMs: 50 },
  { reportMs: 200, toleranceMs: 230 },
])('the output of a browser call, over a real socket, with reports every $reportMs ms', (page) => {
  it.each(audioSinkConformance(() => subject(page.reportMs), page))('$name', ({ run }) => {
    const vt = virtualTime();
    return vt.run(run);
  });
});

describe('a browser call', () => {
  it('can be hung up twice, and is silent after it', async () => {
    const { url, calls, gateway, close } = await startGateway();
    const page = new TestPage({ url });
    await page.ready();
    const [call] = calls;
    await Promise.all([call!.hangUp(), call!.hangUp()]);
    call!.send({ type: 'app', data: 'too late' });
    await call!.output.write(new Uint8Array(48_000));
    await call!.output.drain();
    expect(await call!.output.clear()).toEqual({ heardMs: 0 });
    expect(page.events).toEqual([]);
    expect(gateway.calls).toBe(0);
    await close();
  });
});
