import { Metadata, status } from '@grpc/grpc-js';
import { VoiceError, type VoiceErrorCode } from '@rechka/core';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { rpcErrorToVoiceError } from './rpc-error.js';

const context = { target: 'host:443/pkg.Service/Method', requestId: 'ours' };
const failure = (code: number, details: string) => ({ code, details, metadata: new Metadata() });

const table: [code: status, details: string, expected: VoiceErrorCode, retryable: boolean, advice: RegExp][] =
  [
    [status.CANCELLED, 'Call cancelled', 'ERR_UNAVAILABLE', true, /connection was lost/],
    [status.UNKNOWN, 'oops', 'ERR_INTERNAL', true, /request id/],
    [status.INVALID_ARGUMENT, 'bad field', 'ERR_INVALID_REQUEST', false, /malformed/],
    [status.DEADLINE_EXCEEDED, '', 'ERR_DEADLINE', true, /in time/],
    [status.NOT_FOUND, 'no model', 'ERR_INVALID_REQUEST', false, /model, folder, voice/],
    [status.PERMISSION_DENIED, '', 'ERR_PERMISSION_DENIED', false, /ai\.speechkit-stt\.user/],
    [status.RESOURCE_EXHAUSTED, 'quota', 'ERR_QUOTA', true, /fewer requests/],
    [status.OUT_OF_RANGE, 'Exceeded maximum allowed stream duration', 'ERR_STREAM_LIMIT', true, /5 minutes/],
    [status.UNIMPLEMENTED, '', 'ERR_PROTOCOL', false, /check the endpoint/],
    [status.INTERNAL, 'boom', 'ERR_INTERNAL', true, /quote the request id/],
    [
      status.INTERNAL,
      'Received RST_STREAM with code 2 (Internal server error)',
      'ERR_UNAVAILABLE',
      true,
      /lost/,
    ],
    [
      status.INTERNAL,
      'Received RST_STREAM with code 0 (Call ended without gRPC status)',
      'ERR_UNAVAILABLE',
      true,
      /lost/,
    ],
    [status.UNAVAILABLE, 'Connection dropped', 'ERR_UNAVAILABLE', true, /try again/],
    [status.DATA_LOSS, '', 'ERR_INTERNAL', true, /failed inside/],
    [status.UNAUTHENTICATED, 'expired', 'ERR_UNAUTHENTICATED', false, /check it or make a new one/],
    [
      status.INVALID_ARGUMENT,
      "Specified folder ID 'a' does not match with service account folder ID 'b'",
      'ERR_PERMISSION_DENIED',
      false,
      /leave folderId out/,
    ],
    [
      status.INVALID_ARGUMENT,
      "Unknown role 'friendly' for 'alena' voice",
      'ERR_INVALID_REQUEST',
      false,
      /choose one/,
    ],
    [
      status.RESOURCE_EXHAUSTED,
      'ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 10 requests',
      'ERR_QUOTA',
      true,
      /generations run at once/,
    ],
    [
      status.UNAVAILABLE,
      'No connection established. Last error: self-signed certificate in certificate chain. Resolution note:',
      'ERR_UNAVAILABLE',
      false,
      /NODE_EXTRA_CA_CERTS/,
    ],
    [
      status.RESOURCE_EXHAUSTED,
      'Received message larger than max (5000000 vs 4194304)',
      'ERR_PROTOCOL',
      false,
      /too big/,
    ],
  ];

describe('rpcErrorToVoiceError', () => {
  it.each(table)('status %i «%s» is %s', (code, details, expected, retryable, advice) => {
    const error = rpcErrorToVoiceError(failure(code, details), context);
    expect(error).toMatchObject({ code: expected, retryable, requestId: 'ours' });
    expect(error.message).toMatch(advice);
    expect(error.message).toContain(details);
    expect(error.message).toContain(`host:443/pkg.Service/Method failed (gRPC ${code} ${status[code]})`);
  });

  it('never repeats the credentials that the provider repeats, in the message or behind it', () => {
    const authorization = 'Api-Key AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo';
    const raw = Object.assign(new Error(`16 UNAUTHENTICATED: ${authorization}`), {
      code: status.UNAUTHENTICATED,
      details: `${'x'.repeat(480)} Unknown api key 'AQVNq7Xz9LmWk3Bv5TfRgY8hJcD2sPaUe6Ni01Zo'`,
    });
    const error = rpcErrorToVoiceError(raw, { ...context, authorization });
    expect(error).toMatchObject({ code: 'ERR_UNAUTHENTICATED' });
    expect(error.message).toContain('given to apiKey()');
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain('AQVNq');
  });

  it("prefers the server's request id, from the trailers or the headers", () => {
    const error = failure(status.INTERNAL, '');
    expect(rpcErrorToVoiceError(error, { ...context, serverRequestId: 'early' }).requestId).toBe('early');
    error.metadata.set('x-request-id', 'late');
    expect(rpcErrorToVoiceError(error, { ...context, serverRequestId: 'early' }).requestId).toBe('late');
  });

  it('leaves a VoiceError alone and survives anything else', () => {
    const own = new VoiceError({ code: 'ERR_DEADLINE', message: 'Late.' });
    expect(rpcErrorToVoiceError(own, context)).toBe(own);
    for (const odd of [
      undefined,
      null,
      'text',
      5,
      new Error('plain'),
      { code: 'ECONNREFUSED' },
      failure(99, 'new'),
    ]) {
      expect(rpcErrorToVoiceError(odd, context)).toMatchObject({ code: 'ERR_INTERNAL' });
    }
  });
});
