import type { CompletionRequest, Token } from '@rechka/proto/gpt';
import type { AccessControl } from '../../auth/access-control.js';
import type { CallContext } from '../../grpc/server-call.js';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import { untilAborted } from '../../until-aborted.js';
import { RequestRate } from '../request-rate.js';
import { checkCompletion, checkInputTokens, checkText } from './check-completion.js';
import { generate, type Answer, type GenerationOptions } from './generation.js';
import type { ResolvedGptOptions } from './gpt-options.js';
import { gptRequest, type GptApi, type GptRequest } from './gpt-request.js';
import { checkModelUri } from './model-uri.js';
import { completionTokens, textTokens } from './tokens.js';

export interface GptModelOptions extends ResolvedGptOptions, GenerationOptions {
  access: AccessControl;
  /** Ends generations that outlive their calls. */
  closing: AbortSignal;
}

/** A request that has passed all checks. */
interface Prepared {
  request: GptRequest;
  inputTokens: number;
}

/** The answer so far, with what it has cost. */
export interface CostedAnswer extends Answer {
  inputTokens: number;
}

/** The emulated model behind all interfaces: what it refuses, how many it answers at once, and what it says. */
export class GptModel {
  readonly #options: GptModelOptions;
  readonly #tokenizations: RequestRate;
  #generations = 0;

  constructor(options: GptModelOptions) {
    this.#options = options;
    this.#tokenizations = new RequestRate('tokenizer', {
      clock: options.clock,
      perSecond: options.maxTokenizerRequestsPerSecond,
    });
  }

  /**
   * Answers a request, giving to `send` each step if it streams, else the whole. Throws a {@link Refusal}, among them
   * RESOURCE_EXHAUSTED when too many generations are under way.
   */
  async complete(
    request: CompletionRequest,
    api: GptApi,
    call: CallContext,
    send: (answer: CostedAnswer) => void,
  ): Promise<void> {
    const { freeOnCancel, closing } = this.#options;
    const prepared = this.#prepare(request, api, call);
    const leave = this.#enter();
    const work = this.#run(prepared, call, freeOnCancel ? call.signal : closing, send).finally(leave);
    await (freeOnCancel ? work : untilAborted(work, call.signal));
  }

  /**
   * Answers a request of which nobody waits for the end: checks it now, and returns the work. Counted apart from those
   * that are waited for, without a limit of ours.
   */
  start(
    request: CompletionRequest,
    api: GptApi,
    call: CallContext,
    signal: AbortSignal,
  ): Promise<CostedAnswer> {
    const prepared = this.#prepare(request, api, call);
    let last: CostedAnswer | undefined;
    return this.#run(prepared, call, signal, (answer) => (last = answer)).then(() => {
      if (last === undefined) throw new Error('The model said nothing.');
      return last;
    });
  }

  /** The tokens of a text, for the tokenizer. */
  tokenize(modelUri: string, text: string, api: GptApi): Token[] {
    this.#tokenizations.take();
    checkModelUri(modelUri, this.#options.access, api);
    checkText(text);
    return textTokens(text);
  }

  /** The tokens of a whole request with what the model's template puts around its messages, for the tokenizer. */
  tokenizeCompletion(request: CompletionRequest, api: GptApi): Token[] {
    this.#tokenizations.take();
    checkModelUri(request.modelUri, this.#options.access, api);
    checkCompletion(request);
    return completionTokens(gptRequest(request, api).messages);
  }

  #prepare(wire: CompletionRequest, api: GptApi, call: CallContext): Prepared {
    checkModelUri(wire.modelUri, this.#options.access, api);
    checkCompletion(wire);
    const request = gptRequest(wire, api);
    const inputTokens = checkInputTokens(request, this.#options.maxInputTokens);
    call.note({ type: 'options', options: wire });
    return { request, inputTokens };
  }

  async #run(
    { request, inputTokens }: Prepared,
    call: CallContext,
    signal: AbortSignal,
    send: (answer: CostedAnswer) => void,
  ): Promise<void> {
    for await (const answer of generate(request, call.random, this.#options, signal)) {
      const last = answer.status !== 'partial';
      if (last || request.stream) send({ ...answer, inputTokens });
      if (last) call.note({ type: 'text', text: told(answer), tokens: answer.completionTokens });
    }
  }

  /** Takes one of the generations that are allowed at once; returns how to give it back. */
  #enter(): () => void {
    const { maxConcurrent } = this.#options;
    if (this.#generations >= maxConcurrent) {
      throw new Refusal(
        status.RESOURCE_EXHAUSTED,
        `ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed ${maxConcurrent} requests`,
      );
    }
    this.#generations++;
    return () => {
      this.#generations--;
    };
  }
}

function told({ toolCalls, text }: Answer): string {
  return toolCalls.length > 0 ? `calls ${toolCalls.map(({ name }) => name).join(', ')}` : text;
}
