import type { EventEmitter } from 'eventemitter3';
import { Timeline } from '../audio/timeline.js';
import { VoiceActivity } from '../audio/voice-activity.js';
import { VoiceError } from '../errors/voice-error.js';
import type { CommittedTurn, Effect, MachineNotice, SpeechKind } from '../machine/turn-state.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { CallSignal } from '../ports/call.js';
import type { Message } from '../ports/language-model.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Clock } from '../time/clock.js';
import { sleep } from '../time/sleep.js';
import { systemClock } from '../time/system-clock.js';
import { Announcer } from './announcer.js';
import { Answers, asStream, nothingToSay } from './answers.js';
import { CallerSilence } from './caller-silence.js';
import { checkGiven } from './check-parts.js';
import { EchoWatch } from './echo-watch.js';
import { Hearing } from './hearing.js';
import { History } from './history.js';
import { languageRules, type LanguageRules } from './language-rules.js';
import { Line } from './line.js';
import { chooseEchoGuard, machineRules } from './machine-rules.js';
import { MachineHost } from './machine-host.js';
import { Mouth } from './mouth.js';
import type { VoicePipelineOptions } from './options.js';
import type { PipelineChange } from './pipeline-change.js';
import type { PipelineEventMap } from './pipeline-events.js';
import type { Reply } from './reply.js';
import type { ReplySource } from './responder.js';
import { restoreHistory } from './restored-history.js';
import { TransformChain, transformedSink } from './transform-chain.js';
import { Turn, type ReplyOptions } from './turn.js';
import { Voice } from './voice.js';

