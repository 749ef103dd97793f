import { checkFlag, checkNumber, invalidOption } from '@rechka/core';
import { limitOrNone, mostPerSecond } from '../lifted-limit.js';
import { barbershopOtherwise, barbershopRules } from './barbershop-rules.js';
import {
  ruledReplies,
  scriptedReplies,
  type GptReply,
  type GptResponder,
  type GptRule,
} from './gpt-reply.js';

/** What the emulated model says, and its limits. */
export interface EmulatedGptOptions {
  /** A script (see {@link scriptedReplies}) or a function of the conversation. Goes before `rules`. */
  reply?: readonly GptReply[] | GptResponder;
  /** Replies by what the caller said. Default: the receptionist of a small barbershop. */
  rules?: readonly GptRule[];
  /** What is said when no rule fits. Default: asks to repeat. */
  otherwise?: GptReply;
  /** Generations at once, over all interfaces together. Default 10, the real quota. */
  maxConcurrent?: number;
  /**
   * Whether a generation that its client gives up counts no longer; else it counts until it would have ended. Not
   * known of the real one. Default true.
   */
  freeOnCancel?: boolean;
  /** Longest reply in tokens when the request sets none. Default 2 000. */
  maxTokens?: number;
  /** Longest conversation in tokens, tools and all. Default 32 768, the context of YandexGPT 5. */
  maxInputTokens?: number;
  /**
   * Requests to the tokenizer within any second, of both methods and over gRPC and REST together (assumed); `false`: no
   * limit. Default 50, the real quota.
   */
  maxTokenizerRequestsPerSecond?: number | false;
}

/** Options with all defaults filled in. */
export interface ResolvedGptOptions {
  respond: GptResponder;
  maxConcurrent: number;
  freeOnCancel: boolean;
  maxTokens: number;
  maxInputTokens: number;
  maxTokenizerRequestsPerSecond: number;
}

/** Checks the options and fills in the defaults. Throws `ERR_INVALID_OPTION`. */
export function resolveGpt(options: EmulatedGptOptions): ResolvedGptOptions {
  const { reply, rules = barbershopRules, otherwise = barbershopOtherwise } = options;
  const { maxConcurrent = 10, freeOnCancel = true, maxTokens = 2000, maxInputTokens = 32_768 } = options;
  checkNumber('gpt.maxConcurrent', maxConcurrent, { min: 1, max: 10_000, integer: true });
  checkFlag('gpt.freeOnCancel', freeOnCancel);
  checkNumber('gpt.maxTokens', maxTokens, { min: 1, max: 1_000_000, integer: true });
  checkNumber('gpt.maxInputTokens', maxInputTokens, { min: 1, max: 10_000_000, integer: true });
  if (Array.isArray(reply) && reply.length === 0)
    throw invalidOption('gpt.reply', reply, 'at least one reply');
  const respond =
    reply === undefined
      ? ruledReplies(rules, otherwise)
      : typeof reply === 'function'
        ? reply
        : scriptedReplies(reply);
  const maxTokenizerRequestsPerSecond = limitOrNone(
    'gpt.maxTokenizerRequestsPerSecond',
    options.maxTokenizerRequestsPerSecond,
    { byDefault: 50, most: mostPerSecond },
  );
  return { respond, maxConcurrent, freeOnCancel, maxTokens, maxInputTokens, maxTokenizerRequestsPerSecond };
}
