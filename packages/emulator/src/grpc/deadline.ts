const unitMs: Readonly<Record<string, number>> = { H: 3_600_000, M: 60_000, S: 1000, m: 1, u: 1e-3, n: 1e-6 };

/** The longest that timers can wait, some 25 days; a longer wait would end at once. */
const longestMs = 0x7fff_ffff;

/** Ms in a `grpc-timeout` header (`100m`, `5S`); nothing if it says nothing sensible, or so much that it never comes. */
export function parseTimeoutMs(header: string | undefined): number | undefined {
  const [, digits = '', unit = ''] = /^(\d{1,8})([HMSmun])$/.exec(header ?? '') ?? [];
  const scale = unitMs[unit];
  if (scale === undefined) return undefined;
  const timeoutMs = Number(digits) * scale;
  return timeoutMs > longestMs ? undefined : timeoutMs;
}
