/**
 * The middle of the field as single figures: the same in each turn, so that two ways of doing something can be
 * compared in one number. Sources as in `field`.
 */
export const typicalLatency = Object.freeze({
  /** Counted in the other figures. */
  roundTripMs: 0,
  /** 300–500 ms, from a comment in a public client. */
  sttFirstPartialMs: 400,
  /** Assumed. */
  sttPartialMs: 200,
  /** Median end of speech → end of utterance at a hint of 700 ms was 1 036 ms (8 kHz telephony, April 2026). */
  sttFinalMs: 336,
  /** Assumed, the middle of U(100, 200) of the latency model. */
  sttExternalFinalMs: 150,
  /** «Adds latency», says the documentation; the figure is assumed. */
  sttRefinementMs: 60,
  /** First byte of v1 REST synthesis came after 150–185 ms. */
  ttsFirstAudioMs: 150,
  /** Assumed: a segment comes only when most of it is synthesised. */
  ttsPerCharacterMs: 1.5,
  /** Assumed within U(300, 500) of the latency model. */
  llmFirstTokenMs: 400,
  /** Makes a reply of 25 tokens take 620 ms, the median measured for YandexGPT 5 Pro. */
  llmTokenMs: 9,
});
