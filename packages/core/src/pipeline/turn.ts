import { VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { CommittedTurn, TurnAbortReason, TurnSource } from '../machine/turn-state.js';
import type { Message } from '../ports/language-model.js';
import type { Reply } from './reply.js';
import type { ReplySource, Responder } from './responder.js';
import type { VoiceChoice } from './voice.js';

/** How something is to be said. `tts` and `language` are for this one; `pipeline.use()` is for all that follows. */
export interface ReplyOptions extends VoiceChoice {
  /** Whether the caller can interrupt it. Default true. A DTMF key or an `interrupt` signal always can. */
  interruptible?: boolean;
  /**
   * What it asks for, and so what answer is coming, until the caller's next turn: with `local` endpointing half a
   * telephone number is then waited on, and a whole one is not. Default: what was expected before it; at first `free`.
   */
  expect?: ExpectedAnswer;
}

/** What a turn is made of, by the numbers that events carry. */
export interface TurnIds {
  /** The recogniser's utterances: several if the caller went on while you were busy. */
  readonly utterances: readonly number[];
  /** Indexes of its finals; refinements carry them too. */
  readonly finals: readonly number[];
  /** The provider's requests that heard it. */
  readonly requests: readonly string[];
}

/** How a turn reaches the pipeline it belongs to. */
export interface TurnHost {
  messages(): readonly Message[];
  refinedText(): string;
  reply(source: ReplySource | Responder | undefined, options: ReplyOptions): Promise<Reply>;
}

/** Something the caller said, whole: committed once, in order, with a text that never changes. */
export class Turn {
  /** Counts from 0 within the conversation. */
  readonly id: number;
  /** Spoken, written by `pipeline.send()`, or keyed in (`dtmf`); `speech` if it is several of them. */
  readonly source: TurnSource;
  /** Raw words as finally recognised. */
  readonly text: string;
  /** By which events and the provider's logs refer to what is in it. */
  readonly ids: TurnIds;
  /** Begun within `timings.continuesMs` (1 500) of the commit of the turn before: they were not finished. */
  readonly continues: boolean;
  /** No final came, or not in time: `text` is the last partial. */
  readonly partialOnly: boolean;
  /**
   * The conversation up to and including this turn, as the caller heard it; what is still being said (and was not
   * to be interrupted) stands there whole.
   */
  readonly messages: readonly Message[];
  readonly #host: TurnHost;
  readonly #abort = new AbortController();
  #replied = false;

  /** @internal Turns come from `pipeline.turns()`. */
  constructor(committed: CommittedTurn, host: TurnHost) {
    this.id = committed.id;
    this.source = committed.source;
    this.text = committed.text;
    this.ids = {
      utterances: committed.utterances,
      finals: committed.finals.map(({ index }) => index),
      requests: committed.requestIds,
    };
    this.continues = committed.continues;
    this.partialOnly = committed.partialOnly;
    this.#host = host;
    this.messages = host.messages();
  }

  /** The text with case, punctuation and numerals, as far as the recogniser has refined it by now. */
  get refinedText(): string {
    return this.#host.refinedText();
  }

  /** Aborts when the turn is overtaken; `signal.reason` says how: `'barge-in'`, `'newer-turn'` or `'closed'`. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /**
   * Answers the turn: with a text, a stream of text, another responder, or the pipeline's own `respond`.
   * Resolves when the answer has been heard, interrupted, skipped or has failed; a fault of a provider
   * is `status: 'failed'`, never a rejection. Rejects with `ERR_MISUSE` when called twice, or without
   * anything to answer with.
   */
  async reply(source?: ReplySource | Responder, options: ReplyOptions = {}): Promise<Reply> {
    if (this.#replied) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: `Turn ${this.id} already has a reply; use pipeline.say() for more speech in the same turn.`,
      });
    }
    this.#replied = true;
    return this.#host.reply(source, options);
  }

  /** @internal */
  abort(reason: TurnAbortReason): void {
    this.#abort.abort(reason);
  }
}
