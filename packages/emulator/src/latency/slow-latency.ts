import type { LatencyProfile } from './profile.js';

/** A bad day, far away: everything three times as slow as in the field, and wide. Assumed throughout. */
export const slowLatency: LatencyProfile = Object.freeze({
  roundTripMs: { medianMs: 120, p95Ms: 300 },
  sttFirstPartialMs: { minMs: 700, maxMs: 1300 },
  sttPartialMs: { minMs: 700, maxMs: 1300 },
  sttFinalMs: { medianMs: 1000, p95Ms: 2500 },
  sttExternalFinalMs: { minMs: 300, maxMs: 900 },
  sttRefinementMs: { minMs: 100, maxMs: 500 },
  ttsFirstAudioMs: { medianMs: 500, p95Ms: 1500 },
  ttsPerCharacterMs: 4.5,
  llmFirstTokenMs: { medianMs: 1200, p95Ms: 3600 },
  llmTokenMs: { minMs: 15, maxMs: 45 },
});
