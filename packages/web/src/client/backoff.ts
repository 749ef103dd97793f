const firstMs = 250;
/** Longer waits would make of an interruption of 8 s one of 13. */
const longestMs = 2000;

/**
 * How long to wait before attempt `attempt` (from 0) to connect again, in ms: at once, then 250·2ⁿ up to 2 s.
 * `random` (0–1) takes up to a half off, so that the clients of a server that came back do not come all at once.
 */
export function backoffMs(attempt: number, random: number): number {
  if (attempt === 0) return 0;
  const fullMs = Math.min(longestMs, firstMs * 2 ** (attempt - 1));
  return fullMs * (1 - random / 2);
}
