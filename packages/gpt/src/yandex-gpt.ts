import {
  checkNumber,
  checkText,
  invalidOption,
  leavable,
  readAhead,
  systemClock,
  type Clock,
  type LanguageModel,
  type LlmEvent,
  type LlmStreamOptions,
  type Message,
} from '@rechka/core';
import type { Cloud } from '@rechka/iam';
import { TextGenerationService, type CompletionRequestInit } from '@rechka/proto/gpt';
import { checkClientOptions, Commitment, type Permit, RpcClient } from '@rechka/rpc';
import { CompletionEvents } from './completion-events.js';
import { modelUri } from './model-uri.js';
import { RoundLimits } from './round-limits.js';
import { wireMessages, wireTools } from './wire-messages.js';

/** Options of {@link YandexGpt}. */
export interface YandexGptOptions extends Pick<Cloud, 'auth' | 'folderId' | 'trustedCa'> {
  endpoints: Pick<Cloud['endpoints'], 'llm'>;
  /** `yandexgpt-lite`, `yandexgpt`, with `/rc` or the like behind, or a full `gpt://` URI. Default `yandexgpt-lite`. */
  model?: string;
  /** 0–1; the service's own default, 0.3, is ours. */
  temperature?: number;
  /** Most tokens of an answer, 1–100 000. Default 500: about two minutes of speech. */
  maxTokens?: number;
  /** Longest wait for the first token once the request is admitted, in ms. Default 10 000. */
  firstTokenMs?: number;
  /** Longest time for the whole answer, in ms. Default 60 000. */
  deadlineMs?: number;
  /** Governs deadlines. Default: the host's clock. */
  clock?: Clock;
  /** Source of jitter of repeated requests, 0 ≤ x < 1. Default `Math.random`. */
  random?: () => number;
}

/**
 * YandexGPT over gRPC, one streamed round at a time. Reasoning is off: it would be heard as silence.
 *
 * @example
 * ```ts
 * const gpt = new YandexGpt({ ...fromEnv(), model: 'yandexgpt-lite' });
 * for await (const event of gpt.stream([{ role: 'user', text: 'Привет!' }])) {
 *   if (event.type === 'text') process.stdout.write(event.text);
 * }
 * ```
 */
export class YandexGpt implements LanguageModel {
  readonly #rpc: RpcClient;
  readonly #clock: Clock;
  readonly #modelUri: string;
  readonly #completionOptions: NonNullable<CompletionRequestInit['completionOptions']>;
  readonly #firstTokenMs: number;
  readonly #deadlineMs: number;
  #calls = 0;

