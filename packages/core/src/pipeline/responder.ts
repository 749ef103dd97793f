import type { LlmEvent, Message, ToolCall, ToolResult } from '../ports/language-model.js';
import type { Reply } from './reply.js';

/** Text of an answer: whole, or as it is being made. Events that are not text are passed to observers. */
export type ReplySource = string | AsyncIterable<string | LlmEvent>;

/** What the model called in one round, and what has come of it. */
export interface ToolRound {
  readonly calls: readonly ToolCall[];
  /** As known at the moment: one for each call, in their order. Read whenever a history is made of it. */
  results(): readonly ToolResult[];
}

/** What a {@link Responder} gets. */
export interface RespondContext {
  readonly callId: string;
  /** The conversation so far, as the caller heard it; ends with what they said now. */
  readonly messages: readonly Message[];
  /** Aborts when the answer is no longer wanted. */
  readonly signal: AbortSignal;
  /** Aborts when the conversation closes; an interruption does not. */
  readonly callSignal: AbortSignal;
  /** Resolves when the turn is committed; never, if the answer is thrown away before. No side effects before. */
  readonly committed: Promise<void>;
  /** Started before the commit: the answer may be thrown away. */
  readonly speculative: boolean;
  /**
   * Says something before the answer, e.g. «секунду, проверяю»; or, if the answer has words already, after these, in the
   * pause before its next ones. Resolves as
   * `pipeline.say()` does; `skipped` if the turn is over. Before the commit it waits for that, as do `remember()` and
   * `report()`: nothing of them happens for an answer that is thrown away.
   */
  readonly say: (text: ReplySource) => Promise<Reply>;
  /** Resolves true when nothing has been heard of the caller for `ms`, false as soon as `signal` aborts. */
  callerSilent(ms: number, signal: AbortSignal): Promise<boolean>;
  /** Adds a round of tools to the history, before what the answer says. It stays there if that is interrupted. */
  remember(round: ToolRound): void;
  /** Tells observers of a fault that does not end the answer. */
  report(fault: unknown): void;
}

/** Makes the answer to a turn. `agent(llm, …)` returns one; so does any function of yours with this shape. */
export type Responder = (context: RespondContext) => AsyncIterable<string | LlmEvent>;
