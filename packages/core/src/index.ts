export { VoiceError, isVoiceError } from './errors/voice-error.js';
export type { VoiceErrorCode, VoiceErrorOptions } from './errors/voice-error.js';
export {
  checkClock,
  checkFlag,
  checkFunction,
  checkNumber,
  checkObject,
  checkOneOf,
  checkText,
  invalidOption,
} from './errors/validate.js';
export { unfailingObserver } from './errors/unfailing-observer.js';

export type { Clock, ClockTimer } from './time/clock.js';
export { systemClock } from './time/system-clock.js';
export { abortError, sleep } from './time/sleep.js';

export type { AudioEncoding, AudioFormat } from './audio/audio-format.js';
export {
  bytesPerSample,
  bytesToMs,
  checkFormat,
  checkFormatAmong,
  checkWholeSamples,
  msToBytes,
  pcm,
  sameFormat,
} from './audio/audio-format.js';

export type { AudioTransform, AudioTransformStream } from './ports/audio-transform.js';
export type { AudioChunk, AudioSink, AudioSource, Call, CallSignal } from './ports/call.js';
export type {
  AnswerContext,
  ExpectedAnswer,
  Language,
  Phrases,
  Segment,
  Segmenter,
  Speakable,
  SpokenSpan,
} from './ports/language.js';
export type {
  LanguageModel,
  LlmEvent,
  LlmStreamOptions,
  Message,
  ToolCall,
  ToolResult,
  ToolSpec,
} from './ports/language-model.js';
export type {
  Endpointing,
  SpeechToText,
  SttEvent,
  SttOpenOptions,
  SttStream,
  TimedWord,
} from './ports/speech-to-text.js';
export type { Alignment, TextToSpeech, TtsEvent, TtsSpeakOptions } from './ports/text-to-speech.js';
export type { Urgency } from './ports/urgency.js';

export { createConverter, type AudioConverter } from './audio/audio-converter.js';
export { decodeG711, encodeG711, type G711Law } from './audio/g711.js';
export { levelDbfs } from './audio/level.js';
export { nearestFormat, recognitionFormat } from './audio/nearest-format.js';
export { pacedSink, type PacedFrame, type PacedSink, type PacedSinkOptions } from './audio/paced-sink.js';
export { UnheardWaiters } from './audio/unheard-waiters.js';
export { pcmToSamples, samplesToPcm } from './audio/pcm16.js';
export { Resampler } from './audio/resampler.js';
export { silence } from './audio/silence.js';
export { Timeline } from './audio/timeline.js';
export { parseWav, wavHeader, writeWav, type WavAudio } from './audio/wav.js';
export { AsyncQueue, type AsyncQueueOptions, type StreamListener } from './streams/async-queue.js';
export { leavable } from './streams/leavable.js';
export { readAhead, type ReadAheadListener } from './streams/read-ahead.js';

export type { MeasuredAudio } from './audio/level-meter.js';
export type {
  Endpointer,
  EndpointDetector,
  EndpointPlan,
  EndpointSession,
} from './endpointing/endpointer.js';
export { localEndpointing, type LocalEndpointingOptions } from './endpointing/local-endpointing.js';
export {
  withEndpointing,
  type EndpointedStt,
  type EndpointingOptions,
} from './endpointing/with-endpointing.js';
export { EchoGuard, type EchoGuardOptions, type EchoMode, type EchoVerdict } from './echo/echo-guard.js';
export type { HeardTranscript } from './echo/heard-words.js';
export { LineLevels, type HeardLevel } from './echo/line-levels.js';
export type { SpokenStretch } from './echo/spoken-words.js';
export { guarded, type Guard } from './guards/guard.js';
export { minimumVoiced, type MinimumVoicedOptions } from './guards/minimum-voiced.js';
export { holdUtterances, type UtteranceSoFar } from './guards/utterance-hold.js';
export { withoutBackchannels, type WithoutBackchannelsOptions } from './guards/without-backchannels.js';
export { withoutEcho } from './guards/without-echo.js';
export { agent, type AgentOptions } from './agent/agent.js';
export { rawWords } from './machine/raw-words.js';
export type {
  CommittedTurn,
  MachineNotice,
  PhraseKind,
  SpeechKind,
  TurnAbortReason,
  TurnSource,
} from './machine/turn-state.js';
export type {
  AudioTransforms,
  BargeInOptions,
  CallerSilenceOptions,
  PipelineTimings,
  SpeculationMode,
  VoicePipelineOptions,
  WaitingOptions,
} from './pipeline/options.js';
export type { PipelineChange } from './pipeline/pipeline-change.js';
export type { EventContext, PipelineEvent, PipelineEventMap } from './pipeline/pipeline-events.js';
export type { Reply, ReplyLatency, SpeculationOutcome, SpeculationWaste } from './pipeline/reply.js';
export type { ReplySource, RespondContext, Responder } from './pipeline/responder.js';
export { Turn, type ReplyOptions, type TurnIds } from './pipeline/turn.js';
export type { VoiceChoice } from './pipeline/voice.js';
export { VoicePipeline } from './pipeline/voice-pipeline.js';

export {
  memoryIdempotency,
  type IdempotencyStore,
  type ToolBegun,
  type ToolOutcome,
} from './agent/idempotency.js';
export type { StandardIssue, StandardResult, StandardSchema } from './agent/standard-schema.js';
export {
  tool,
  type CheckedCall,
  type JsonSchema,
  type SchemaToolOptions,
  type Tool,
  type ToolContext,
  type ValidatedToolOptions,
} from './agent/tool.js';
export type { ToolRound } from './pipeline/responder.js';
