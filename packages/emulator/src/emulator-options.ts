import { checkNumber, checkOneOf, checkText, systemClock, type Clock } from '@rechka/core';
import { resolveIam, type EmulatedIamOptions } from './auth/iam-options.js';
import type { Fault } from './faults/fault.js';
import { resolveLatency, type LatencyOption, type LatencyProfile } from './latency/profile.js';
import { resolveGpt, type EmulatedGptOptions, type ResolvedGptOptions } from './services/gpt/gpt-options.js';
import { resolveTts, type EmulatedTtsOptions } from './services/tts/tts-options.js';

/** How the emulated recogniser behaves. What is not documented of the real one is a switch here. */
export interface EmulatedSttOptions {
  /** A perfect recogniser, and no doubled end-of-utterance updates: for tests of the wire only. Default false. */
  exact?: boolean;
  /**
   * Share of `eou_update`s that are duplicates, below 1. Default 0.5 (54 % were seen on real telephony), 0 with
   * {@link EmulatedSttOptions.exact}.
   */
  eouDuplicateRate?: number;
  /** Interval of keep-alive `status_code`s. Default 5 000 ms (assumed). */
  statusIntervalMs?: number;
  /** Least audio between two partials. Default 200 ms (assumed). */
  partialIntervalMs?: number;
  /** Longest stream. Default 300 000 ms, the real limit. */
  maxStreamMs?: number;
  /**
   * What the longest stream is measured in; not known of the real one, whose documents say both. Default `either`:
   * what comes first.
   */
  maxStreamBy?: 'audio' | 'wall' | 'either';
  /** Most audio in one stream. Default 10 000 000 bytes, the real limit. */
  maxStreamBytes?: number;
  /** Longest silence of the client, in messages, before its stream is ended. Default 5 000 ms, the real limit. */
  idleMs?: number;
  /** Whether `silence_chunk` ends an utterance as silent audio does: documents say so, users say not. Default false. */
  silenceChunkDrivesEou?: boolean;
  /**
   * What people say who talk to the emulator in their own voice, which it cannot understand: each utterance that
   * is speech by its sound (above −35 dBFS and the noise, voiced for 250 ms at the pitch of a voice, no tone speech
   * in it) is taken for the next of these lines, whatever was said; `emulator.log` tells which. All streams share
   * the lines; after the last comes the first again. Default none: only tone speech is heard.
   */
  ordinarySpeech?: readonly string[];
}

export type { EmulatedGptOptions, EmulatedIamOptions };

/** Options of {@link startEmulator}. */
export interface EmulatorOptions {
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
  /** How long the services take to answer. Default `instant`. */
  latency?: LatencyOption;
  /** What goes wrong from the start; more can be added later by `emulator.faults`. Default nothing. */
  faults?: readonly Fault[];
  /** Whether to keep the audio of calls for `emulator.wav()`, up to 64 MB of it in memory. Default false. */
  keepAudio?: boolean;
  /**
   * Port of the control endpoint on 127.0.0.1: faults, streams and the log over HTTP, for tests in other languages and
   * other processes. 0: any that is free. Default: no such endpoint.
   */
  controlPort?: number;
}

/** Options with all defaults filled in. */
export interface ResolvedOptions {
  grpcPort: number;
  httpPort: number;
  folderId: string;
  clock: Clock;
  seed: number;
  stt: Required<EmulatedSttOptions>;
  tts: Required<EmulatedTtsOptions>;
  gpt: ResolvedGptOptions;
  iam: Required<EmulatedIamOptions>;
  latency: LatencyProfile;
}

const dayMs = 86_400_000;

/** Checks the options and fills in the defaults. Throws `ERR_INVALID_OPTION`. */
export function resolveOptions(options: EmulatorOptions): ResolvedOptions {
  const {
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
  checkNumber('grpcPort', grpcPort, { min: 0, max: 65_535, integer: true });
  checkNumber('httpPort', httpPort, { min: 0, max: 65_535, integer: true });
  if (options.controlPort !== undefined)
    checkNumber('controlPort', options.controlPort, { min: 0, max: 65_535, integer: true });
  checkText('folderId', folderId);
  checkNumber('seed', seed, { min: 0, max: 0xffff_ffff, integer: true });
  return {
    grpcPort,
    httpPort,
    folderId,
    clock,
    seed,
    stt: resolveStt(stt),
    tts: resolveTts(tts),
    gpt: resolveGpt(gpt),
    iam: resolveIam(iam),
    latency: resolveLatency(latency),
  };
}

function resolveStt(options: EmulatedSttOptions): Required<EmulatedSttOptions> {
  const exact = options.exact ?? false;
  const stt = {
    exact,
    eouDuplicateRate: exact ? 0 : 0.5,
    statusIntervalMs: 5000,
    partialIntervalMs: 200,
    maxStreamMs: 300_000,
    maxStreamBy: 'either' as const,
    maxStreamBytes: 10_000_000,
    idleMs: 5000,
    silenceChunkDrivesEou: false,
    ordinarySpeech: [],
    ...options,
  };
  checkNumber('stt.eouDuplicateRate', stt.eouDuplicateRate, { min: 0, max: 0.95 });
  checkNumber('stt.statusIntervalMs', stt.statusIntervalMs, { min: 1, max: dayMs });
  checkNumber('stt.partialIntervalMs', stt.partialIntervalMs, { min: 1, max: dayMs });
  checkNumber('stt.maxStreamMs', stt.maxStreamMs, { min: 1, max: dayMs });
  checkOneOf('stt.maxStreamBy', stt.maxStreamBy, ['audio', 'wall', 'either']);
  checkNumber('stt.maxStreamBytes', stt.maxStreamBytes, { min: 1, max: Number.MAX_SAFE_INTEGER });
  checkNumber('stt.idleMs', stt.idleMs, { min: 1, max: dayMs });
  for (const line of stt.ordinarySpeech) checkText('stt.ordinarySpeech', line);
  return stt;
}
