import { VoiceError, type VoiceErrorCode } from '@rechka/core';
import { redact } from './secret.js';

/** More of the provider's text than this helps nobody. */
const maxTextLength = 300;
/** A clock that is wrong by more than this explains a refused token request. */
const tolerableSkewMs = 60_000;

/** What a refused token request looked like. */
export interface RefusedRequest {
  peer: string;
  secret: string;
  wallClockMs: () => number;
  response: Response;
  body: string;
}

/** HTTP status → {@link VoiceError}: what happened, the provider's own words, what to do. */
export function httpError({ peer, secret, wallClockMs, response, body }: RefusedRequest): VoiceError {
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
    skewAdvice(response, wallClockMs()) ??
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

function skewAdvice(response: Response, nowMs: number): string | undefined {
  const serverMs = Date.parse(response.headers.get('date') ?? '');
  const skewMs = nowMs - serverMs;
  if (Number.isNaN(skewMs) || Math.abs(skewMs) <= tolerableSkewMs) return undefined;
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  return `The clock of this machine is ${seconds} s ${skewMs > 0 ? 'ahead of' : 'behind'} the server's: set it.`;
}
