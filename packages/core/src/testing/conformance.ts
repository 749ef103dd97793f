/** One promise of a port, checked. Framework-agnostic: `for (const c of suite) it(c.name, () => c.run())`. */
export interface ConformanceCase {
  readonly name: string;
  /** Rejects with a {@link ConformanceViolation} that says what was promised and what was seen. */
  readonly run: () => Promise<void>;
}

/** What every suite is given: a fresh implementation for each case, and how to let time pass for it. */
export interface ConformanceSubject {
  /**
   * Lets `ms` pass for the implementation: `clock.advance` of a manual clock, a step of virtual time, or a
   * real wait.
   */
  advance: (ms: number) => Promise<void>;
  /** Cleans up after a case. */
  close?: () => void | Promise<void>;
}

/** An implementation broke the contract of its port. */
export class ConformanceViolation extends Error {
  override readonly name = 'ConformanceViolation';
}

/** Throws a {@link ConformanceViolation} unless `holds`. */
export function ensure(holds: boolean, message: string): void {
  if (!holds) throw new ConformanceViolation(message);
}

/** Cases from named checks, each with its own subject. */
export function casesOf<S extends ConformanceSubject>(
  make: () => S | Promise<S>,
  checks: Readonly<Record<string, (subject: S) => Promise<void>>>,
): readonly ConformanceCase[] {
  return Object.entries(checks).map(([name, check]) => ({
    name,
    async run() {
      const subject = await make();
      try {
        await check(subject);
      } finally {
        await subject.close?.();
      }
    },
  }));
}

/** How a promise stands, kept up to date. */
export interface Watched<T> {
  state: 'pending' | 'resolved' | 'rejected';
  value?: T;
  error?: unknown;
}

/** Watches a promise without waiting for it; its rejection counts as handled. */
export function watch<T>(promise: Promise<T>): Watched<T> {
  const watched: Watched<T> = { state: 'pending' };
  promise.then(
    (value) => Object.assign(watched, { state: 'resolved', value }),
    (error: unknown) => Object.assign(watched, { state: 'rejected', error }),
  );
  return watched;
}

/** Waits for `promise`, letting time pass meanwhile; a violation if it takes longer than `limitMs`. */
export async function within<T>(
  subject: ConformanceSubject,
  limitMs: number,
  what: string,
  promise: Promise<T>,
): Promise<T> {
  const watched = watch(promise);
  const stepMs = 20;
  for (let passedMs = 0; watched.state === 'pending' && passedMs < limitMs; passedMs += stepMs) {
    await subject.advance(stepMs);
  }
  ensure(watched.state !== 'pending', `${what} took longer than ${limitMs} ms`);
  return promise;
}

/** The error that `promise` rejects with; a violation if it resolves. */
export async function rejection(what: string, promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new ConformanceViolation(`${what} must reject, but it resolved`);
}

/** Checks that `error` has the code of a `VoiceError`. */
export function ensureCode(what: string, error: unknown, code: string): void {
  const seen = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  ensure(seen === code, `${what} must fail with ${code}, but it failed with ${seen}`);
}

/** Checks a list of formats that a provider offers. */
export function ensureFormats(check: () => void, count: number): void {
  ensure(count > 0, 'formats is empty: core would have nothing to convert to');
  try {
    check();
  } catch (error) {
    throw new ConformanceViolation(`formats has one that cannot be used: ${String(error)}`, { cause: error });
  }
}
