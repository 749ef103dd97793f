import { invalidOption } from '../errors/validate.js';
import { VoiceError } from '../errors/voice-error.js';
import type { Effect, SpeechItem } from '../machine/turn-state.js';
import type { LlmEvent, Message } from '../ports/language-model.js';
import type { Announcer } from './announcer.js';
import type { CallerSilence } from './caller-silence.js';
import { checkReplyOptions } from './check-parts.js';
import type { History } from './history.js';
import { leaveEarly } from '../streams/leave-early.js';
import type { Mouth } from './mouth.js';
import type { Reply } from './reply.js';
import type { ReplySource, Responder } from './responder.js';
import type { LatencyOrigin } from './latency-marks.js';
import type { Speech } from './speech.js';
import { Speculator } from './speculator.js';
import type { ReplyOptions, Turn } from './turn.js';
import type { Voice } from './voice.js';

/** What answers are made with. */
export interface AnswersWorld {
  callId: string;
  mouth: Mouth;
  voice: Voice;
  history: History;
  observers: Announcer;
  callerSilence: CallerSilence;
  /** Aborts when the conversation closes. */
  callSignal: AbortSignal;
  /** Asks for the floor. */
  request(item: SpeechItem): void;
}

interface Answering {
  turnId: number;
  messages: readonly Message[];
  speech: Speech;
  speculative: boolean;
}

/** Makes everything that the bot says: answers to turns, some of them ahead of their turn, and what is said besides. */
export class Answers {
  /** Who answers from now on. */
  responder: Responder | undefined;
  readonly #speculator: Speculator;

  constructor(
    private readonly world: AnswersWorld,
    responder: Responder | undefined,
  ) {
    const { mouth, observers } = world;
    this.responder = responder;
    this.#speculator = new Speculator({
      discard: (speech) => void mouth.discard(speech),
      told: (turnId, outcome, spent) => observers.tell({ type: 'speculation', outcome, spent }, turnId),
    });
  }

  /** Answers a turn. Rejects only for misuse. */
  async reply(
    turn: Turn,
    since: LatencyOrigin,
    source: ReplySource | Responder | undefined,
    options: ReplyOptions,
  ): Promise<Reply> {
    checkReplyOptions(options);
    const answer = source ?? this.responder;
    if (answer === undefined) throw nothingToSay('reply()');
    const prepared = this.#prepared(turn, answer, options);
    if (prepared) {
      if (turn.signal.aborted) prepared.stop();
      prepared.adopt(since, options);
      this.world.request(prepared.item);
      return prepared.settled;
    }
    const stream = typeof answer === 'function' ? undefined : asStream(answer);
    const { id: turnId, messages } = turn;
    const speech = this.world.mouth.open('reply', options, { turnId, since });
    speech.speculation = this.#speculator.outcome(turnId, false);
    if (turn.signal.aborted) speech.stop();
    const answering = { turnId, messages, speech, speculative: false };
    return this.#speak(speech, stream ?? this.#respond(answer as Responder, answering));
  }

  /** Says something beside the turns. */
  say(text: AsyncIterable<string | LlmEvent>, options: ReplyOptions): Promise<Reply> {
    return this.#speak(this.world.mouth.open('say', options), text);
  }

  /** Says a phrase of the bot's own; one that nobody has given is not said. */
  sayPhrase({ kind, count, interruptible, before }: Extract<Effect, { type: 'say-phrase' }>): void {
    const { mouth, voice } = this.world;
    const phrase = voice.phrases[kind];
    const text = typeof phrase === 'object' ? phrase[count % phrase.length] : phrase;
    if (text === undefined) return;
    const answers = before === undefined ? {} : { before };
    const options = { interruptible, ...voice.forPhrase(kind, text) };
    void this.#speak(mouth.open(kind, options, answers), asStream(text));
  }

  /** Prepares the answer to what the caller has probably finished saying. Nothing of it is heard before the commit. */
  speculate(turnId: number, text: string): void {
    const { responder } = this;
    const { history, mouth } = this.world;
    if (!responder || !this.#speculator.pays) return;
    const messages: Message[] = [...history.messages(), { role: 'user', text }];
    const speech = mouth.open('reply', {}, { turnId });
    this.#speculator.begin({ turnId, responder, messages, speech });
    speech.prepareAhead(() => this.#respond(responder, { turnId, messages, speech, speculative: true }));
  }

  /** What has been prepared for this turn (default: for any) is not wanted. */
  dropSpeculation(turnId?: number): void {
    this.#speculator.drop(turnId);
  }

  #prepared(turn: Turn, answer: unknown, { tts, language }: ReplyOptions): Speech | undefined {
    // It was made with the voice of before.
    if (tts || language) this.#speculator.drop();
    const prepared = this.#speculator.take(turn.id, answer, turn.messages);
    if (prepared) prepared.speculation = this.#speculator.outcome(turn.id, true);
    return prepared;
  }

  /** A generator, so that a responder that throws when called makes a failed reply too. */
  async *#respond(
    responder: Responder,
    { turnId, messages, speech, speculative }: Answering,
  ): AsyncGenerator<string | LlmEvent> {
    const { callId, callSignal, callerSilence, history, observers } = this.world;
    yield* responder({
      callId,
      messages,
      signal: speech.signal,
      callSignal,
      committed: speech.committed,
      speculative,
      say: (text) => this.#sayBefore(speech, turnId, asStream(text)),
      callerSilent: (ms, signal) => callerSilence.lasts(ms, signal),
      remember: (round) => speech.whenKnown((wanted) => wanted && history.addTools(round, speech.entry)),
      report: (fault) => speech.whenKnown((wanted) => wanted && observers.report(fault, turnId)),
    });
  }

  /** What a responder says before its answer, or before what is still to come of it; one whose answer is not wanted after all has said nothing. */
  #sayBefore(answer: Speech, turnId: number, stream: AsyncIterable<string | LlmEvent>): Promise<Reply> {
    const { mouth } = this.world;
    return new Promise((resolve) => {
      answer.whenKnown((wanted) => {
        const { since, item } = answer;
        const place = { before: item.id, amid: answer.hasWords };
        const speech = mouth.open('say', {}, { turnId, ...(since && { since }), ...place });
        if (wanted) {
          resolve(this.#speak(speech, stream));
          return;
        }
        void leaveEarly(() => stream[Symbol.asyncIterator]());
        resolve(mouth.discard(speech));
      });
    });
  }

  #speak(speech: Speech, source: AsyncIterable<string | LlmEvent>): Promise<Reply> {
    speech.prepare(source);
    this.world.request(speech.item);
    return speech.settled;
  }
}

/** A text as a stream. Throws `ERR_INVALID_OPTION` for what is neither. */
export function asStream(source: ReplySource): AsyncIterable<string | LlmEvent> {
  if (typeof source !== 'string') {
    if (typeof (source as Partial<typeof source> | undefined)?.[Symbol.asyncIterator] === 'function')
      return source;
    throw invalidOption('text', source, 'a string or an async iterable of text');
  }
  return (async function* () {
    yield source;
  })();
}

/** There is neither a responder nor an answer. */
export function nothingToSay(what: string): VoiceError {
  return new VoiceError({
    code: 'ERR_MISUSE',
    message: `${what} has nothing to answer with: give VoicePipeline a \`respond\`, or reply() a text.`,
  });
}
