export type { ClientMessage, PageCommand, ResumeRequest } from './client-message.js';
export type { ByeReason, ServerMessage } from './server-message.js';
export type { BotState, EndedReply, PageEvent, PageFault, ReplyKind, TurnTimes } from './page-event.js';
export type { JsonValue, Settings } from './json-value.js';
export { closeCodes, describeClosing, type CloseReason, type Closing } from './closing.js';
export { decodeClientMessage } from './decode-client-message.js';
export { decodeServerMessage, type DecodedServerMessage } from './decode-server-message.js';
export { decodeFrame, encodeFrame, frameHeaderBytes, type AudioFrame } from './frame.js';
export {
  clientPingMs,
  defaultGraceMs,
  heardReportMs,
  maxBufferedBytes,
  maxMessageBytes,
  maxSpeechAheadMs,
  maxTextLength,
  micFrameMs,
  micOutboxMs,
  protocolVersion,
  resumeSpeed,
  speechFrameMs,
} from './limits.js';
export { offeredProtocols, offeredToken, subprotocol, type TokenResponse } from './subprotocol.js';
