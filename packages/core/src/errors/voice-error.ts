/**
 * Every failure a user of Rechka can see, by a code that stays the same between releases.
 * `docs/troubleshooting.md` has a paragraph for each: what the user sees and the cure.
 */
export type VoiceErrorCode =
  /** An option is missing, of the wrong type or out of range. Thrown at construction. */
  | 'ERR_INVALID_OPTION'
  /** An operation that the object's state does not allow: `turns()` twice, `reply()` twice, use after `close()`. */
  | 'ERR_MISUSE'
  /** Audio that is not what its format says: odd bytes, an unknown container, an unsupported rate. */
  | 'ERR_BAD_AUDIO'
  /** A key file or token that cannot be used as it is. */
  | 'ERR_BAD_CREDENTIALS'
  /** The cloud refused the credentials (gRPC 16): expired, revoked or unknown. */
  | 'ERR_UNAUTHENTICATED'
  /** The account has no right to this, or the folder is not its own (gRPC 7, or 3 with a folder mismatch). */
  | 'ERR_PERMISSION_DENIED'
  /** A real credential would have left the machine in plain text. */
  | 'ERR_INSECURE_ENDPOINT'
  /** The service rejected the request as malformed (gRPC 3): wrong role for a voice, text too long. */
  | 'ERR_INVALID_REQUEST'
  /** A quota: too many requests a second or too many generations at once (gRPC 8, HTTP 429). */
  | 'ERR_QUOTA'
  /** The recognition stream outlived its 5 minutes or 10 MB (gRPC 11). */
  | 'ERR_STREAM_LIMIT'
  /** The peer sent something that is not the protocol. */
  | 'ERR_PROTOCOL'
  /** No answer within the deadline. */
  | 'ERR_DEADLINE'
  /** The connection failed or the service is down (gRPC 14, RST_STREAM, GOAWAY). */
  | 'ERR_UNAVAILABLE'
  /** The service failed inside (gRPC 13, 2). */
  | 'ERR_INTERNAL'
  /** The caller's own `AbortSignal`, or a close, ended it. */
  | 'ERR_ABORTED'
  /** The device or program that gives or takes sound is missing or failed. */
  | 'ERR_AUDIO_DEVICE';

/** What a {@link VoiceError} is made of. */
export interface VoiceErrorOptions {
  code: VoiceErrorCode;
  /** What was wrong, with which value, and what to do about it. */
  message: string;
  /** Whether the same request may succeed if sent again. Default false. */
  retryable?: boolean;
  /** The provider's or our own request id, to quote to support. */
  requestId?: string | undefined;
  cause?: unknown;
}

const brand = Symbol.for('rechka.VoiceError');

/**
 * The one error class of Rechka. Program against {@link VoiceError.code}; the message is for people.
 *
 * @example
 * ```ts
 * try {
 *   await pipeline.run();
 * } catch (error) {
 *   if (isVoiceError(error) && error.code === 'ERR_UNAUTHENTICATED') console.error('Renew the key.');
 *   else throw error;
 * }
 * ```
 */
export class VoiceError extends Error {
  override readonly name = 'VoiceError';
  readonly code: VoiceErrorCode;
  readonly retryable: boolean;
  readonly requestId: string | undefined;

  constructor({ code, message, retryable = false, requestId, cause }: VoiceErrorOptions) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.retryable = retryable;
    this.requestId = requestId;
    Object.defineProperty(this, brand, { value: true });
  }
}

/** `instanceof` that also holds between the ESM and the CJS copy of this package. */
export function isVoiceError(error: unknown): error is VoiceError {
  return error instanceof Error && brand in error;
}
