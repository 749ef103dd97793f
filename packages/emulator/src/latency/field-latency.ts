import type { LatencyProfile } from './profile.js';

/**
 * All figures of the profiles `field`, `field-fast` and `field-slow`. The provider publishes none; each of these is
 * somebody's measurement or said to be assumed.
 */

/** Assumed: from a server in Moscow to the cloud and back. */
const roundTripMs = 20;

/** The pause that the measured end of utterance was asked for. */
const measuredPauseMs = 700;

/**
 * Measured (third party, 8 kHz telephony, April 2026): end of speech → end of utterance, HIGH with a hint of 700 ms,
 * 1 036 ms at the median and 1 446 at p95, as the client saw it. The pause itself is audio and passes anyway; the way
 * there and back is counted apart.
 */
const sttFinalMs = { medianMs: 1036, p95Ms: 1446, lessMs: measuredPauseMs + roundTripMs };

/**
 * Third party (a comment in a client): a word is in a partial 300–500 ms after it was said. Of that the emulated
 * recogniser takes 0–200 by itself (`partialIntervalMs`).
 */
const sttPartialMs = 300 - roundTripMs;

/** First token of the model. Assumed, all three; a whole reply of YandexGPT 5 Pro took 620 ms (third party). */
const firstToken = {
  fast: { medianMs: 250, p95Ms: 450 },
  usual: { medianMs: 400, p95Ms: 720 },
  slow: { medianMs: 600, p95Ms: 1080 },
} as const;

/** A day at the real service, as far as anybody has measured it. */
export const fieldLatency: LatencyProfile = Object.freeze({
  roundTripMs,
  sttFirstPartialMs: sttPartialMs,
  sttPartialMs,
  sttFinalMs,
  /** Assumed. */
  sttExternalFinalMs: { minMs: 100, maxMs: 200 },
  /** «Adds latency», says the documentation; the figures are assumed. */
  sttRefinementMs: { minMs: 30, maxMs: 90 },
  /** Assumed, near the first byte of v1 REST synthesis: 150–185 ms (third party). */
  ttsFirstAudioMs: 150,
  /** Assumed: a segment comes only when most of it is synthesised. */
  ttsPerCharacterMs: 1.5,
  llmFirstTokenMs: firstToken.usual,
  /** Assumed: makes a reply of 25 tokens take 625 ms. */
  llmTokenMs: 9,
});

/** The same with a model that begins sooner. */
export const fieldFastLatency: LatencyProfile = Object.freeze({
  ...fieldLatency,
  llmFirstTokenMs: firstToken.fast,
});

/** The same with a model that begins later. */
export const fieldSlowLatency: LatencyProfile = Object.freeze({
  ...fieldLatency,
  llmFirstTokenMs: firstToken.slow,
});
