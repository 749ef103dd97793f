import { isVoiceError } from '@rechka/core';

const shown = new WeakSet();

/** Prints a fault once, in one line, however many times it is met on its way out. */
export function showFault(fault: unknown): void {
  if (typeof fault === 'object' && fault !== null) {
    if (shown.has(fault)) return;
    shown.add(fault);
  }
  console.error(isVoiceError(fault) ? `${fault.code}: ${fault.message}` : fault);
}