  /** Throws `ERR_INVALID_OPTION`, or `ERR_INSECURE_ENDPOINT` for a real credential on a plaintext host. */
  constructor(options: YandexGptOptions) {
    checkClientOptions(options, 'llm');
    const { auth, folderId, endpoints, trustedCa, clock = systemClock, random } = options;
    const { model = 'yandexgpt-lite', temperature = 0.3, maxTokens = 500 } = options;
    const { firstTokenMs = 10_000, deadlineMs = 60_000 } = options;
    checkText('model', model);
    checkNumber('temperature', temperature, { min: 0, max: 1 });
    checkNumber('maxTokens', maxTokens, { min: 1, max: 100_000, integer: true });
    checkNumber('firstTokenMs', firstTokenMs, { min: 1, max: 600_000 });
    checkNumber('deadlineMs', deadlineMs, { min: 1, max: 3_600_000 });
    this.#modelUri = modelUri(model, folderId);
    this.#completionOptions = {
      stream: true,
      temperature,
      maxTokens,
      reasoningOptions: { mode: 'DISABLED' },
    };
    this.#firstTokenMs = firstTokenMs;
    this.#deadlineMs = deadlineMs;
    this.#clock = clock;
    this.#rpc = new RpcClient({ endpoint: endpoints.llm, auth, folderId, trustedCa, clock, random });
  }

  /** Connects and fetches a token ahead of the first call. Rejects with the `VoiceError` of whatever failed. */
  connect(options?: { deadlineMs?: number; signal?: AbortSignal }): Promise<void> {
    return this.#rpc.connect(options);
  }

  /**
   * Asks the model. Waits for one of the folder's concurrent generations and gives it back when the service has
   * answered or failed, or its answer is no longer read. What comes is kept for a reader who is slower: what comes within
   * `deadlineMs`, and of a text that only grows no more than one response may hold, 16 MiB, for each repeats all of it.
   * Who leaves, also while an event is waited for, ends the request at once; the `next()` that waits is then done.
   * Throws any code of a failed call, `ERR_ABORTED` for an aborted `signal`, `ERR_DEADLINE` when the answer does not
   * begin or end in time.
   *
   * A `speculative` round does not wait and is not tried again: it throws `ERR_QUOTA` when less than 30 % of the
   * generations would remain for others, or when a committed round needs its place, unless `committed` has resolved.
   */
  stream(
    messages: readonly Message[],
    options: LlmStreamOptions = {},
  ): AsyncIterableIterator<LlmEvent, void> {
    const limits = new RoundLimits(this.#clock);
    return leavable(this.#round(messages, options, limits), () => limits.end());
  }

  async *#round(
    messages: readonly Message[],
    options: LlmStreamOptions,
    limits: RoundLimits,
  ): AsyncGenerator<LlmEvent, void> {
    if (!Array.isArray(messages)) throw invalidOption('messages', messages, 'a list of messages');
    const { signal, tools = [] } = options;
    const request: CompletionRequestInit = {
      modelUri: this.#modelUri,
      completionOptions: this.#completionOptions,
      messages: wireMessages(messages),
      ...(tools.length === 0 ? {} : { tools: wireTools(tools) }),
    };
    const commitment = new Commitment(options);
    limits.follow(signal);
    try {
      // A commitment that is made already is known after this.
      await Promise.resolve();
      const permit = await this.#rpc.admission.generations.acquire({
        priority: commitment.made ? 'committed' : 'speculative',
        signal: limits.signal,
      });
      commitment.whenMade(() => permit.promote());
      limits.admitted(permit.preempted, this.#firstTokenMs);
      // Read as it comes: a reader who speaks it takes as long as speech, and would hold the permit and the deadline up.
      const events = readAhead(this.#events(request, { commitment, limits, messages, permit }));
      for await (const event of events) {
        limits.check();
        yield event;
      }
    } catch (error) {
      throw limits.reasonOr(error);
    } finally {
      limits.end();
    }
  }

  /** The events of one answer of the service. */
  async *#events(request: CompletionRequestInit, round: Round): AsyncGenerator<LlmEvent, void> {
    const { commitment, limits, messages, permit } = round;
    try {
      const answer = this.#rpc.serverStream(TextGenerationService.completion, request, {
        signal: limits.signal,
        deadlineMs: this.#deadlineMs,
        mayRetry: () => commitment.made,
      });
      limits.asked(answer);
      const events = new CompletionEvents(answer.requestId, (name) => this.#newCallId(name, messages));
      for await (const response of answer) {
        limits.begun();
        yield* events.next(response);
      }
      yield* events.end();
    } finally {
      permit.release();
    }
  }

  /** Closes the connections. Answers that are under way end with an error. */
  close(): void {
    this.#rpc.close();
  }

  /** The service gives calls no ids. Ours repeat neither within this client nor within the conversation. */
  #newCallId(name: string, messages: readonly Message[]): string {
    const used = messages.flatMap((message) =>
      message.role === 'assistant' ? (message.toolCalls ?? []) : [],
    );
    const numbers = used.map(({ id }) => Number(/-(\d+)$/u.exec(id)?.[1] ?? 0));
    // Ids of other models may end in anything: beyond this, adding one changes nothing.
    this.#calls = Math.max(this.#calls, ...numbers.filter((number) => number < 1e12)) + 1;
    return `${name}-${this.#calls}`;
  }
}

/** What one round of the model is about. */
interface Round {
  commitment: Commitment;
  limits: RoundLimits;
  messages: readonly Message[];
  permit: Permit;
}
