export { startEmulator, type Emulator } from './start-emulator.js';
export type { EmulatedIam } from './auth/emulated-iam.js';
export type { EmulatedGptOptions, EmulatedIamOptions, EmulatorOptions } from './emulator-options.js';
export type { EmulatedTlsOptions } from './tls/tls-options.js';
export type { EmulatedTtsOptions } from './services/tts/tts-options.js';
export type {
  CallOutcome,
  ConnectionEvent,
  EmulatedService,
  EmulatorEvent,
  EmulatorEventBody,
  EmulatorPort,
} from './emulator-log.js';
export type {
  Amount,
  CallAction,
  CallFault,
  ConnectionAction,
  ConnectionFault,
  Fault,
  FaultMoment,
  Faults,
  FaultStrike,
} from './faults/fault.js';
export { parseFault } from './faults/parse-fault.js';
export type { Http2Code } from './faults/fault-codes.js';
export type { StatusName } from './grpc/status.js';
export type { Garbage } from './faults/faultable-wire.js';
export type { Traffic } from './inspection/call-record.js';
export type { CallFilter, EmulatedCall } from './inspection/emulated-call.js';
export type { Inspection } from './inspection/inspection.js';
export type { Expectations } from './inspection/expectations.js';
export type { RecordedLine } from './recording/recorded-line.js';
export type { ReplayDifference } from './recording/session-replay.js';
export type { EventOf, NextOptions } from './inspection/next-event.js';
export type { CallPhase, CallStage } from './inspection/call-phase.js';
export type { EmulatedSttOptions } from './services/stt/stt-options.js';
export type { HearingManner, HearingPreset } from './recogniser/index.js';
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
  type GptContext,
  type GptReply,
  type GptResponder,
  type GptRule,
} from './services/gpt/gpt-reply.js';
export type { GptApi, GptMessage, GptRequest, GptTool, GptToolCall } from './services/gpt/gpt-request.js';
export {
  encodeToneSpeech,
  ToneSpeechDecoder,
  toneVoices,
  type EncodedSpeech,
  type EncodedWord,
  type EncodeOptions,
  type PausePlan,
  type ToneVoice,
  type ToneWord,
} from './tone-speech/index.js';
