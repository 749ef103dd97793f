import { checkNumber, checkOneOf, checkText, invalidOption, systemClock, type Clock } from '@rechka/core';
import type { Fault } from './faults/fault.js';
import { resolveLatency, type LatencyOption, type LatencyProfile } from './latency/profile.js';
import { barbershopOtherwise, barbershopRules } from './services/gpt/barbershop-rules.js';
import {
  ruledReplies,
  scriptedReplies,
  type GptReply,
  type GptResponder,
  type GptRule,
} from './services/gpt/gpt-reply.js';
import { toneVoices, type ToneVoice } from './tone-speech/index.js';

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

/** How the emulated synthesiser behaves. */
export interface EmulatedTtsOptions {
  /** Tone voice of the bot. Default `b`, so that callers can have `a`. */
  voice?: ToneVoice;
  /** Whether responses carry `word_timings`; the real ones may not. Default true. */
  wordTimings?: boolean;
  /** One response message an utterance, as recorded, or one a sentence. Default `utterance`. */
  messages?: 'utterance' | 'sentence';
}

/** What the emulated model says, and its limits. */
export interface EmulatedGptOptions {
  /** A script (see {@link scriptedReplies}) or a function of the conversation. Goes before `rules`. */
  reply?: readonly GptReply[] | GptResponder;
  /** Replies by what the caller said. Default: the receptionist of a small barbershop. */
  rules?: readonly GptRule[];
  /** What is said when no rule fits. Default: asks to repeat. */
  otherwise?: GptReply;
  /** Generations at once. Default 10, the real quota. */
  maxConcurrent?: number;
  /** Longest reply in tokens when the request sets none. Default 2 000. */
  maxTokens?: number;
}

/** How the emulated IAM behaves. */
export interface EmulatedIamOptions {
  /** How long a token is good. Default 12 hours, as the real one. */
  tokenTtlMs?: number;
  /** Static API keys that the services accept. Default none. */
  apiKeys?: readonly string[];
}

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
   * Gets every line of a recording as it is made: all gRPC calls but those of IAM, with their messages in both directions,
   * times and audio, and without headers. Audio and words of people are in it: handle it as such. Default: not recorded.
   */
  record?: (line: string) => void;
  /**
   * Lines of a recording. Each gRPC call is answered with the next recorded call of its method, at the recorded times; one
   * too many gets FAILED_PRECONDITION. Credentials are checked and IAM works as ever. Default: the services answer.
   */
  replay?: readonly string[];
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
  gpt: { respond: GptResponder; maxConcurrent: number; maxTokens: number };
  iam: { tokenTtlMs: number; apiKeys: readonly string[] };
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

function resolveTts(options: EmulatedTtsOptions): Required<EmulatedTtsOptions> {
  const tts = { voice: 'b' as const, wordTimings: true, messages: 'utterance' as const, ...options };
  checkOneOf('tts.voice', tts.voice, toneVoices);
  checkOneOf('tts.messages', tts.messages, ['utterance', 'sentence']);
  return tts;
}

function resolveGpt(options: EmulatedGptOptions): ResolvedOptions['gpt'] {
  const { reply, maxConcurrent = 10, maxTokens = 2000 } = options;
  const { rules = barbershopRules, otherwise = barbershopOtherwise } = options;
  checkNumber('gpt.maxConcurrent', maxConcurrent, { min: 1, max: 10_000, integer: true });
  checkNumber('gpt.maxTokens', maxTokens, { min: 1, max: 1_000_000, integer: true });
  if (Array.isArray(reply) && reply.length === 0)
    throw invalidOption('gpt.reply', reply, 'at least one reply');
  const respond =
    reply === undefined
      ? ruledReplies(rules, otherwise)
      : typeof reply === 'function'
        ? reply
        : scriptedReplies(reply);
  return { respond, maxConcurrent, maxTokens };
}

function resolveIam({ tokenTtlMs = dayMs / 2, apiKeys = [] }: EmulatedIamOptions): ResolvedOptions['iam'] {
  checkNumber('iam.tokenTtlMs', tokenTtlMs, { min: 1, max: dayMs });
  for (const apiKey of apiKeys)
    if (apiKey.trim() === '') throw invalidOption('iam.apiKeys', '', 'non-empty keys');
  return { tokenTtlMs, apiKeys };
}
