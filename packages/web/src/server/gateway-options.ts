import type { IncomingHttpHeaders, Server as HttpServer } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import {
  checkClock,
  checkFunction,
  checkNumber,
  checkObject,
  type Clock,
  invalidOption,
  systemClock,
  unfailingObserver,
} from '@rechka/core';
import { defaultGraceMs } from '../protocol/index.js';
import type { BrowserCall, Identity } from './browser-call.js';
import type { CallLimits } from './call-limits.js';
import { checkOrigins } from './origins.js';
import { isLoopback } from './peer-address.js';
import { warn } from './warn.js';

/** A page that wants to call, before it is let in. */
export interface CallRequest {
  /** What it offered beside the subprotocol, for `tokens.redeem(token)`. */
  token: string | undefined;
  /** The page's address, as browsers tell it. */
  origin: string | undefined;
  /** Of the peer, as `trustProxy` says. */
  remoteAddress: string;
  /** Lower-case names; cookies of the page's own site are among them. */
  headers: IncomingHttpHeaders;
  /** Path and query. Anything secret does not belong here: addresses end up in logs. */
  url: string;
}

/** What a gateway is made of. */
export interface GatewayOptions {
  /**
   * Its upgrades to {@link GatewayOptions.path} are taken; those of other paths are left to whoever else listens.
   * Without it, give them to {@link Gateway.handleUpgrade} yourself.
   */
  server?: HttpServer | HttpsServer;
  /** Default `/voice`. */
  path?: string;
  /** Runs a conversation, usually a `VoicePipeline`. Its failure ends the call and is told to `onError`. */
  onCall: (call: BrowserCall) => unknown;
  /**
   * Who calls, or `undefined` for nobody who may. May take 10 s. Required unless the server listens on loopback:
   * without it, only pages of this machine are let in, as `local`.
   */
  authorize?: (request: CallRequest) => Identity | undefined | Promise<Identity | undefined>;
  /**
   * Pages that may call, such as `https://example.ru`. Default: those of the same host. Behind a proxy that
   * changes `Host`, a list is needed.
   */
  origins?: readonly string[];
  /**
   * How many proxies stand in front, each adding to `X-Forwarded-For`, 0–10. Default 0: the header is not believed,
   * for anybody may write it.
   */
  trustProxy?: number;
  /** How much may be talked. */
  limits?: CallLimits;
  /** Rate of the bot's voice, in Hz, 8 000–48 000: best one the synthesis has. Default 24 000 (384 kbit/s). */
  speechRateHz?: number;
  /** How much unheard speech a write waits for, in ms, 300–2 000. Default 1 500: a page may stall for as long. */
  aheadMs?: number;
  /** For how long a call waits for a page that lost its socket, in ms, 0–300 000. Default 30 000. */
  graceMs?: number;
  /** Told of failures that no call's own code sees: of `authorize`, of `onCall`. What it throws is dropped. Default: a warning. */
  onError?: (error: unknown) => void;
  /** Default: the host's. */
  clock?: Clock;
}

/** Options with their defaults. */
export type CheckedGatewayOptions = Required<Omit<GatewayOptions, 'server' | 'authorize' | 'origins'>> &
  Pick<GatewayOptions, 'server' | 'authorize' | 'origins'>;

/** Throws `ERR_INVALID_OPTION` for whatever cannot be used. */
export function checkGatewayOptions(options: GatewayOptions): CheckedGatewayOptions {
  checkObject('options', options, 'an object with onCall, server and authorize');
  const {
    server,
    path = '/voice',
    onCall,
    authorize,
    origins,
    trustProxy = 0,
    limits = {},
    speechRateHz = 24_000,
    aheadMs = 1500,
    graceMs = defaultGraceMs,
    onError = warn,
    clock = systemClock,
  } = options;
  if (server !== undefined && typeof (server as Partial<HttpServer> | null)?.on !== 'function')
    throw invalidOption('server', server, 'a server of node:http or node:https');
  // JavaScript users have no compiler to tell them what is missing.
  checkFunction('onCall', onCall, 'a function that takes a call');
  if (authorize !== undefined)
    checkFunction('authorize', authorize, 'a function, e.g. ({ token }) => tokens.redeem(token)');
  if (typeof path !== 'string' || !path.startsWith('/') || path.includes('?')) {
    throw invalidOption('path', path, 'a path such as /voice');
  }
  checkOrigins(origins);
  checkNumber('trustProxy', trustProxy, { min: 0, max: 10, integer: true });
  checkObject('limits', limits, 'an object, e.g. { calls: 20 }');
  checkNumber('speechRateHz', speechRateHz, { min: 8000, max: 48_000, integer: true });
  checkNumber('aheadMs', aheadMs, { min: 300, max: 2000 });
  checkNumber('graceMs', graceMs, { min: 0, max: 300_000 });
  checkFunction('onError', onError);
  checkClock(clock);
  if (authorize === undefined && (server === undefined || (server.listening && !listensOnLoopback(server)))) {
    throw authorizeMissing();
  }
  return {
    ...{ path, onCall, trustProxy, limits, speechRateHz, aheadMs, graceMs, clock },
    onError: unfailingObserver(onError),
    ...(server && { server }),
    ...(authorize && { authorize }),
    ...(origins && { origins }),
  };
}

/** The error for a gateway that anybody on the network could use. */
export function authorizeMissing() {
  return invalidOption(
    'authorize',
    undefined,
    'a function that says who calls, for the server is not known to listen on loopback alone (listen(port, "127.0.0.1"))',
  );
}

/** Whether nobody outside this machine can connect; a server that does not listen yet counts as one that others reach. */
export function listensOnLoopback(server: HttpServer | HttpsServer): boolean {
  const address = server.address();
  return typeof address === 'object' && address !== null && isLoopback(address.address);
}
