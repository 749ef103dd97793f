/**
 * Calendar time, which a monotonic `Clock` cannot tell and JWTs and token lifetimes need. `Date` is looked up
 * at each call, so virtual time, which replaces it, governs token lifetimes too.
 */
export function wallNowMs(): number {
  return Date.now();
}
