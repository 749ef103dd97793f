import { checkNumber, checkText, type Clock, systemClock } from '@rechka/core';
import { Gauge } from './gauge.js';
import type { Limiter } from './limiter.js';
import { RateLimiter } from './rate-limiter.js';

/** The quotas of one folder; see {@link admissionFor}. */
export interface Admission {
  /** New recognition streams a second. */
  readonly sttStreams: Limiter;
  /** Synthesis requests a second. */
  readonly ttsRequests: Limiter;
  /** Generations at once. */
  readonly generations: Limiter;
}

/** Quotas that differ from the cloud's defaults. */
export interface AdmissionOptions {
  /** Default 40 (source: SpeechKit quotas and limits). */
  sttStreamsPerSecond?: number;
  /** Default 40 (same source). */
  ttsRequestsPerSecond?: number;
  /** Default 10 (source: YandexGPT limits; a gauge, not a rate). */
  concurrentGenerations?: number;
  /** Taken at the scope's first use. Default: the host's clock. */
  clock?: Clock;
}

interface SharedAdmission extends Admission {
  readonly sttStreams: RateLimiter;
  readonly ttsRequests: RateLimiter;
  readonly generations: Gauge;
}

/** On the global object, so that the ESM and the CommonJS copy of this package share one. */
const registryKey = Symbol.for('rechka.admission');
type Registry = Partial<Record<symbol, Map<string, SharedAdmission>>>;

/**
 * The quotas of a folder, shared by everything in this process that names the same `scope` (the folder's id,
 * or any name for an account without one). Numbers given later replace the earlier ones.
 *
 * @example
 * ```ts
 * const permit = await admissionFor(folderId).generations.acquire({ priority: 'speculative' });
 * void committed.then(() => permit.promote());
 * try {
 *   // Aborts when a committed turn needs the permit.
 *   await generate({ signal: permit.preempted });
 * } finally {
 *   permit.release();
 * }
 * ```
 */
export function admissionFor(scope: string, options: AdmissionOptions = {}): Admission {
  checkText('scope', scope);
  const { sttStreamsPerSecond, ttsRequestsPerSecond, concurrentGenerations, clock = systemClock } = options;
  for (const [name, value] of Object.entries({
    sttStreamsPerSecond,
    ttsRequestsPerSecond,
    concurrentGenerations,
  })) {
    if (value !== undefined) checkNumber(name, value, { min: 1, max: 10_000, integer: true });
  }
  const host = globalThis as unknown as Registry;
  const registry = (host[registryKey] ??= new Map<string, SharedAdmission>());
  let admission = registry.get(scope);
  if (!admission) {
    admission = {
      sttStreams: new RateLimiter(40, 'new recognition streams a second', clock),
      ttsRequests: new RateLimiter(40, 'synthesis requests a second', clock),
      generations: new Gauge(10, 'generations at once'),
    };
    registry.set(scope, admission);
  }
  if (sttStreamsPerSecond !== undefined) admission.sttStreams.setLimit(sttStreamsPerSecond);
  if (ttsRequestsPerSecond !== undefined) admission.ttsRequests.setLimit(ttsRequestsPerSecond);
  if (concurrentGenerations !== undefined) admission.generations.setLimit(concurrentGenerations);
  return admission;
}
