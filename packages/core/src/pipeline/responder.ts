import type { LlmEvent, Message } from '../ports/language-model.js';
import type { Reply } from './reply.js';

/** Text of an answer: whole, or as it is being made. Events that are not text are passed to observers. */
export type ReplySource = string | AsyncIterable<string | LlmEvent>;

/** What a {@link Responder} gets. */
export interface RespondContext {
  /** The conversation so far, as the caller heard it; ends with what they said now. */
  readonly messages: readonly Message[];
  /** Aborts when the answer is no longer wanted. */
  readonly signal: AbortSignal;
  /** Resolves when the turn is committed. No side effects before. */
  readonly committed: Promise<void>;
  /** Started before the commit: the answer may be thrown away. */
  readonly speculative: boolean;
  /** Says something besides the answer, e.g. «секунду, проверяю». */
  say(text: ReplySource): Promise<Reply>;
}

/** Makes the answer to a turn. `agent(llm, …)` returns one; so does any function of yours with this shape. */
export type Responder = (context: RespondContext) => AsyncIterable<string | LlmEvent>;
