import { type Clock, isVoiceError, VoiceError } from '@rechka/core';
import { httpError } from './http-error.js';
import type { ServerClock } from './server-clock.js';
import { fetchTrusting } from './trusted-ca.js';

/** One HTTP request for a token. */
export interface HttpRequest {
  /** Who answers, for messages: `IAM`, `the metadata service`. */
  peer: string;
  url: string;
  init: RequestInit;
  clock: Clock;
  deadlineMs: number;
  /** Trusted in place of Node's authorities, in PEM. */
  trustedCa: string | undefined;
  /** Must not come back in an error's text. */
  secret: string;
  /** Takes note of the server's time, to tell a wrong clock from a bad key. */
  serverClock: ServerClock;
}

/** The JSON object of a 200 answer. */
export type JsonObject = Partial<Record<string, unknown>>;

/**
 * Sends one request with a deadline, and says in a {@link VoiceError} what went wrong: `ERR_DEADLINE`,
 * `ERR_UNAVAILABLE`, `ERR_QUOTA` (these may be retried), `ERR_UNAUTHENTICATED`, `ERR_PERMISSION_DENIED`,
 * `ERR_PROTOCOL`.
 */
export async function requestJson(request: HttpRequest): Promise<JsonObject> {
  const { peer, url, init, clock, deadlineMs, trustedCa } = request;
  const send = trustedCa === undefined || !url.startsWith('https:') ? fetch : fetchTrusting(trustedCa);
  const controller = new AbortController();
  const timer = clock.setTimeout(
    () =>
      controller.abort(
        new VoiceError({
          code: 'ERR_DEADLINE',
          message: `No answer from ${peer} at ${new URL(url).origin} within ${deadlineMs} ms; check the network.`,
          retryable: true,
        }),
      ),
    deadlineMs,
  );
  try {
    // A redirect would carry the signed request to a host nobody named.
    const response = await send(url, { ...init, redirect: 'error', signal: controller.signal });
    request.serverClock.see(response.headers.get('date'));
    const text = await response.text();
    if (!response.ok) throw httpError({ ...request, response, body: text });
    return parseObject(peer, text);
  } catch (error) {
    if (isVoiceError(error)) throw error;
    throw isVoiceError(controller.signal.reason) ? controller.signal.reason : networkError(request, error);
  } finally {
    timer.cancel();
  }
}

function parseObject(peer: string, text: string): JsonObject {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // Falls through: the parser's message would quote the answer, which may hold a token.
  }
  throw new VoiceError({
    code: 'ERR_PROTOCOL',
    message: `The answer of ${peer} is not a JSON object; is a proxy in between?`,
  });
}

function networkError({ peer, url }: HttpRequest, error: unknown): VoiceError {
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
  const { origin } = new URL(url);
  // Codes of OpenSSL and Node. Trying again does not help.
  if (/CERT|ALTNAME|UNABLE_TO_VERIFY/.test(reason)) {
    return new VoiceError({
      code: 'ERR_UNAVAILABLE',
      message:
        `${origin} could not prove that it is ${peer} (${reason}). Behind a proxy that opens TLS, or on a server of ` +
        'your own, give the certificate of its authority as trustedCa, or to Node: NODE_EXTRA_CA_CERTS=/path/to/root.pem.',
      cause: error,
    });
  }
  return new VoiceError({
    code: 'ERR_UNAVAILABLE',
    message: `Could not reach ${peer} at ${origin} (${reason}); check the network and the endpoint.`,
    retryable: true,
    cause: error,
  });
}
