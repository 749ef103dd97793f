import { VoiceError, type VoiceErrorCode } from '@rechka/core';
import { redact } from './secret.js';
import type { ServerClock } from './server-clock.js';

/** More of the provider's text than this helps nobody. */
const maxTextLength = 300;

/** What a refused token request looked like. */
export interface RefusedRequest {
  peer: string;
  secret: string;
  serverClock: ServerClock;
  response: Response;
  body: string;
}

/** HTTP status → {@link VoiceError}: what happened, the provider's own words, what to do. */
export function httpError({ peer, secret, serverClock, response, body }: RefusedRequest): VoiceError {
  const { status } = response;
  // Redacted before it is cut: half a secret would not be recognised.
  const said = redact(providerText(body), secret).slice(0, maxTextLength);
  const make = (code: VoiceErrorCode, advice: string, retryable = false) =>
    new VoiceError({
      code,
      message: `HTTP ${status} from ${peer}${said === '' ? '' : `: ${said}`}. ${advice}`,
      retryable,
      requestId: response.headers.get('x-request-id') ?? undefined,
    });
  if (status === 429)
    return make('ERR_QUOTA', 'Too many token requests: share one credentials object.', true);
  if (status >= 500) return make('ERR_UNAVAILABLE', 'The service is in trouble: try again later.', true);
  if (status === 403) return make('ERR_PERMISSION_DENIED', 'Give the service account its roles.');
  if (status === 404)
    return make('ERR_UNAUTHENTICATED', 'Check the endpoint and that a service account is attached.');
  return make(
    'ERR_UNAUTHENTICATED',
    serverClock.advice() ??
      'The key may be deleted, expired or of another account: make a new one with yc iam key create.',
  );
}

/** The shape of IAM's error bodies is not documented: takes `message` or `error.message`, else the text itself. */
function providerText(body: string): string {
  let text = body;
  try {
    const value = JSON.parse(body) as { message?: unknown; error?: { message?: unknown } } | null;
    const message = value?.message ?? value?.error?.message;
    if (typeof message === 'string') text = message;
  } catch {
    // Not JSON: the text is shown as it is.
  }
  return text.replace(/\s+/g, ' ').trim();
}
