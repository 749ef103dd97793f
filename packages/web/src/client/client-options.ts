import { checkFlag, checkText, invalidOption, type Clock, systemClock } from '@rechka/core';
import type { JsonValue, Settings } from '../protocol/json-value.js';

/** How a `VoiceClient` is made. */
export interface VoiceClientOptions {
  /** Address of the gateway: `wss://…`, or `/voice`, which is taken from the page's own server. */
  url: string;
  /**
   * Gets a token for one connection, from your server, which knows who is at the page: usually `fetchToken('/token')`.
   * Called for each attempt; a failure is tried again, unless it is a `VoiceClientError`. Default: none, which a
   * gateway takes on loopback only.
   */
  token?: () => Promise<string>;
  /**
   * Address of the file `@rechka/web/worklet.js`, for a page whose Content-Security-Policy forbids `blob:` scripts.
   * Default: the worklet is loaded from a Blob.
   */
  workletUrl?: string;
  /** `deviceId` of the microphone to use if it is there. Default: that of the browser. */
  microphone?: string;
  /**
   * Keeps the bot's voice out of the microphone, and makes speech louder than noise: what the browser is asked to
   * do. Whether it cancels echo in fact is told to the server. Default: all true.
   */
  echoCancellation?: boolean;
  noiseSuppression?: boolean;
  autoGainControl?: boolean;
  /**
   * Whether `start()` fails without a microphone. If false, the conversation begins in writing, and speech joins it
   * when there is a microphone and a permission. Default true.
   */
  requireMicrophone?: boolean;
  /** Choices of the person as they are at the beginning: `{ voice: 'marina' }`. Their meaning is up to your server. */
  settings?: Settings;
  /** Default: the browser's. */
  clock?: Clock;
}

/** Options with their defaults. */
export type CheckedOptions = Required<Omit<VoiceClientOptions, 'token' | 'workletUrl' | 'microphone'>> &
  Pick<VoiceClientOptions, 'token' | 'workletUrl' | 'microphone'>;

/** Throws `ERR_INVALID_OPTION` unless the options can be used. */
export function checkOptions(options: VoiceClientOptions): CheckedOptions {
  const { url, token, workletUrl, microphone, settings } = options;
  checkText('url', url);
  if (workletUrl !== undefined) checkText('workletUrl', workletUrl);
  if (microphone !== undefined) checkText('microphone', microphone);
  if (token !== undefined && typeof token !== 'function') {
    // Its type alone: it may be the secret itself.
    throw invalidOption('token', typeof token, 'a function that gets a token');
  }
  if (settings !== undefined) checkSettings(settings);
  const switches = {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    requireMicrophone: true,
  };
  for (const name of Object.keys(switches) as (keyof typeof switches)[]) {
    const value: unknown = options[name];
    if (value !== undefined) checkFlag(name, value);
  }
  return { clock: systemClock, settings: {}, ...switches, ...options };
}

/** Throws `ERR_INVALID_OPTION` unless `settings` is an object that JSON can carry. */
export function checkSettings(settings: Readonly<Record<string, JsonValue>>): void {
  const value: unknown = settings;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidOption('settings', value, 'an object');
  }
}

/** The address of the gateway, as a WebSocket wants it. Throws `ERR_INVALID_OPTION` for one that cannot be. */
export function socketUrl(url: string, pageUrl: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url, pageUrl);
  } catch {
    throw invalidOption('url', url, 'an address such as wss://example.com/voice');
  }
  const scheme = new Map([
    ['http:', 'ws:'],
    ['https:', 'wss:'],
  ]).get(parsed.protocol);
  if (scheme !== undefined) parsed.protocol = scheme;
  if (!/^wss?:$/.test(parsed.protocol)) throw invalidOption('url', url, 'a ws, wss, http or https address');
  return parsed.href;
}
