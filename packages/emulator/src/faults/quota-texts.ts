import type { EmulatedService } from '../emulator-log.js';

/** What the services say when a quota is used up: only the words of the generations are recorded, by many users. */
export function quotaText(service: EmulatedService, quota: 'requests' | 'generations'): string {
  if (quota === 'generations') {
    return 'ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 10 requests';
  }
  return requestQuotaText(service, requestsPerSecond[service]);
}

/** The same of a quota of so many requests a second. */
export function requestQuotaText(service: EmulatedService, perSecond: number): string {
  return `${requestQuotas[service]} rate quota limit exceed: allowed ${perSecond} requests`;
}

/** Assumed: made after the recorded name above. */
const requestQuotas: Readonly<Record<EmulatedService, string>> = {
  stt: 'ai.speechkitStreamingRecognitionRequests.rate',
  tts: 'ai.speechkitSynthesisRequests.rate',
  gpt: 'ai.textGenerationCompletionRequestsPerSecond.rate',
  tokenizer: 'ai.textGenerationTokenizeRequestsPerSecond.rate',
  iam: 'iam.tokenRequests.rate',
  metadata: 'metadata.requests.rate',
};

/** Documented for stt, tts and the tokenizer (limits pages); assumed for the others. */
const requestsPerSecond: Readonly<Record<EmulatedService, number>> = {
  stt: 40,
  tts: 40,
  gpt: 10,
  tokenizer: 50,
  iam: 100,
  metadata: 100,
};
