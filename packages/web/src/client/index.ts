export { VoiceClient, type AudioFigures, type AudioLevels, type VoiceClientEvents } from './voice-client.js';
export { fetchToken } from './fetch-token.js';
export type { VoiceClientOptions } from './client-options.js';
export { VoiceClientError, type ClientErrorCode } from './client-error.js';
export type {
  BotEntry,
  CallerEntry,
  ClientState,
  GapEntry,
  TranscriptEntry,
  TurnSummary,
} from './client-state.js';
export type { CloseReason } from '../protocol/closing.js';
export type { JsonValue, Settings } from '../protocol/json-value.js';
export type {
  BotState,
  EndedReply,
  PageEvent,
  PageFault,
  ReplyKind,
  TurnTimes,
} from '../protocol/page-event.js';
