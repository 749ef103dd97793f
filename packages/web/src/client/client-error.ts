import type { CloseReason } from '../protocol/closing.js';

/** Every failure that a page can be shown, by a code that stays the same between releases. */
export type ClientErrorCode =
  /** No microphone is connected, or the one asked for is not. */
  | 'ERR_NO_MICROPHONE'
  /** The person or the system does not let the page use the microphone. */
  | 'ERR_MICROPHONE_DENIED'
  /** The microphone is there but gives no sound: another program holds it, or it failed. */
  | 'ERR_MICROPHONE_BUSY'
  /** The page is neither https nor on localhost: browsers give it no microphone. */
  | 'ERR_INSECURE_ORIGIN'
  /** The browser has no microphone, audio worklet or WebSocket for pages. */
  | 'ERR_UNSUPPORTED_BROWSER'
  /** The browser plays no sound before a click: `start()` was called outside of one. */
  | 'ERR_AUTOPLAY_BLOCKED'
  /** The Content-Security-Policy of the page forbids the audio worklet, or its address is wrong. */
  | 'ERR_WORKLET_BLOCKED'
  /** The server does not answer, or was away for longer than it keeps a conversation. */
  | 'ERR_SERVER_GONE'
  /** The server ended the conversation or would not begin one; see {@link VoiceClientError.reason}. */
  | 'ERR_REFUSED';

const messages: Record<Exclude<ClientErrorCode, 'ERR_REFUSED'>, string> = {
  ERR_NO_MICROPHONE: 'No microphone was found. Connect one, or choose another in the settings.',
  ERR_MICROPHONE_DENIED:
    'The page may not use the microphone. Allow it in the address bar or in the settings of the system.',
  ERR_MICROPHONE_BUSY:
    'The microphone gives no sound. Close other programs that use it, or choose another one.',
  ERR_INSECURE_ORIGIN: 'Browsers give the microphone to https pages and to localhost only. Open the page so.',
  ERR_UNSUPPORTED_BROWSER: 'This browser cannot hold a voice conversation. Use a current one.',
  ERR_AUTOPLAY_BLOCKED: 'The browser plays no sound before a click. Call start() from a click of the person.',
  ERR_WORKLET_BLOCKED:
    'The audio worklet could not be loaded. Allow `script-src blob:`, or serve the file and set `workletUrl`.',
  ERR_SERVER_GONE: 'The server does not answer. Check the connection and try again.',
};

/** Why a conversation in a page could not begin, has to do without something, or ended. */
export class VoiceClientError extends Error {
  override readonly name = 'VoiceClientError';
  readonly code: ClientErrorCode;
  /** Why the server refused, with `ERR_REFUSED`. */
  readonly reason: CloseReason | undefined;

  constructor(
    code: ClientErrorCode,
    { message, reason, cause }: { message?: string; reason?: CloseReason; cause?: unknown } = {},
  ) {
    super(
      message ?? (code === 'ERR_REFUSED' ? 'The server refused the conversation.' : messages[code]),
      cause === undefined ? undefined : { cause },
    );
    this.code = code;
    this.reason = reason;
  }
}

const codesByName = new Map<string, ClientErrorCode>([
  ['NotFoundError', 'ERR_NO_MICROPHONE'],
  ['OverconstrainedError', 'ERR_NO_MICROPHONE'],
  ['NotAllowedError', 'ERR_MICROPHONE_DENIED'],
  ['SecurityError', 'ERR_MICROPHONE_DENIED'],
]);

/** What `getUserMedia` failed with, as one of our errors. */
export function microphoneError(cause: unknown): VoiceClientError {
  const name = cause instanceof Error ? cause.name : '';
  return new VoiceClientError(codesByName.get(name) ?? 'ERR_MICROPHONE_BUSY', { cause });
}
