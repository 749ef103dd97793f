import { sleep, type Clock } from '@rechka/core';

/** Waits `delayMs` on `clock`; none at all for 0, so that an instant service answers in the same turn. */
export async function pause(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  if (delayMs > 0) await sleep(clock, delayMs, signal);
}
