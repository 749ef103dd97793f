import { systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { virtualTime } from '../testing/index.js';
import { Inflow } from './inflow.js';

/** An inflow that remembers what the wire was told last. */
function inflow() {
  const wire = { isRead: false };
  return { wire, flow: new Inflow<number>(systemClock, (on) => (wire.isRead = on)) };
}

const never = new AbortController().signal;

describe('Inflow', () => {
  it('reads the wire only when its reader wants more than has come', async () => {
    const { wire, flow } = inflow();
    expect(wire.isRead).toBe(false);
    const reader = flow.read(never);
    const first = reader.next();
    expect(wire.isRead).toBe(true);
    flow.push(1);
    flow.push(2);
    expect(wire.isRead).toBe(false);
    expect(await first).toEqual({ value: 1, done: false });
    expect(await reader.next()).toEqual({ value: 2, done: false });
    expect(wire.isRead).toBe(false);
    const last = reader.next();
    await Promise.resolve();
    expect(wire.isRead).toBe(true);
    flow.end();
    expect(await last).toEqual({ value: undefined, done: true });
  });

  it('gives nothing out and reads nothing while it is stopped', async () => {
    const time = virtualTime();
    await time.run(async () => {
      const { wire, flow } = inflow();
      flow.push(1);
      flow.stop(500);
      const next = flow.read(never).next();
      expect(wire.isRead).toBe(false);
      expect(await next).toEqual({ value: 1, done: false });
      expect(time.now()).toBe(500);
    });
  });

  it('throws what went wrong on the wire instead of what has come', async () => {
    const { flow } = inflow();
    flow.push(1);
    flow.fail(new Error('first'));
    flow.fail(new Error('second'));
    await expect(flow.read(never).next()).rejects.toThrow('first');
  });

  it('throws when its reader is told to stop', async () => {
    const { flow } = inflow();
    const controller = new AbortController();
    const next = flow.read(controller.signal).next();
    controller.abort();
    await expect(next).rejects.toMatchObject({ code: 'ERR_ABORTED' });
    await expect(flow.read(controller.signal).next()).rejects.toMatchObject({ code: 'ERR_ABORTED' });
  });
});
