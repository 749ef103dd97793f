import { isIP } from 'node:net';
import { checkNumber, checkText, invalidOption, systemClock, type Clock } from '@rechka/core';
import { checkGiven } from './check-given.js';
import { resolveIam, type EmulatedIamOptions } from './auth/iam-options.js';
import { checkServiceAccountKey, type ServiceAccountKey } from './auth/service-account-key.js';
import type { Fault } from './faults/fault.js';
import { resolveLatency, type LatencyOption, type LatencyProfile } from './latency/profile.js';
import { resolveGpt, type EmulatedGptOptions, type ResolvedGptOptions } from './services/gpt/gpt-options.js';
import {
  resolveSttOptions,
  type EmulatedSttOptions,
  type ResolvedSttOptions,
} from './services/stt/stt-options.js';
import { resolveTts, type EmulatedTtsOptions, type ResolvedTtsOptions } from './services/tts/tts-options.js';
import { resolveTls, type EmulatedTlsOptions, type ServerTls } from './tls/tls-options.js';

export type { EmulatedGptOptions, EmulatedIamOptions };

/** Options of {@link startEmulator}. */
export interface EmulatorOptions {
  /**
   * IP address to serve gRPC and REST at; `0.0.0.0` and `::` are all of the machine's, as a container needs. Whoever can
   * reach them can use the emulator. The control endpoint stays on 127.0.0.1. Default `127.0.0.1`.
   */
  host?: string;
  /** TLS on all ports, with a certificate made at start or with your own. Default false: plain text. */
  tls?: EmulatedTlsOptions;
  /** The key of the service account, to keep one over restarts: one of another emulator. Default: a new one. */
  serviceAccountKey?: ServiceAccountKey;
  /** Port of all gRPC services. Default 0: any that is free. */
  grpcPort?: number;
  /** Port of all REST services. Default 0: any that is free. */
  httpPort?: number;
  /** Folder of the service account. Default `b1gemulatedfolder000`. */
  folderId?: string;
  /** Default: the system's, which virtual time governs. */
  clock?: Clock;
  /** Of all random choices: ids, recognition errors, duplicates. Default 1. */
  seed?: number;
  stt?: EmulatedSttOptions;
  tts?: EmulatedTtsOptions;
  gpt?: EmulatedGptOptions;
  iam?: EmulatedIamOptions;
  /** How long the services take to answer: a profile by name, or figures. Default `instant`. */
  latency?: LatencyOption;
  /** What goes wrong from the start; more can be added later by `emulator.faults`. Default nothing. */
  faults?: readonly Fault[];
  /** Whether to keep the audio of calls for `emulator.wav()`, up to 64 MB of it in memory. Default false. */
  keepAudio?: boolean;
  /**
   * Gets every line of a recording as it is made: all calls but those of IAM and the metadata service, with their messages
   * in both directions, times and audio, and without headers. Audio and words of people are in it: handle it as such. If
   * it throws, it gets no more, and the process is warned. Default: not recorded.
   */
  record?: (line: string) => void;
  /**
   * Lines of a recording. Each call is answered with the next recorded call of its method, at the recorded times; one
   * too many gets FAILED_PRECONDITION. Credentials are checked and IAM works as ever. Default: the services answer.
   */
  replay?: readonly string[];
  /**
   * Port of the control endpoint, always on 127.0.0.1: faults, streams and the log over HTTP, for tests in other languages and
   * other processes. 0: any that is free. Default: no such endpoint.
   */
  controlPort?: number;
}

/** Options with all defaults filled in. */
export interface ResolvedOptions {
  host: string;
  tls: ServerTls | undefined;
  grpcPort: number;
  httpPort: number;
  folderId: string;
  clock: Clock;
  seed: number;
  stt: ResolvedSttOptions;
  tts: ResolvedTtsOptions;
  gpt: ResolvedGptOptions;
  iam: Required<EmulatedIamOptions>;
  latency: LatencyProfile;
}

/** Checks the options and fills in the defaults. Throws `ERR_INVALID_OPTION`. */
export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
  checkGiven(options);
  const {
    host = '127.0.0.1',
    grpcPort = 0,
    httpPort = 0,
    folderId = 'b1gemulatedfolder000',
    clock = systemClock,
    seed = 1,
    stt = {},
    tts = {},
    gpt = {},
    iam = {},
    latency,
  } = options;
  if (isIP(host) === 0) throw invalidOption('host', host, 'an IP address, such as 127.0.0.1 or 0.0.0.0');
  checkNumber('grpcPort', grpcPort, { min: 0, max: 65_535, integer: true });
  checkNumber('httpPort', httpPort, { min: 0, max: 65_535, integer: true });
  if (options.controlPort !== undefined)
    checkNumber('controlPort', options.controlPort, { min: 0, max: 65_535, integer: true });
  checkText('folderId', folderId);
  checkNumber('seed', seed, { min: 0, max: 0xffff_ffff, integer: true });
  if (options.serviceAccountKey !== undefined) checkServiceAccountKey(options.serviceAccountKey);
  return {
    host,
    tls: resolveTls(options.tls, host),
    grpcPort,
    httpPort,
    folderId,
    clock,
    seed,
    stt: resolveSttOptions(stt),
    tts: resolveTts(tts),
    gpt: resolveGpt(gpt),
    iam: resolveIam(iam),
    latency: resolveLatency(latency),
  };
}
