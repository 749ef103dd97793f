import type { EventEmitter } from 'eventemitter3';
import { Timeline } from '../audio/timeline.js';
import { chooseEndpointing } from '../endpointing/choose-endpointing.js';
import { VoiceError } from '../errors/voice-error.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { AudioSink, CallSignal } from '../ports/call.js';
import type { Message } from '../ports/language-model.js';
import type { Clock } from '../time/clock.js';
import { systemClock } from '../time/system-clock.js';
import { Announcer } from './announcer.js';
import { Answers, asStream, nothingToSay } from './answers.js';
import { CallerSilence } from './caller-silence.js';
import { CallerWords } from './caller-words.js';
import { checkGiven, checkReplyOptions } from './check-parts.js';
import { Effects } from './effects.js';
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
import { TurnDesk } from './turn-desk.js';
import type { ReplyOptions, Turn } from './turn.js';
import { Voice } from './voice.js';

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
  /** The call's own id, or one made up (`call-` and a random UUID), which no other call has. */
  readonly callId: string;
  /** Resolves when the conversation is over and everything is released. */
  readonly closed: Promise<void>;

  readonly #machine: MachineHost;
  readonly #hearing: Hearing;
  readonly #callerWords: CallerWords;
  readonly #mouth: Mouth;
  readonly #voice: Voice;
  readonly #answers: Answers;
  readonly #turns = new TurnDesk();
  readonly #history: History;
  readonly #line: Line;
  readonly #observers: Announcer;
  #languageRules: LanguageRules;
  #opened = false;

  constructor(options: VoicePipelineOptions) {
    const rules = machineRules(options);
    const { call, tts, language, transforms = {}, clock = systemClock } = options;
    const { output } = call;
    this.#history = new History(restoreHistory(options.history ?? []));
    this.#languageRules = rules;
    this.#line = new Line(call);
    this.#voice = new Voice({ tts, language }, output.format, options.phrases);
    // Unique among processes: what a durable store keeps by it must never be another call's.
    this.callId = call.id ?? `call-${crypto.randomUUID()}`;
    this.#observers = new Announcer(this.callId);
    this.events = this.#observers.events;
    let closed: () => void = () => undefined;
    this.closed = new Promise((resolve) => (closed = resolve));
    this.#machine = new MachineHost(
      clock,
      {
        ...rules,
        isBackchannel: (words) => this.#languageRules.isBackchannel(words),
        speechKey: (text) => this.#languageRules.speechKey(text),
        mayBeComplete: (text) => this.#languageRules.mayBeComplete(text),
      },
      output,
      (effect) => effects.perform(effect),
    );
    const { dispatch } = this.#machine;
    const timeline = new Timeline(clock.now());
    const callerSilence = new CallerSilence(clock, () => this.#machine.state.caller.name !== 'silent');
    this.#callerWords = new CallerWords({
      machine: this.#machine,
      observers: this.#observers,
      history: this.#history,
      callerSilence,
      timeline,
      guard: chooseEchoGuard(options),
      bargeIn: options.bargeIn !== false,
    });
    this.#hearing = this.#hear(options, timeline, clock, rules.lastWordsMs);
    const outputChain = transforms.output?.length
      ? this.#transform(transforms.output, output.format.sampleRateHz)
      : undefined;
    this.#mouth = this.#speak(clock, outputChain ? transformedSink(output, outputChain) : output);
    const callAbort = new AbortController();
    this.#answers = new Answers(
      {
        callId: this.callId,
        mouth: this.#mouth,
        voice: this.#voice,
        history: this.#history,
        observers: this.#observers,
        callerSilence,
        callSignal: callAbort.signal,
        request: (item) => dispatch({ type: 'speech-requested', item }),
      },
      options.respond,
    );
    const effects = new Effects({
      call,
      line: this.#line,
      clock,
      timeline,
      machine: this.#machine,
      hearing: this.#hearing,
      callerWords: this.#callerWords,
      mouth: this.#mouth,
      answers: this.#answers,
      history: this.#history,
      turns: this.#turns,
      observers: this.#observers,
      callAbort,
      outputChain,
      closed,
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
    this.#turns.take();
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
    checkReplyOptions(options);
    this.#open();
    return this.#answers.say(stream, options);
  }

  /** Makes a turn of a written message, as if the caller had said it. Throws `ERR_INVALID_OPTION` if there is nothing in it. */
  send(text: string): void {
    if (typeof text !== 'string' || text.trim() === '') {
      throw new VoiceError({
        code: 'ERR_INVALID_OPTION',
        message: `send() was given ${typeof text === 'string' ? 'an empty text' : typeof text}; give it a text with something in it.`,
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
    if (tts || language) {
      this.#voice.change(change);
      if (this.#opened) void this.#voice.prepareStandby();
    }
    const what = (['respond', 'tts', 'language'] as const).filter((part) => change[part] !== undefined);
    if (what.length === 0) return;
    // What is being prepared ahead is made as it was before.
    this.#answers.dropSpeculation();
    this.#observers.tell({ type: 'changed', what });
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
    const { dispatch } = this.#machine;
    dispatch({ type: 'handing-over' });
    try {
      await this.#line.transfer(target);
    } catch (fault) {
      dispatch({ type: 'still-here' });
      throw fault;
    }
    this.#observers.tell({ type: 'transferred', target });
    dispatch({ type: 'close', afterSpeech: false });
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

  async *#iterate(): AsyncGenerator<Turn, void, void> {
    try {
      for (let turn = await this.#nextTurn(); turn; turn = await this.#nextTurn()) yield turn;
    } finally {
      // A call that is ending already, perhaps after its last sentence, is left to end so.
      await (this.#machine.state.closing ? this.closed : this.close());
    }
  }

  #nextTurn(): Promise<Turn | undefined> {
    return this.#turns.next(() => {
      // A body that did not answer its turn has no use for what was prepared.
      this.#answers.dropSpeculation(this.#turns.current?.id);
      this.#machine.dispatch({ type: 'next' });
    });
  }

  /** The way of the caller's voice into the machine. */
  #hear(
    { call, stt, endpointing, transforms }: VoicePipelineOptions,
    timeline: Timeline,
    clock: Clock,
    lastWordsMs: number,
  ): Hearing {
    const { dispatch } = this.#machine;
    const chosen = chooseEndpointing(endpointing, {
      isComplete: (text, context) => this.#voice.language.isComplete(text, context),
    });
    const options = { call, stt, ...chosen, timeline, clock, lastWordsMs };
    return new Hearing(
      { ...options, transforms: transforms?.input ?? [] },
      {
        heard: (event) => this.#callerWords.heard(event),
        signalled: (signal) => this.#signalled(signal),
        callerGone: () => dispatch({ type: 'caller-gone' }),
        ended: () => dispatch({ type: 'hearing-ended' }),
        failed: (fault) => dispatch({ type: 'fatal', error: this.#observers.report(fault) }),
        faulted: (fault) => this.#observers.report(fault),
        ending: () => dispatch({ type: 'endpoint' }),
        handedOver: (atMs) => this.#observers.tell({ type: 'changed', what: ['stt'], atMs }),
        level: (level) => this.#callerWords.level(level),
      },
    );
  }

  /** The way of the bot's voice, and what it tells the machine and observers. */
  #speak(clock: Clock, sink: AudioSink): Mouth {
    const { dispatch } = this.#machine;
    return new Mouth({ clock, sink }, this.#voice, {
      firstAudio: ({ id }) => dispatch({ type: 'first-audio', id }),
      drained: ({ id }) => dispatch({ type: 'speech-drained', id }),
      failed: ({ id }, audible) => dispatch({ type: 'speech-failed', id, audible }),
      starved: ({ id }) => dispatch({ type: 'speech-starved', id }),
      fed: ({ id }) => dispatch({ type: 'speech-fed', id }),
      heard: ({ kind, turnId }) => this.#observers.tell({ type: 'reply-heard', kind }, turnId),
      sounding: (word) => this.#callerWords.sounds(word),
      llmEvent: ({ turnId }, event) => this.#observers.tell({ type: 'llm', event }, turnId),
      settled: ({ kind, turnId }, reply) => {
        if (reply.error) this.#observers.report(reply.error, turnId);
        this.#observers.tell({ type: 'reply-ended', kind, reply }, turnId);
      },
    });
  }

  #transform(transforms: readonly AudioTransform[], sampleRateHz: number): TransformChain {
    return new TransformChain(transforms, sampleRateHz, (fault) => this.#observers.report(fault));
  }

  #signalled(signal: CallSignal): void {
    if (signal.type === 'dtmf' || signal.type === 'echo-canceller') this.#observers.tell(signal);
    if (signal.type === 'interrupt') this.#machine.dispatch({ type: 'interrupt' });
    else if (signal.type === 'dtmf') this.#machine.dispatch({ type: 'key', digit: signal.digit });
  }
}
