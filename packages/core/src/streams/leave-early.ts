/** Tells an iterator (the one read, or a first one) that nobody will read on. Not to be waited for: a generator that is stuck returns when it can. */
export async function leaveEarly(open: () => AsyncIterator<unknown>): Promise<void> {
  try {
    await open().return?.();
  } catch {
    // What it would still have given is wanted no more, and neither is its fault.
  }
}
