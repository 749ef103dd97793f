import type { IncomingMessage } from 'node:http';
import { sleep, VoiceError } from '@rechka/core';
import { type CloseReason, offeredToken } from '../protocol/index.js';
import type { Identity } from './browser-call.js';
import { type CheckedGatewayOptions, listensOnLoopback } from './gateway-options.js';
import { originAllowed } from './origins.js';
import { isLoopback, peerAddress } from './peer-address.js';

/** Somebody who was let in, or why not. */
export type Visitor =
  | { identity: Identity; remoteAddress: string; refused?: undefined }
  | { refused: Exclude<CloseReason, 'lost'> };

const authorizeMs = 10_000;

/** Says who a request comes from, and whether they may call. Never throws. */
export async function judge(
  request: IncomingMessage,
  offered: readonly string[],
  options: CheckedGatewayOptions,
): Promise<Visitor> {
  const { authorize, origins, trustProxy, onError, clock } = options;
  if (!originAllowed(request, origins)) return { refused: 'origin' };
  const remoteAddress = peerAddress(request, trustProxy);
  if (authorize === undefined) {
    return isLocal(request, options)
      ? { identity: { id: 'local' }, remoteAddress }
      : { refused: 'unauthorized' };
  }
  const { headers, url = '/' } = request;
  const patience = new AbortController();
  try {
    const identity = await Promise.race([
      // Inside a promise, so that it may throw at once.
      Promise.resolve().then(() =>
        authorize({ token: offeredToken(offered), origin: headers.origin, remoteAddress, headers, url }),
      ),
      sleep(clock, authorizeMs, patience.signal).then(() => Promise.reject(tookTooLong())),
    ]);
    if (identity === undefined) return { refused: 'unauthorized' };
    if (typeof (identity as Partial<Identity> | null)?.id !== 'string') throw noIdentity();
    return { identity, remoteAddress };
  } catch (error) {
    onError(error);
    return { refused: 'failed' };
  } finally {
    patience.abort();
  }
}

/**
 * Whether only a person at this machine can have sent it: no proxy, which would lend its address to others, and no
 * name in `Host` that a page elsewhere could have made to point here.
 */
function isLocal(request: IncomingMessage, { server }: CheckedGatewayOptions): boolean {
  const { headers, socket } = request;
  if (server === undefined || !listensOnLoopback(server) || !isLoopback(socket.remoteAddress)) return false;
  if ('x-forwarded-for' in headers || 'forwarded' in headers) return false;
  return /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/.test(headers.host ?? '');
}

function tookTooLong(): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `authorize took longer than ${authorizeMs} ms; the page was turned away.`,
  });
}

function noIdentity(): VoiceError {
  return new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: 'authorize gave no identity: it must return { id } with a string, or undefined.',
  });
}
