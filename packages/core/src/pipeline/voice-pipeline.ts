import type { EventEmitter } from 'eventemitter3';
import { nearestFormat } from '../audio/nearest-format.js';
import { Timeline } from '../audio/timeline.js';
import { invalidOption } from '../errors/validate.js';
import { VoiceError } from '../errors/voice-error.js';
import type { CommittedTurn, Effect, MachineNotice } from '../machine/turn-state.js';
import type { CallSignal } from '../ports/call.js';
import type { LlmEvent, Message } from '../ports/language-model.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Clock } from '../time/clock.js';
import { sleep } from '../time/sleep.js';
import { systemClock } from '../time/system-clock.js';
import { CallerSilence } from './caller-silence.js';
import { Announcer } from './announcer.js';
import { EchoWatch } from './echo-watch.js';
import { Hearing } from './hearing.js';
import { History } from './history.js';
import { MachineHost } from './machine-host.js';
import { Mouth } from './mouth.js';
import { checkOptions, chooseEchoGuard, type VoicePipelineOptions } from './options.js';
import type { PipelineEventMap } from './pipeline-events.js';
import type { Reply } from './reply.js';
import type { ReplySource, RespondContext, Responder } from './responder.js';
import type { Speech } from './speech.js';
import { StandbyVoice } from './standby-voice.js';
import { Turn, type ReplyOptions } from './turn.js';

/** A line that does not confirm its hanging up is not waited for any longer. */
const hangUpMs = 2000;

/**
 * A conversation: hears the caller, gives you committed turns, speaks your replies, and is silent as
 * soon as the caller takes the turn.
 *
 * Listening begins with the first `say()`, `send()`, `turns()` or `run()`. The constructor throws
 * `ERR_INVALID_OPTION` for options that cannot work.
 *
 * @example
 * ```ts
 * const pipeline = new VoicePipeline({ call, stt, tts, language: russian(), respond: agent(llm) });
 * await pipeline.say('Здравствуйте!');
 * for await (const turn of pipeline.turns()) {
 *   const reply = await turn.reply();
 *   console.log(turn.text, '→', reply.spoken, reply.latency.voiceToVoiceMs);
 * }
 * ```
 */
export class VoicePipeline {
  /** For observers: logs, metrics, a page. Nothing here steers the conversation. */
  readonly events: EventEmitter<PipelineEventMap>;
  /** The call's own id, or one made up: `call-1`, `call-2`, … in this process. */
  readonly callId: string;
  /** Resolves when the conversation is over and everything is released. */
  readonly closed: Promise<void>;

  readonly #options: VoicePipelineOptions;
  readonly #clock: Clock;
  readonly #timeline: Timeline;
  readonly #machine: MachineHost;
  readonly #hearing: Hearing;
  readonly #mouth: Mouth;
  readonly #standby: StandbyVoice;
  #opened = false;
  readonly #observers: Announcer;
  readonly #history = new History();
  readonly #echo: EchoWatch | undefined;
  readonly #callerSilence: CallerSilence;
  /** Aborts what outlives turns: handlers of tools. */
  readonly #callAbort = new AbortController();
  #turn: Turn | undefined;
  /** Where the utterance of the caller that is being heard began. */
  #speechStart = { utterance: -1, atMs: 0 };
  #waiter: { resolve: (turn: Turn | undefined) => void; reject: (error: VoiceError) => void } | undefined;
  #iterating = false;
  /** What ended the conversation; thrown once. */
  #fault: VoiceError | undefined;
  #resolveClosed: () => void = () => undefined;

