import type { JsonValue } from '@rechka/proto/wire';
import type { GptMessage, GptRequest, GptToolCall } from './gpt-request.js';

/**
 * What the emulated model says: a text, a text as it is made, calls of tools, JSON, or the notice of the content
 * filter. A text in answer to a request for JSON is put into it; calls that the request forbids are not made, and
 * one that it demands is made up.
 */
export type GptReply =
  | string
  | AsyncIterable<string>
  | { readonly toolCalls: readonly GptToolCall[] }
  | { readonly json: JsonValue }
  | { readonly filtered: string };

/** The request beside its messages, for a {@link GptResponder}. */
export interface GptContext extends GptRequest {
  /** Aborted when nobody waits for the reply any longer. */
  readonly signal: AbortSignal;
  /** 0 ≤ x < 1; the same numbers for the same messages and seed, however often they are asked. */
  random(): number;
}

/** Chooses the reply to a conversation. It may be called for requests that the client later throws away. */
export type GptResponder = (
  messages: readonly GptMessage[],
  request: GptContext,
) => GptReply | Promise<GptReply>;

/** A reply to a caller's words: `when` is a pattern, or a piece of text compared without regard to case and ё. */
export interface GptRule {
  when: string | RegExp;
  reply: GptReply | GptResponder;
}

/**
 * Replies by place in the conversation: the first to the first message of the user, and so on; a set of tool
 * results counts as a message. Repeated and thrown-away requests do not move it on. The last one repeats.
 */
export function scriptedReplies(replies: readonly GptReply[]): GptResponder {
  return (messages) => {
    const asked = messages.filter(
      ({ role, toolResults }) => role === 'user' || toolResults.length > 0,
    ).length;
    return replies[Math.min(Math.max(asked, 1), replies.length) - 1] ?? '';
  };
}

/** Replies by the last message of the user: the first rule that fits it, or `otherwise`. */
export function ruledReplies(rules: readonly GptRule[], otherwise: GptReply): GptResponder {
  return (messages, request) => {
    const last = messages.findLast(({ role, toolResults }) => role === 'user' && toolResults.length === 0);
    const text = plain(last?.text ?? '');
    const rule = rules.find(({ when }) =>
      typeof when === 'string' ? text.includes(plain(when)) : new RegExp(when.source, when.flags).test(text),
    );
    const reply = rule?.reply ?? otherwise;
    return typeof reply === 'function' ? reply(messages, request) : reply;
  };
}

/** Text as rules see it: lower case, ё as е. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