/** A partial that reaches this far beyond the caller's last sound has all their words in it. */
const coveredMs = 100;
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
  readonly #voice: Voice;
  readonly #line: Line;
  /** What the bot's audio goes through. */
  readonly #outputChain: TransformChain | undefined;
  readonly #answers: Answers;
  #languageRules: LanguageRules;
  #opened = false;
  readonly #observers: Announcer;
  readonly #history: History;
  readonly #echo: EchoWatch | undefined;
  readonly #callerSilence: CallerSilence;
  readonly #voiceActivity = new VoiceActivity();
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
    const rules = machineRules(options);
    const { call, stt, tts, language, endpointing, transforms = {}, clock = systemClock } = options;
    const { output } = call;
    this.#options = options;
    this.#history = new History(restoreHistory(options.history ?? []));
    this.#languageRules = rules;
    this.#line = new Line(call);
    this.#voice = new Voice({ tts, language }, output.format, options.phrases);
    this.#clock = clock;
    // Unique among processes: what a durable store keeps by it must never be another call's.
    this.callId = call.id ?? `call-${crypto.randomUUID()}`;
    this.#observers = new Announcer(this.callId);
    this.events = this.#observers.events;
    this.closed = new Promise((resolve) => (this.#resolveClosed = resolve));
    this.#timeline = new Timeline(clock.now());
    this.#machine = new MachineHost(
      clock,
      {
        ...rules,
        isBackchannel: (words) => this.#languageRules.isBackchannel(words),
        speechKey: (text) => this.#languageRules.speechKey(text),
        mayBeComplete: (text) => this.#languageRules.mayBeComplete(text),
      },
      output,
      (effect) => this.#perform(effect),
    );
    const { dispatch } = this.#machine;
    const guard = chooseEchoGuard(options);
    this.#echo = guard && new EchoWatch(guard, this.#timeline);
    this.#callerSilence = new CallerSilence(clock, () => this.#machine.state.caller.name !== 'silent');
    this.#hearing = new Hearing(
      {
        call,
        stt,
        endpointing,
        timeline: this.#timeline,
        clock,
        lastWordsMs: rules.lastWordsMs,
        transforms: transforms.input ?? [],
      },
      {
        heard: (event) => this.#heard(event),
        signalled: (signal) => this.#signalled(signal),
        callerGone: () => dispatch({ type: 'caller-gone' }),
        ended: () => dispatch({ type: 'hearing-ended' }),
        failed: (fault) => dispatch({ type: 'fatal', error: this.#observers.report(fault) }),
        faulted: (fault) => this.#observers.report(fault),
        handedOver: (atMs) => this.#observers.tell({ type: 'changed', what: ['stt'], atMs }),
        level: (level) => {
          this.#voiceActivity.take(level);
          this.#echo?.level(level);
        },
      },
    );
    this.#outputChain = transforms.output?.length ? this.#transformOutput(transforms.output) : undefined;
    const sink = this.#outputChain ? transformedSink(output, this.#outputChain) : output;
    this.#mouth = new Mouth({ clock, sink }, this.#voice, {
      firstAudio: ({ id }) => dispatch({ type: 'first-audio', id }),
      drained: ({ id }) => dispatch({ type: 'speech-drained', id }),
      failed: ({ id }, audible) => dispatch({ type: 'speech-failed', id, audible }),
      starved: ({ id }) => dispatch({ type: 'speech-starved', id }),
      fed: ({ id }) => dispatch({ type: 'speech-fed', id }),
      heard: ({ kind, turnId }) => this.#observers.tell({ type: 'reply-heard', kind }, turnId),
      sounding: (word) => this.#echo?.sounds(word),
      llmEvent: ({ turnId }, event) => this.#observers.tell({ type: 'llm', event }, turnId),
      settled: ({ kind, turnId }, reply) => {
        if (reply.error) this.#observers.report(reply.error, turnId);
        this.#observers.tell({ type: 'reply-ended', kind, reply }, turnId);
      },
    });
    this.#answers = new Answers(
      {
        callId: this.callId,
        mouth: this.#mouth,
        voice: this.#voice,
        history: this.#history,
        observers: this.#observers,
        callerSilence: this.#callerSilence,
        callSignal: this.#callAbort.signal,
        request: (item) => dispatch({ type: 'speech-requested', item }),
      },
      options.respond,
    );
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
    if (!this.#answers.responder) throw nothingToSay('run()');
    for await (const turn of this.turns()) await turn.reply();
  }

  /**
   * Says something of its own accord, after what is being said and queued. Resolves when that has been heard,
   * interrupted, skipped or has failed; rejects only for what is no text (`ERR_INVALID_OPTION`).
   */
  async say(text: ReplySource, options: ReplyOptions = {}): Promise<Reply> {
    const stream = asStream(text);
    checkGiven(options);
    this.#open();
    return this.#answers.say(stream, options);
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
   * Changes who answers, speaks and hears, for all that is begun from now on: what is being said, and the answer that is
   * being made, go on as they are. May be called at any moment, also from a tool's handler. Another `stt` takes over
   * when the caller pauses (at the latest after 10 s); one that fails before that is an `error` event, and the one
   * there is goes on. Observers get `changed`. Throws `ERR_INVALID_OPTION`, and then nothing is changed.
   *
   * @example
   * ```ts
   * pipeline.use({ respond: agent(llm, { instructions: 'Ты мастер.' }), tts: tts.with({ voice: 'filipp' }) });
   * ```
   */
  use(change: PipelineChange): void {
    checkGiven(change);
    if (this.#machine.state.loop.name === 'closed') return;
    const { respond, tts, language, stt } = change;
    // The only one that can still fail.
    if (stt) this.#hearing.use(stt);
    if (respond) this.#answers.responder = respond;
    if (language) this.#languageRules = languageRules(language);
    // What is being prepared ahead is made as it was before.
    this.#answers.dropSpeculation();
    if (tts || language) {
      this.#voice.change(change);
      if (this.#opened) void this.#voice.prepareStandby();
    }
    const what = (['respond', 'tts', 'language'] as const).filter((part) => change[part] !== undefined);
    if (what.length > 0) this.#observers.tell({ type: 'changed', what });
  }

  /**
   * Hands the caller over to `target` (a number or address that the line understands): at once, or when what is being
   * said and queued has been heard (`afterSpeech`, default false). Resolves when they have been taken over: the
   * conversation ends then, and they are not cut off. If it rejects, they are still here, and the conversation goes on.
   *
   * Rejects with `ERR_MISUSE` if the line cannot transfer, is doing so, or the conversation is over; with
   * `ERR_ABORTED` if it ends while what was to be said is said; or with what the line failed of. In a tool's handler
   * do not await it with `afterSpeech`: the answer that the tool is part of would wait for itself.
   */
  async transfer(target: string, { afterSpeech = false }: { afterSpeech?: boolean } = {}): Promise<void> {
    this.#line.checkTransfer(target);
    const over = () => this.#machine.state.loop.name === 'closed';
    if (over())
      throw new VoiceError({ code: 'ERR_MISUSE', message: 'The conversation is over: nobody is there.' });
    if (afterSpeech) await this.#mouth.quiet();
    if (over())
      throw new VoiceError({ code: 'ERR_ABORTED', message: 'It ended before the caller was transferred.' });
    await this.#line.transfer(target);
    this.#observers.tell({ type: 'transferred', target });
    this.#machine.dispatch({ type: 'close', afterSpeech: false });
  }

  /**
   * Sends keys (`0`–`9`, `*`, `#`, `A`–`D`) to the other end of the line, as if they were pressed. Rejects with
   * `ERR_MISUSE` if the line cannot, `ERR_INVALID_OPTION` for other characters, or with what the line failed of.
   */
  sendDtmf(digits: string): Promise<void> {
    return this.#line.sendDtmf(digits);
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
    this.#machine.dispatch({ type: 'opened' });
    this.#hearing.start();
    void this.#voice.prepareStandby();
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
      // A body that did not answer its turn has no use for what was prepared.
      this.#answers.dropSpeculation(this.#turn?.id);
      this.#machine.dispatch({ type: 'next' });
    });
  }

  #yieldTurn(committed: CommittedTurn): void {
    this.#history.addUser(committed);
    const turn: Turn = new Turn(committed, {
      messages: () => this.#history.messages(),
      refinedText: () => this.#history.refinedText(committed),
      reply: (source, options) => {
        const { endOfSpeechMs, committedAtMs: committedAt } = committed;
        const silentAt = endOfSpeechMs === undefined ? committedAt : this.#timeline.toClock(endOfSpeechMs);
        return this.#answers.reply(turn, { silentAt, committedAt }, source, options);
      },
    });
    this.#turn = turn;
    const { id, text, source, requestIds } = committed;
    this.#observers.tell({ type: 'turn-started', text, source }, id, requestIds.at(-1));
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

  #releaseAudio(id: number): void {
    const speech = this.#mouth.get(id);
    if (!speech) return;
    if (isConversation(speech.item.kind)) this.#history.addAssistant(speech.entry);
    speech.release();
    const { kind, turnId } = speech.item;
    this.#observers.tell({ type: 'reply-started', kind }, turnId);
  }

  async #clearSink(clear: number): Promise<void> {
    await this.#attempt(() => this.#options.call.output.clear());
    this.#echo?.silenced(this.#clock.now());
    this.#machine.dispatch({ type: 'sink-cleared', clear });
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
        return void this.#clearSink(effect.clear);
      case 'settle-speech': {
        const error = effect.stalled ? playoutStalled() : undefined;
        return this.#mouth.settle(effect.id, effect.status, this.#options.call.output.heardMs, error);
      }
      case 'say-phrase':
        return this.#answers.sayPhrase(effect);
      case 'speculate':
        return this.#answers.speculate(effect.turnId, effect.text);
      case 'drop-speculation':
        return this.#answers.dropSpeculation();
      case 'abort-turn':
        this.#answers.dropSpeculation(effect.turnId);
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
    this.#answers.dropSpeculation();
    this.#hearing.stop();
    this.#callAbort.abort('closed');
    this.#outputChain?.close();
    // A caller who is just being handed over must not be cut off.
    await this.#within(hangUpMs, this.#line.settled());
    await this.#within(
      hangUpMs,
      this.#attempt(() => this.#options.call.hangUp?.()),
    );
    this.#observers.tell({ type: 'closed', ...(error && { error }) });
    this.#resolveClosed();
    this.#endLoop();
  }

  #transformOutput(transforms: readonly AudioTransform[]): TransformChain {
    const { sampleRateHz } = this.#options.call.output.format;
    return new TransformChain(transforms, sampleRateHz, (fault) => this.#observers.report(fault));
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
    } else if (event.type === 'recovering') {
      dispatch({ type: 'hearing-lost' });
    } else if (event.type === 'recovered') {
      dispatch({ type: 'hearing-back' });
    }
  }

  #heardPartial(event: Extract<SttEvent, { type: 'transcript-partial' }>): void {
    const { utterance, throughMs } = event;
    const { verdict, own, ownFromMs } = this.#judge(event);
    const begunMs = this.#speechStart.utterance === utterance ? this.#speechStart.atMs : throughMs;
    // A voice of which no word is known yet has no length either.
    const startMs = own === '' ? throughMs : (ownFromMs ?? begunMs);
    const unsure = verdict === 'unsure';
    if (own !== '') this.#callerSilence.heard();
    const { voiceEndMs = Number.POSITIVE_INFINITY } = this.#voiceActivity;
    const covered = throughMs >= voiceEndMs + coveredMs;
    this.#machine.dispatch({
      type: 'partial',
      utterance,
      text: own,
      startMs,
      endMs: throughMs,
      unsure,
      covered,
    });
  }

  #heardFinal(event: Extract<SttEvent, { type: 'transcript-final' }>): void {
    const { utterance, index, endMs, requestId } = event;
    const { verdict, own, ownFromMs: startMs = event.startMs } = this.#judge(event);
    const text = verdict === 'unsure' && this.#wentOnSpeaking(utterance) ? '' : own;
    if (text !== '') this.#callerSilence.heard();
    else if (event.text !== '') this.#speechStart = { utterance, atMs: endMs };
    if (text !== event.text) this.#observers.tell({ type: 'echo', text: event.text, own: text });
    if (text === '') this.#machine.dispatch({ type: 'partial', utterance, text, startMs, endMs });
    else this.#machine.dispatch({ type: 'final', utterance, index, text, startMs, endMs, requestId });
  }

  #judge(event: Parameters<EchoWatch['judge']>[0]): ReturnType<EchoWatch['judge']> {
    return this.#echo?.judge(event) ?? { verdict: 'person', own: event.text };
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
    if (notice.type === 'turn-committed')
      this.#observers.tell(notice, notice.turn.id, notice.turn.requestIds.at(-1));
    else this.#observers.tell(notice, 'turnId' in notice ? notice.turnId : undefined);
  }

  #signalled(signal: CallSignal): void {
    if (signal.type === 'dtmf' || signal.type === 'echo-canceller') this.#observers.tell(signal);
    if (signal.type === 'interrupt') this.#machine.dispatch({ type: 'interrupt' });
    else if (signal.type === 'dtmf') this.#machine.dispatch({ type: 'key', digit: signal.digit });
  }
}

/**
 * What the bot says about itself is no part of what the two talk about; and if synthesis never worked, of an apology
 * no word was heard.
 */
function isConversation(kind: SpeechKind): boolean {
  return kind !== 'apology' && kind !== 'wait' && kind !== 'trouble';
}

function playoutStalled(): VoiceError {
  return new VoiceError({
    code: 'ERR_AUDIO_DEVICE',
    message: 'The sink stopped playing in the middle of speech; the line or device is probably gone.',
  });
}