  constructor(options: VoicePipelineOptions) {
    const rules = checkOptions(options);
    const { call, stt, tts, language, endpointing, clock = systemClock } = options;
    const { output } = call;
    this.#options = options;
    this.#clock = clock;
    // Unique among processes: what a durable store keeps by it must never be another call's.
    this.callId = call.id ?? `call-${crypto.randomUUID()}`;
    this.#observers = new Announcer(this.callId);
    this.events = this.#observers.events;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#timeline = new Timeline(clock.now());
    this.#machine = new MachineHost(clock, rules, output, (effect) => this.#perform(effect));
    const { dispatch } = this.#machine;
    const guard = chooseEchoGuard(options);
    this.#echo = guard && new EchoWatch(guard, this.#timeline);
    this.#callerSilence = new CallerSilence(clock, () => this.#machine.state.caller.name !== 'silent');
    this.#hearing = new Hearing(
      { call, stt, endpointing, timeline: this.#timeline, clock, lastWordsMs: rules.lastWordsMs },
      {
        heard: (event) => this.#heard(event),
        signalled: (signal) => this.#signalled(signal),
        callerGone: () => dispatch({ type: 'caller-gone' }),
        ended: () => dispatch({ type: 'hearing-ended' }),
        failed: (fault) => dispatch({ type: 'fatal', error: this.#observers.report(fault) }),
        faulted: (fault) => this.#observers.report(fault),
        level: this.#echo && ((level) => this.#echo?.level(level)),
      },
    );
    const ttsFormat = nearestFormat(output.format, tts.formats);
    this.#standby = new StandbyVoice(tts, language.phrases.apology, ttsFormat);
    this.#mouth = new Mouth({ clock, tts, language, sink: output, ttsFormat }, this.#standby, {
      firstAudio: ({ id }) => dispatch({ type: 'first-audio', id }),
      drained: ({ id }) => dispatch({ type: 'speech-drained', id }),
      failed: ({ id }, audible) => dispatch({ type: 'speech-failed', id, audible }),
      heard: ({ kind, turnId }) => this.#observers.tell({ type: 'reply-heard', kind }, turnId),
      sounding: (word) => this.#echo?.sounds(word),
      llmEvent: ({ turnId }, event) => this.#observers.tell({ type: 'llm', event }, turnId),
      settled: ({ kind, turnId }, reply) => {
        if (reply.error) this.#observers.report(reply.error, turnId);
        this.#observers.tell({ type: 'reply-ended', kind, reply }, turnId);
      },
    });
  }

  /** The conversation so far, as the caller heard it, but for apologies; what is being said now stands there as far as it is made. */
  get messages(): readonly Message[] {
    return this.#history.messages();
  }

