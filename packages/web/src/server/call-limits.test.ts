import { manualClock } from '@rechka/core/testing';
import { describe, expect, it } from 'vitest';
import { type Admitted, CallCounter, type CallLimits } from './call-limits.js';

const minuteMs = 60_000;

function setUp(limits: CallLimits) {
  const clock = manualClock();
  const counter = new CallCounter(limits, clock);
  const over: string[] = [];
  const call = (id: string, address = '10.0.0.1') =>
    counter.admit({ identity: { id }, address }, () => over.push(id));
  const admitted = (id: string, address?: string) => {
    const outcome = call(id, address);
    if (typeof outcome === 'string') throw new Error(`refused: ${outcome}`);
    return outcome;
  };
  return { clock, call, admitted, over };
}

describe('CallCounter', () => {
  it('caps calls at once of an identity, of an address and of all, and lets others in when one ends', () => {
    const { call, admitted } = setUp({ calls: 4, callsPerIdentity: 2, callsPerAddress: 3 });
    const first: Admitted = admitted('a');
    admitted('a');
    expect(call('a')).toBe('too-many-calls');
    admitted('b');
    expect(call('c')).toBe('too-many-calls');
    admitted('c', '10.0.0.2');
    expect(call('d', '10.0.0.3')).toBe('too-many-calls');
    first.release();
    first.release();
    admitted('a');
    expect(call('a')).not.toBeTypeOf('object');
  });

  it('counts a /64 of IPv6 as one address', () => {
    const { call, admitted } = setUp({ callsPerAddress: 1 });
    admitted('a', '2001:db8:0:1::5');
    expect(call('b', '2001:db8::1:ffff:0:0:9')).toBe('too-many-calls');
    admitted('c', '2001:db8:0:2::5');
  });

  it('ends a call that has lasted its time', async () => {
    const { clock, admitted, over } = setUp({ callMinutes: 2 });
    admitted('a');
    await clock.advance(2 * minuteMs - 1);
    expect(over).toEqual([]);
    await clock.advance(1);
    expect(over).toEqual(['a']);
    expect(clock.pendingTimers).toBe(0);
  });

  it('adds up the minutes of an identity over its calls, for a day', async () => {
    const { clock, call, admitted, over } = setUp({ minutesPerIdentity: 10 });
    const first = admitted('a');
    await clock.advance(4 * minuteMs);
    first.release();
    const pair = [admitted('a'), admitted('a')];
    await clock.advance(3 * minuteMs + 30_000);
    expect(over, 'two calls use up 6 minutes in 3').toEqual(['a', 'a']);
    for (const one of pair) one.release();
    expect(call('a')).toBe('minutes');
    admitted('b').release();
    await clock.advance(24 * 60 * minuteMs);
    admitted('a').release();
    expect(clock.pendingTimers).toBe(0);
  });

  it('refuses caps that are none', () => {
    for (const limits of [{ calls: 0 }, { callMinutes: Number.NaN }, { minutes: '5' as never }]) {
      expect(() => setUp(limits)).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error);
    }
  });
});
