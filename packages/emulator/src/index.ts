export { startEmulator, type Emulator } from './start-emulator.js';
export type {
  EmulatedGptOptions,
  EmulatedIamOptions,
  EmulatedTtsOptions,
  EmulatorOptions,
} from './emulator-options.js';
export type { EmulatedSttOptions } from './services/stt/stt-options.js';
export type { HearingManner, HearingPreset } from './recogniser/index.js';
export type { EmulatedService, EmulatorEvent, EmulatorEventBody } from './emulator-log.js';
export type { ServiceAccountKey } from './auth/service-account-key.js';
export {
  instantLatency,
  type LatencyName,
  type LatencyOption,
  type LatencyProfile,
} from './latency/profile.js';
export { fieldFastLatency, fieldLatency, fieldSlowLatency } from './latency/field-latency.js';
export { slowLatency } from './latency/slow-latency.js';
export { typicalLatency } from './latency/typical-latency.js';
export type { LatencyDistribution } from './latency/distribution.js';
export { barbershopRules } from './services/gpt/barbershop-rules.js';
export {
  ruledReplies,
  scriptedReplies,
  type GptMessage,
  type GptReply,
  type GptResponder,
  type GptRule,
  type GptToolCall,
} from './services/gpt/gpt-reply.js';
export {
  encodeToneSpeech,
  ToneSpeechDecoder,
  toneVoices,
  type EncodedSpeech,
  type EncodedWord,
  type EncodeOptions,
  type ToneVoice,
  type ToneWord,
} from './tone-speech/index.js';
