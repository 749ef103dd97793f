import { splitTokens } from './tokens.js';

/** Tokens that come in one message of the stream. */
export interface ReplyGroup {
  group: readonly string[];
  last: boolean;
}

/** A recorded stream had 21 messages for 317 tokens (speechkit.md §6). */
const tokensPerMessage = 15;
/** A short reply still comes in several messages, so that clients see the text grow. Assumed. */
const leastMessages = 3;

/** Cuts a reply into the messages of a stream. A reply made on the fly comes as it is made, then once more as final. */
export async function* replyGroups(reply: string | AsyncIterable<string>): AsyncIterable<ReplyGroup> {
  if (typeof reply !== 'string') {
    for await (const piece of reply) yield { group: splitTokens(piece), last: false };
    yield { group: [], last: true };
    return;
  }
  const tokens = splitTokens(reply);
  const size = Math.max(1, Math.min(tokensPerMessage, Math.ceil(tokens.length / leastMessages)));
  for (let start = 0; start < tokens.length; start += size) {
    yield { group: tokens.slice(start, start + size), last: start + size >= tokens.length };
  }
  if (tokens.length === 0) yield { group: [], last: true };
}