  /**
   * The caller's turns, as they are committed. Leaving the loop closes the call. Throws `ERR_MISUSE` when
   * called twice; iteration throws once, for a fault that ends the conversation, after the apology.
   */
  turns(): AsyncGenerator<Turn, void, void> {
    if (this.#iterating) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message:
          'turns() was called before: each turn is given once, to one loop. Share the turns inside it.',
      });
    }
    this.#iterating = true;
    this.#open();
    return this.#iterate();
  }

  /** Answers every turn with `respond` until the call ends. Rejects as `turns()` throws, and without a `respond`. */
  async run(): Promise<void> {
    if (!this.#options.respond) throw nothingToSay('run()');
    for await (const turn of this.turns()) await turn.reply();
  }

  /**
   * Says something of its own accord, after what is being said and queued. Resolves when that has been heard,
   * interrupted, skipped or has failed; rejects only for what is no text (`ERR_INVALID_OPTION`).
   */
  async say(text: ReplySource, options: ReplyOptions = {}): Promise<Reply> {
    const stream = asStream(text);
    this.#open();
    return this.#speak(this.#mouth.open('say', options), stream);
  }

  /** Makes a turn of a written message, as if the caller had said it. Throws `ERR_INVALID_OPTION` if there is nothing in it. */
  send(text: string): void {
    if (typeof text !== 'string' || text.trim() === '') {
      throw new VoiceError({
        code: 'ERR_INVALID_OPTION',
        message: 'send() needs a text with something in it.',
      });
    }
    this.#open();
    this.#machine.dispatch({ type: 'text', text });
  }

  /**
   * Ends the conversation: at once, or when what is being said and queued has been heard (`afterSpeech`, default
   * false). Resolves when all is released, and never rejects.
   */
  close({ afterSpeech = false }: { afterSpeech?: boolean } = {}): Promise<void> {
    this.#machine.dispatch({ type: 'close', afterSpeech });
    return this.closed;
  }

  /** Begins to listen, and makes sure that there is something to say when nothing can be said. */
  #open(): void {
    if (this.#opened || this.#machine.state.loop.name === 'closed') return;
    this.#opened = true;
    this.#hearing.start();
    void this.#standby.prepare();
  }

  // The user's loop

  async *#iterate(): AsyncGenerator<Turn, void, void> {
    try {
      for (let turn = await this.#nextTurn(); turn; turn = await this.#nextTurn()) yield turn;
    } finally {
      // A call that is ending already, perhaps after its last sentence, is left to end so.
      await (this.#machine.state.closing ? this.closed : this.close());
    }
  }

  #nextTurn(): Promise<Turn | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      this.#machine.dispatch({ type: 'next' });
    });
  }

  #yieldTurn(committed: CommittedTurn): void {
    this.#history.addUser(committed);
    const turn: Turn = new Turn(committed, {
      messages: () => this.#history.messages(),
      refinedText: () => this.#history.refinedText(committed),
      reply: (source, options) => this.#reply(turn, committed, source, options),
    });
    this.#turn = turn;
    const { id, text, source, requestId } = committed;
    this.#observers.tell({ type: 'turn-started', text, source }, id, requestId);
    this.#waiter?.resolve(turn);
    this.#waiter = undefined;
  }

  #endLoop(): void {
    const waiter = this.#waiter;
    if (!waiter) return;
    this.#waiter = undefined;
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault) waiter.reject(fault);
    else waiter.resolve(undefined);
  }

  // Speech

  async #reply(
    turn: Turn,
    { endOfSpeechMs, committedAtMs }: CommittedTurn,
    source: ReplySource | Responder | undefined,
    options: ReplyOptions,
  ): Promise<Reply> {
    const answer = source ?? this.#options.respond;
    if (answer === undefined) throw nothingToSay('reply()');
    const silentAt = endOfSpeechMs === undefined ? committedAtMs : this.#timeline.toClock(endOfSpeechMs);
    const since = { silentAt, committedAt: committedAtMs };
    const stream = typeof answer === 'function' ? undefined : asStream(answer);
    const speech = this.#mouth.open('reply', options, { turnId: turn.id, since });
    if (turn.signal.aborted) speech.stop();
    const before = speech.item.id;
    const say = (text: ReplySource) =>
      this.#speak(this.#mouth.open('say', {}, { turnId: turn.id, since, before }), asStream(text));
    return this.#speak(speech, stream ?? this.#respond(answer as Responder, turn, speech, say));
  }

  /** A generator, so that a responder that throws when called makes a failed reply too. */
  async *#respond(
    responder: Responder,
    turn: Turn,
    speech: Speech,
    say: RespondContext['say'],
  ): AsyncGenerator<string | LlmEvent> {
    yield* responder({
      callId: this.callId,
      messages: turn.messages,
      signal: speech.signal,
      callSignal: this.#callAbort.signal,
      committed: Promise.resolve(),
      speculative: false,
      say,
      callerSilent: (ms, signal) => this.#callerSilence.lasts(ms, signal),
      remember: (round) => this.#history.addTools(round, speech),
      report: (fault) => void this.#observers.report(fault, turn.id),
    });
  }

  #speak(speech: Speech, source: AsyncIterable<string | LlmEvent>): Promise<Reply> {
    speech.prepare(source);
    this.#machine.dispatch({ type: 'speech-requested', item: speech.item });
    return speech.settled;
  }

  #releaseAudio(id: number): void {
    const speech = this.#mouth.get(id);
    if (!speech) return;
    // An apology is ours, not the model's; and if synthesis never worked, none of its words was heard.
    if (speech.item.kind !== 'apology') this.#history.addAssistant(speech);
    speech.release();
    const { kind, turnId } = speech.item;
    this.#observers.tell({ type: 'reply-started', kind }, turnId);
  }

  async #clearSink(id: number): Promise<void> {
    await this.#attempt(() => this.#options.call.output.clear());
    this.#echo?.silenced(this.#clock.now());
    this.#machine.dispatch({ type: 'sink-cleared', id });
  }

  // What the machine decides

  #perform(effect: Effect): void {
    switch (effect.type) {
      case 'start-speech':
        return this.#mouth.get(effect.id)?.start();
      case 'release-audio':
        return this.#releaseAudio(effect.id);
      case 'stop-speech':
        return this.#mouth.get(effect.id)?.stop();
      case 'pause-speech':
        return this.#mouth.get(effect.id)?.pause();
      case 'resume-speech':
        return this.#mouth.get(effect.id)?.resume();
      case 'clear-sink':
        return void this.#clearSink(effect.id);
      case 'settle-speech': {
        const error = effect.stalled ? playoutStalled() : undefined;
        return this.#mouth.settle(effect.id, effect.status, this.#options.call.output.heardMs, error);
      }
      case 'say-apology': {
        const { apology } = this.#options.language.phrases;
        return void this.#speak(this.#mouth.open('apology', { interruptible: false }), asStream(apology));
      }
      case 'abort-turn':
        if (this.#turn?.id === effect.turnId) this.#turn.abort(effect.reason);
        return;
      case 'yield-turn':
        return this.#yieldTurn(effect.turn);
      case 'end-utterance':
        return this.#hearing.endUtterance();
      case 'emit':
        return this.#notice(effect.event);
      case 'shut-down':
        return void this.#shutDown(effect.error);
      case 'end-loop':
        return this.#endLoop();
      case 'timer':
      case 'cancel-timer':
        // The machine's host keeps the timers.
        return;
    }
  }

  async #shutDown(error: VoiceError | undefined): Promise<void> {
    this.#fault = error;
    this.#hearing.stop();
    this.#callAbort.abort('closed');
    await this.#within(
      hangUpMs,
      this.#attempt(() => this.#options.call.hangUp?.()),
    );
    this.#observers.tell({ type: 'closed', ...(error && { error }) });
    this.#resolveClosed();
    this.#endLoop();
  }

  /** Does something to the line; its failure is told to observers and changes nothing. */
  async #attempt(action: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await action();
    } catch (fault) {
      this.#observers.report(fault);
    }
  }

  /** Waits for `done`, but no longer than `ms`. */
  async #within(ms: number, done: Promise<void>): Promise<void> {
    const patience = new AbortController();
    await Promise.race([done, sleep(this.#clock, ms, patience.signal).catch(() => undefined)]);
    patience.abort();
  }

  #heard(event: SttEvent): void {
    const requestId = event.type === 'transcript-final' ? event.requestId : undefined;
    this.#observers.tell(event, undefined, requestId);
    const { dispatch } = this.#machine;
    if (event.type === 'speech-start') {
      this.#speechStart = { utterance: event.utterance, atMs: event.atMs };
      // With a guard it is not known yet whose voice it is.
      if (this.#echo) this.#echo.began(event.utterance, event.atMs);
      else this.#callerSilence.heard();
    } else if (event.type === 'transcript-partial') {
      this.#heardPartial(event);
    } else if (event.type === 'transcript-final') {
      this.#heardFinal(event);
    } else if (event.type === 'transcript-refined') {
      // What was cut out of a final does not come back with its refinement.
      if (!this.#echo?.isCut(event.index)) this.#history.refine(event.index, event.text);
    } else if (event.type === 'utterance-end') {
      dispatch({ type: 'utterance-end', utterance: event.utterance });
    }
  }

  #heardPartial(event: Extract<SttEvent, { type: 'transcript-partial' }>): void {
    const { utterance, throughMs } = event;
    const startMs = this.#speechStart.utterance === utterance ? this.#speechStart.atMs : throughMs;
    const { verdict, own } = this.#echo?.judge(event) ?? { verdict: 'person', own: event.text };
    const unsure = verdict === 'unsure';
    if (own !== '') this.#callerSilence.heard();
    this.#machine.dispatch({ type: 'partial', utterance, text: own, startMs, endMs: throughMs, unsure });
  }

  #heardFinal(event: Extract<SttEvent, { type: 'transcript-final' }>): void {
    const { utterance, index, startMs, endMs, requestId } = event;
    const { verdict, own } = this.#echo?.judge(event) ?? { verdict: 'person', own: event.text };
    const text = verdict === 'unsure' && this.#wentOnSpeaking(utterance) ? '' : own;
    if (text !== '') this.#callerSilence.heard();
    else if (event.text !== '') this.#speechStart = { utterance, atMs: endMs };
    if (text !== event.text) this.#observers.tell({ type: 'echo', text: event.text, own: text });
    if (text === '') this.#machine.dispatch({ type: 'partial', utterance, text, startMs, endMs });
    else this.#machine.dispatch({ type: 'final', utterance, index, text, startMs, endMs, requestId });
  }

  /**
   * What may be an echo is one if the bot could have fallen silent for it and did not: if it never falls silent,
   * or did and has waited long enough, it may as well be the caller.
   */
  #wentOnSpeaking(utterance: number): boolean {
    const { voice, caller, closing } = this.#machine.state;
    if (this.#options.bargeIn === false || closing || voice.name !== 'speaking' || !voice.item.interruptible)
      return false;
    return caller.name !== 'silent' && caller.heard.utterance === utterance && !caller.heard.waitedFor;
  }

  #notice(notice: MachineNotice): void {
    if (notice.type === 'turn-committed') this.#observers.tell(notice, notice.turn.id, notice.turn.requestId);
    else this.#observers.tell(notice, 'turnId' in notice ? notice.turnId : undefined);
  }

  #signalled(signal: CallSignal): void {
    if (signal.type === 'interrupt' || signal.type === 'dtmf') this.#machine.dispatch({ type: 'interrupt' });
    if (signal.type === 'dtmf' || signal.type === 'echo-canceller') this.#observers.tell(signal);
  }
}

function asStream(source: ReplySource): AsyncIterable<string | LlmEvent> {
  if (typeof source !== 'string') {
    if (typeof (source as Partial<typeof source> | undefined)?.[Symbol.asyncIterator] === 'function')
      return source;
    throw invalidOption('text', source, 'a string or an async iterable of text');
  }
  return (async function* () {
    yield source;
  })();
}

function nothingToSay(what: string): VoiceError {
  return new VoiceError({
    code: 'ERR_MISUSE',
    message: `${what} has nothing to answer with: give VoicePipeline a \`respond\`, or reply() a text.`,
  });
}

function playoutStalled(): VoiceError {
  return new VoiceError({
    code: 'ERR_AUDIO_DEVICE',
    message: 'The sink stopped playing in the middle of speech; the line or device is probably gone.',
  });
}
