import type { Clock } from './clock.js';

interface HostTimers {
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(handle: unknown): void;
  performance: { now(): number };
}

/**
 * The host's clock. Looks the globals up at each call, so that virtual time, which replaces them,
 * governs code that was given no clock of its own.
 */
export const systemClock: Clock = {
  now: () => (globalThis as unknown as HostTimers).performance.now(),
  setTimeout(callback, delayMs) {
    const host = globalThis as unknown as HostTimers;
    const handle = host.setTimeout(callback, delayMs);
    return { cancel: () => (globalThis as unknown as HostTimers).clearTimeout(handle) };
  },
};
