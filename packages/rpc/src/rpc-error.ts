import { type Metadata, status } from '@grpc/grpc-js';
import { isVoiceError, VoiceError, type VoiceErrorCode } from '@rechka/core';
import { redact } from '@rechka/iam';

/** What is known about the call that failed. */
export interface RpcErrorContext {
  /** What was called, for the message: `host/package.Service/Method`. */
  target: string;
  /** Our `x-client-request-id`; the server's `x-request-id` is preferred. */
  requestId: string;
  /** The server's `x-request-id`, from its initial metadata. */
  serverRequestId?: string | undefined;
  /** The `authorization` header sent: it must not come back in the provider's text. */
  authorization?: string | undefined;
}

/** One kind of failure: our code for it, whether the same request may succeed later, what to do. */
interface Kind {
  code: VoiceErrorCode;
  retryable: boolean;
  advice: string;
}

const kind = (code: VoiceErrorCode, retryable: boolean, advice: string): Kind => ({
  code,
  retryable,
  advice,
});

const unavailable = kind(
  'ERR_UNAVAILABLE',
  true,
  'The connection was lost or the service is down; try again.',
);
const internal = kind(
  'ERR_INTERNAL',
  true,
  'The service failed inside; try again, and quote the request id to support.',
);
const invalid = kind('ERR_INVALID_REQUEST', false, 'The request is malformed; correct it as the text says.');

/** gRPC status → kind of failure (source: SpeechKit documents, "response format"). */
const byStatus: Partial<Record<number, Kind>> = {
  [status.CANCELLED]: unavailable,
  [status.UNKNOWN]: internal,
  [status.INVALID_ARGUMENT]: invalid,
  [status.DEADLINE_EXCEEDED]: kind('ERR_DEADLINE', true, 'The service did not answer in time; try again.'),
  [status.NOT_FOUND]: kind(
    'ERR_INVALID_REQUEST',
    false,
    'Check the names in the request: model, folder, voice.',
  ),
  [status.ALREADY_EXISTS]: invalid,
  [status.PERMISSION_DENIED]: kind(
    'ERR_PERMISSION_DENIED',
    false,
    'Give the account the role of this service (ai.speechkit-stt.user, ai.speechkit-tts.user, ' +
      'ai.languageModels.user) in the folder, and the API key the scope.',
  ),
  [status.RESOURCE_EXHAUSTED]: kind(
    'ERR_QUOTA',
    true,
    'Send fewer requests at once, or have the quota raised.',
  ),
  [status.FAILED_PRECONDITION]: invalid,
  [status.ABORTED]: unavailable,
  [status.OUT_OF_RANGE]: kind(
    'ERR_STREAM_LIMIT',
    true,
    'A recognition stream may last 5 minutes and carry 10 MB; open a new one.',
  ),
  [status.UNIMPLEMENTED]: kind(
    'ERR_PROTOCOL',
    false,
    'The host does not offer this method; check the endpoint.',
  ),
  [status.INTERNAL]: internal,
  [status.UNAVAILABLE]: unavailable,
  [status.DATA_LOSS]: internal,
  [status.UNAUTHENTICATED]: kind(
    'ERR_UNAUTHENTICATED',
    false,
    'The token or key is expired, revoked or of another cloud; check it or make a new one.',
  ),
};

/** Failures that the provider's or grpc-js's text tells apart better than the status does. */
const byText: readonly { status: number; text: RegExp; kind: Kind }[] = [
  {
    status: status.INVALID_ARGUMENT,
    text: /folder id .*does not match/i,
    kind: kind(
      'ERR_PERMISSION_DENIED',
      false,
      "The folder is not the service account's own: leave folderId out, or use a key of an account in that folder.",
    ),
  },
  {
    status: status.INVALID_ARGUMENT,
    text: /unknown role/i,
    kind: kind(
      'ERR_INVALID_REQUEST',
      false,
      'This voice does not have this role; choose one from its list, or none.',
    ),
  },
  {
    status: status.INVALID_ARGUMENT,
    text: /number of input tokens must be no more|text length is/i,
    kind: kind('ERR_INVALID_REQUEST', false, 'The text is too long; shorten it or the history.'),
  },
  {
    status: status.UNAUTHENTICATED,
    text: /unknown api key/i,
    kind: kind(
      'ERR_UNAUTHENTICATED',
      false,
      'The API key does not exist; check it is whole, and given to apiKey().',
    ),
  },
  {
    status: status.RESOURCE_EXHAUSTED,
    text: /gauge quota limit exceed/i,
    kind: kind(
      'ERR_QUOTA',
      true,
      'Too many generations run at once in this folder; wait for one to end, or have the quota raised.',
    ),
  },
  {
    // Said by grpc-js, not by the service.
    status: status.RESOURCE_EXHAUSTED,
    text: /^Received message larger than max/,
    kind: kind(
      'ERR_PROTOCOL',
      false,
      'One message of the answer is too big to be right; check the endpoint.',
    ),
  },
  {
    // Said by grpc-js with the words of OpenSSL and Node. Trying again does not help.
    status: status.UNAVAILABLE,
    text: /certificate|altnames/i,
    kind: kind(
      'ERR_UNAVAILABLE',
      false,
      'The server could not prove who it is. Behind a proxy that opens TLS, give its root certificate as trustedCa, or ' +
        'to Node: NODE_EXTRA_CA_CERTS=/path/to/root.pem.',
    ),
  },
  // A broken stream, which grpc-js reports as an internal error.
  { status: status.INTERNAL, text: /RST_STREAM|HTTP\/2/i, kind: unavailable },
];

/** More of the provider's text than this helps nobody. */
const maxTextLength = 500;

/**
 * Any failure of a call as a `VoiceError`: what happened, the provider's own words without secrets, what
 * to do. A `VoiceError` comes back as it is.
 */
export function rpcErrorToVoiceError(error: unknown, context: RpcErrorContext): VoiceError {
  if (isVoiceError(error)) return error;
  const { target, authorization = '' } = context;
  const { code, details, metadata } = readStatus(error);
  const said = redact(details.replace(/\s+/g, ' ').trim(), authorization).slice(0, maxTextLength);
  const known = byText.find((entry) => entry.status === code && entry.text.test(details))?.kind;
  const { code: voiceCode, retryable, advice } = known ?? byStatus[code] ?? internal;
  const name = `gRPC ${code} ${status[code] ?? ''}`.trim();
  return new VoiceError({
    code: voiceCode,
    message: `${target} failed (${name})${said === '' ? '' : `: ${said.replace(/\.$/, '')}`}. ${advice}`,
    retryable,
    requestId: requestIdIn(metadata) ?? context.serverRequestId ?? context.requestId,
    // The original error's text and metadata may hold the secret: only its clean parts go on.
    cause: new Error(`${code} ${status[code] ?? 'UNKNOWN'}: ${said}`),
  });
}

/** The server's own request id in its metadata, if it gave one. */
export function requestIdIn(metadata: Metadata | undefined): string | undefined {
  const [value] = metadata?.get('x-request-id') ?? [];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readStatus(error: unknown): { code: number; details: string; metadata: Metadata | undefined } {
  const { code, details, metadata, message } = (error ?? {}) as Partial<Record<string, unknown>>;
  return {
    code: typeof code === 'number' ? code : status.UNKNOWN,
    details: typeof details === 'string' ? details : typeof message === 'string' ? message : '',
    metadata: metadata as Metadata | undefined,
  };
}
