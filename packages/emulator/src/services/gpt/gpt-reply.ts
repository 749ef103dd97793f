import type { JsonObject } from '@rechka/proto/wire';

/** A call of a tool that the emulated model makes. There are no call ids on this wire: name and order tell. */
export interface GptToolCall {
  name: string;
  arguments: JsonObject;
}

/** A message of the conversation as the emulated model got it. */
export interface GptMessage {
  /** `system`, `user` or `assistant`; tool results come as `user`. */
  role: string;
  /** Empty in messages of tool calls and tool results. */
  text: string;
  toolCalls: readonly GptToolCall[];
  toolResults: readonly { name: string; content: string }[];
}

/** What the emulated model says: a text, a text as it is made, or calls of tools. */
export type GptReply = string | AsyncIterable<string> | { toolCalls: readonly GptToolCall[] };

/** Chooses the reply to a conversation. It may be called for requests that the client later throws away. */
export type GptResponder = (messages: readonly GptMessage[]) => GptReply | Promise<GptReply>;

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
  return (messages) => {
    const last = messages.findLast(({ role, toolResults }) => role === 'user' && toolResults.length === 0);
    const text = plain(last?.text ?? '');
    const rule = rules.find(({ when }) =>
      typeof when === 'string' ? text.includes(plain(when)) : new RegExp(when.source, when.flags).test(text),
    );
    const reply = rule?.reply ?? otherwise;
    return typeof reply === 'function' ? reply(messages) : reply;
  };
}

/** Text as rules see it: lower case, ё as е. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е');
}
