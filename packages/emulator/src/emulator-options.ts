import { checkNumber, checkOneOf, checkText, invalidOption, systemClock, type Clock } from '@rechka/core';
import { resolveLatency, type LatencyOption, type LatencyProfile } from './latency/profile.js';
import { barbershopOtherwise, barbershopRules } from './services/gpt/barbershop-rules.js';
import {
  ruledReplies,
  scriptedReplies,
  type GptReply,
  type GptResponder,
  type GptRule,
} from './services/gpt/gpt-reply.js';
import {
  resolveSttOptions,
  type EmulatedSttOptions,
  type ResolvedSttOptions,
} from './services/stt/stt-options.js';
import { toneVoices, type ToneVoice } from './tone-speech/index.js';

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
  /** How long the services take to answer: a profile by name, or figures. Default `instant`. */
  latency?: LatencyOption;
}

/** Options with all defaults filled in. */
export interface ResolvedOptions {
  grpcPort: number;
  httpPort: number;
  folderId: string;
  clock: Clock;
  seed: number;
  stt: ResolvedSttOptions;
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
  checkText('folderId', folderId);
  checkNumber('seed', seed, { min: 0, max: 0xffff_ffff, integer: true });
  return {
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
