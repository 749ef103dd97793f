import { describe, expect, it, vi } from 'vitest';
import { StateStore } from './state-store.js';

describe('StateStore', () => {
  it('is the same object until something differs', () => {
    const store = new StateStore();
    const listener = vi.fn();
    const leave = store.subscribe(listener);
    const before = store.state;
    store.set({ connection: 'idle', muted: false });
    expect(store.state).toBe(before);
    expect(listener).not.toHaveBeenCalled();
    store.set({ muted: true });
    expect(store.state).not.toBe(before);
    expect(store.state).toEqual({ ...before, muted: true });
    expect(before.muted).toBe(false);
    expect(Object.isFrozen(store.state)).toBe(true);
    leave();
    store.set({ muted: false });
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
