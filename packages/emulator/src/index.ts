export { startEmulator, type Emulator } from './start-emulator.js';
export type {
  EmulatedGptOptions,
  EmulatedIamOptions,
  EmulatedSttOptions,
  EmulatedTtsOptions,
  EmulatorOptions,
} from './emulator-options.js';
export type { CallOutcome, EmulatedService, EmulatorEvent, EmulatorEventBody } from './emulator-log.js';
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
export type { Http2Code, StatusName } from './faults/fault-codes.js';
export type { CallFilter, EmulatedCall } from './inspection/emulated-call.js';
export type { Inspection } from './inspection/inspection.js';
export type { Expectations } from './inspection/expectations.js';
export type { RecordedLine } from './recording/recorded-line.js';
export type { ReplayDifference } from './recording/session-replay.js';
export type { EventOf, NextOptions } from './inspection/next-event.js';
export type { CallPhase, CallStage } from './inspection/call-phase.js';
export type { ServiceAccountKey } from './auth/service-account-key.js';
export {
  instantLatency,
  typicalLatency,
  type LatencyOption,
  type LatencyProfile,
} from './latency/profile.js';
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
