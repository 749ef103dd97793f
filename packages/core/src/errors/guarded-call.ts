/** Calls a function of the user's. Whatever is wrong with it, now or when what it returned rejects, is told to `failed`. */
export function guardedCall(act: () => unknown, failed: (fault: unknown) => void): void {
  try {
    const outcome = act();
    if (isThenable(outcome)) Promise.resolve(outcome).catch(failed);
  } catch (fault) {
    failed(fault);
  }
}

export function isThenable(value: unknown): boolean {
  return typeof (value as { then?: unknown } | null | undefined)?.then === 'function';
}
