import type { VoiceErrorCode } from '@rechka/core';
import type { VoiceError } from '@rechka/core';
import type { PageFault } from '../protocol/index.js';

/** What anybody may know of a failure. The messages of errors name hosts and accounts: they are for the server's log. */
const messages: Record<VoiceErrorCode, string> = {
  ERR_INVALID_OPTION: 'The server is set up wrongly; its owner finds the reason in its log.',
  ERR_MISUSE: 'The server made a mistake; its owner finds the reason in its log.',
  ERR_BAD_AUDIO: 'Audio could not be understood; reload the page.',
  ERR_BAD_CREDENTIALS: 'The server cannot sign in to the cloud; its owner must renew the key.',
  ERR_UNAUTHENTICATED: 'The cloud refused the server; its owner must renew the key.',
  ERR_PERMISSION_DENIED: 'The account of the server may not use this service; its owner must grant the role.',
  ERR_INSECURE_ENDPOINT: 'The server is set up to send a key in plain text; its owner must use TLS.',
  ERR_INVALID_REQUEST: 'The cloud could not serve a request; try other words or settings.',
  ERR_QUOTA: 'Too many people talk at once; wait a moment and say it again.',
  ERR_STREAM_LIMIT: 'Recognition was interrupted; say it again.',
  ERR_PROTOCOL: 'The cloud answered in a way that is not understood; try again later.',
  ERR_DEADLINE: 'An answer took too long; say it again.',
  ERR_UNAVAILABLE: 'The cloud cannot be reached; try again in a minute.',
  ERR_INTERNAL: 'Something failed; say it again.',
  ERR_ABORTED: 'It was cancelled.',
  ERR_AUDIO_DEVICE: 'The page does not play; check that its sound is not blocked, or reload it.',
};

/** An error as a page may see it: with the message meant for the server's log only if `details` are asked for. */
export function pageFault({ code, message }: VoiceError, details: boolean): PageFault {
  return { code, message: details ? message : messages[code] };
}
