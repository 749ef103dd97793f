import type {
  LanguageModel,
  LlmEvent,
  LlmStreamOptions,
  Message,
  ToolCall,
} from '../ports/language-model.js';
import type { RespondContext, Responder, ToolRound } from '../pipeline/responder.js';
import type { Reply } from '../pipeline/reply.js';
import { untilAborted } from '../streams/until-aborted.js';
import { manualClock, type ManualClock } from '../testing/manual-clock.js';

// Doubles for the tests of this folder: a model that follows a script, and a conversation around an agent.

export interface Asked {
  messages: readonly Message[];
  options: LlmStreamOptions;
}

/** A model whose answer to a conversation is a text, calls of tools, or both. */
export function scriptedModel(
  script: (messages: readonly Message[], round: number) => readonly (string | Omit<ToolCall, 'id'>)[],
): LanguageModel & { readonly asked: readonly Asked[] } {
  const asked: Asked[] = [];
  return {
    asked,
    async *stream(messages, options = {}): AsyncGenerator<LlmEvent> {
      asked.push({ messages: [...messages], options });
      const items = script(messages, asked.length);
      for (const [index, item] of items.entries()) {
        if (options.signal?.aborted) return;
        if (typeof item === 'string') yield { type: 'text', text: item };
        else yield { type: 'tool-call', call: { id: `${item.name}-${asked.length}-${index}`, ...item } };
      }
      const calls = items.some((item) => typeof item !== 'string');
      yield { type: 'finish', reason: calls ? 'tool-calls' : 'stop' };
    },
  };
}

/** One turn under way. */
export interface ScriptedTurn {
  readonly text: () => string;
  /** Set when the answer is over: undefined, or what it threw. */
  readonly over: () => { error: unknown } | undefined;
  readonly commit: () => void;
  /** The caller takes the turn. */
  readonly interrupt: () => void;
}

/** The pipeline as an agent sees it, with a history kept as the pipeline keeps it. */
export class ScriptedConversation {
  readonly faults: unknown[] = [];
  readonly said: string[] = [];
  readonly #close = new AbortController();
  readonly #history: (() => Message[])[] = [];
  #heardAtMs = Number.NEGATIVE_INFINITY;

  constructor(
    readonly clock: ManualClock = manualClock(),
    readonly callId = 'call',
  ) {}

  get messages(): Message[] {
    return this.#history.flatMap((entry) => entry());
  }

  /** What the model is told of tools, in order. */
  get told(): string[] {
    return this.messages.flatMap((message) =>
      message.role === 'tool' ? message.results.map(({ content }) => content) : [],
    );
  }

  /** Lets everything go on that does not wait for time. */
  async settle(): Promise<void> {
    for (let round = 0; round < 10; round += 1) await this.clock.advance(0);
  }

  callerIsHeard(): void {
    this.#heardAtMs = this.clock.now();
  }

  close(): void {
    this.#close.abort('closed');
  }

  turn(respond: Responder, text: string, { committed = true } = {}): ScriptedTurn {
    const abort = new AbortController();
    let commit: () => void = () => undefined;
    const isCommitted = new Promise<void>((resolve) => (commit = resolve));
    if (committed) commit();
    const user: Message = { role: 'user', text };
    this.#history.push(() => [user]);
    const answer = { text: '', over: undefined as { error: unknown } | undefined };
    const rounds: ToolRound[] = [];
    this.#history.push(() => [
      ...rounds.flatMap((round): Message[] => [
        { role: 'assistant', text: '', toolCalls: round.calls },
        { role: 'tool', results: round.results() },
      ]),
      ...(answer.text === '' ? [] : [{ role: 'assistant' as const, text: answer.text }]),
    ]);
    const context: RespondContext = {
      callId: this.callId,
      messages: this.messages,
      signal: abort.signal,
      callSignal: this.#close.signal,
      committed: isCommitted,
      speculative: !committed,
      say: async (words) => (this.said.push(words as string), {}) as Reply,
      callerSilent: (ms, signal) => this.#callerSilent(ms, signal),
      remember: (round) => rounds.push(round),
      report: (fault) => this.faults.push(fault),
    };
    const read = async () => {
      for await (const event of untilAborted(respond(context), abort.signal)) {
        if (typeof event !== 'string' && event.type === 'text') answer.text += event.text;
      }
    };
    read().then(
      () => (answer.over = { error: undefined }),
      (error: unknown) => (answer.over = { error }),
    );
    return {
      text: () => answer.text,
      over: () => answer.over,
      commit,
      interrupt: () => {
        this.callerIsHeard();
        abort.abort('barge-in');
      },
    };
  }

  /** Like the pipeline's, but for the sleeping. */
  async #callerSilent(ms: number, signal: AbortSignal): Promise<boolean> {
    while (!signal.aborted) {
      const leftMs = this.#heardAtMs + ms - this.clock.now();
      if (leftMs <= 0) return true;
      await new Promise<void>((resolve) => {
        const timer = this.clock.setTimeout(resolve, leftMs);
        const stop = () => {
          timer.cancel();
          resolve();
        };
        signal.addEventListener('abort', stop, { once: true });
      });
    }
    return false;
  }
}
