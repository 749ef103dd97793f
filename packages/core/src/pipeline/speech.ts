import { createConverter } from '../audio/audio-converter.js';
import type { AudioFormat } from '../audio/audio-format.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { SpeechItem } from '../machine/turn-state.js';
import type { AudioSink } from '../ports/call.js';
import type { Language } from '../ports/language.js';
import type { LlmEvent } from '../ports/language-model.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import { readAhead } from '../streams/read-ahead.js';
import type { Clock } from '../time/clock.js';
import { FirstSound } from './first-sound.js';
import { Gate } from './gate.js';
import { AssistantEntry } from './history.js';
import { LatencyMarks, type LatencyOrigin } from './latency-marks.js';
import { leaveEarly } from '../streams/leave-early.js';
import { Playout } from './playout.js';
import type { Reply, SpeculationOutcome, SpeculationWaste } from './reply.js';
import { Script } from './script.js';
import { SpeechCost } from './speech-cost.js';
import { asVoiceError, noAudio, nothingInTime } from './speech-faults.js';
import { SpeechHold } from './speech-hold.js';
import { SpokenWords, type SoundingWord } from './spoken-words.js';
import { StarvationWatch } from './starvation-watch.js';
import type { ReplyOptions } from './turn.js';
import { untilAborted } from '../streams/until-aborted.js';
import { pause, withPauses } from '../streams/with-pauses.js';

/** Less than this that is still to be heard is nothing. */
const nothingMs = 20;

/** What a speech needs of the world. */
export interface SpeechWorld {
  clock: Clock;
  sink: AudioSink;
  tts: TextToSpeech;
  /** What `tts` is asked for; converted to the sink's. */
  ttsFormat: AudioFormat;
  language: Language;
}

/** What a speech tells the pipeline. */
export interface SpeechListener {
  firstAudio(): void;
  drained(): void;
  failed(audible: boolean): void;
  /** The first sound was heard. */
  heard(): void;
  /** All there is has been heard, and the next words are still to come; then: they came. */
  starved(): void;
  fed(): void;
  /** Words that sound from now on, or will. */
  sounding(word: SoundingWord): void;
  /** Anything in the source that is not text. */
  llmEvent(event: LlmEvent): void;
}

/**
 * One thing the bot says: text as it comes → segments → synthesis → the sink, as soon as it is let.
 * It is told what to do (`start`, `release`, `stop`, `settle`) and decides nothing.
 */
export class Speech {
  readonly settled: Promise<Reply>;
  /** What of it belongs into the history. */
  readonly entry: AssistantEntry;
  /** What its reply is to say of speculation. */
  speculation: SpeculationOutcome | undefined;
  readonly #script: Script;
  readonly #words: SpokenWords;
  readonly #playout: Playout;
  readonly #starvation: StarvationWatch;
  readonly #hold = new SpeechHold();
  readonly #marks: LatencyMarks;
  readonly #firstSound: FirstSound;
  readonly #cost = new SpeechCost();
  readonly #abort = new AbortController();
  readonly #started = new Gate();
  readonly #released = new Gate();
  #mayGoOn = false;
  #sourceIsRead = false;
  #error: VoiceError | undefined;
  #reply: Reply | undefined;
  #resolve: (reply: Reply) => void = () => undefined;

  constructor(
    private description: SpeechItem,
    private readonly world: SpeechWorld,
    since: LatencyOrigin | undefined,
    private readonly listener: SpeechListener,
  ) {
    const { clock, sink } = world;
    this.#marks = new LatencyMarks(since);
    this.#script = new Script(world.language);
    this.#words = new SpokenWords(this.#script, (word) => listener.sounding(word));
    this.entry = new AssistantEntry(() => this.#script.text);
    this.#playout = new Playout(sink);
    this.#starvation = new StarvationWatch({
      clock,
      unheardMs: () => this.#playout.unheardMs(sink.heardMs),
      sounds: () => this.#mayGoOn && !this.#playout.paused && !this.signal.aborted,
      isAligned: () => this.#words.reach(this.#cost.characters),
      starved: () => listener.starved(),
      fed: () => listener.fed(),
    });
    this.#firstSound = new FirstSound(
      clock,
      () => this.#playout.heardMs(sink.heardMs),
      (atMs) => {
        this.#marks.heardAt = atMs;
        listener.heard();
      },
    );
    this.settled = new Promise((resolve) => (this.#resolve = resolve));
  }

  /** Aborts when the speech is no longer wanted. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Begins to make text and sound, ahead of its turn to be heard. */
  prepare(source: AsyncIterable<string | LlmEvent>): void {
    const text = this.#segments(source);
    this.#run(text)
      .catch((error: unknown) => this.#fail(error))
      // A voice that failed, or never began, may have left the source as it was.
      .finally(() => void leaveEarly(() => (this.#sourceIsRead ? text : source[Symbol.asyncIterator]())));
  }

  /**
   * Makes it before it is known whether it is wanted: text as far as it comes, sound of the first segment.
   * {@link Speech.adopt} lets it go on; `committed` resolves then.
   */
  prepareAhead(makeSource: () => AsyncIterable<string | LlmEvent>): void {
    this.#hold.begin();
    this.prepare(
      readAhead(untilAborted(makeSource(), this.signal), {
        item: (item) => this.#cost.told(item),
        // Known at once, though the words before it may still be waiting to be read.
        failed: (fault) => {
          if (this.isHeld) this.#error ??= asVoiceError(fault);
        },
      }),
    );
  }

  /** Resolves when it is known that it is wanted; never, if it is not. */
  get committed(): Promise<void> {
    return this.#hold.wanted;
  }

  /** It waits to be known to be wanted. */
  get isHeld(): boolean {
    return this.#hold.isHeld;
  }

  /** Acts when it is known whether it is wanted: now, unless it is held. */
  whenKnown(act: (wanted: boolean) => void): void {
    this.#hold.whenKnown(act);
  }

  /** It is wanted: its turn has been committed, and is answered with it. */
  adopt(
    since: LatencyOrigin,
    { interruptible = true, expect }: Pick<ReplyOptions, 'interruptible' | 'expect'>,
  ): void {
    this.#marks.since = since;
    this.description = { ...this.description, interruptible, expect };
    this.#hold.end(true);
  }

  /** What it has cost so far. */
  get spent(): SpeculationWaste {
    return this.#cost.spent;
  }

  /** What has gone wrong with it, and may not have been told yet. */
  get fault(): VoiceError | undefined {
    return this.#error;
  }

  /** What its latencies count from. */
  get since(): LatencyOrigin | undefined {
    return this.#marks.since;
  }

  get item(): SpeechItem {
    return this.description;
  }

  /** Something of it can be said already. */
  get hasWords(): boolean {
    return this.#script.isSpeakable;
  }

  /** First in the queue now. */
  start(): void {
    this.#started.open();
  }

  /** May sound now. */
  release(): void {
    this.#released.open();
  }

  /** Hands nothing more to the sink for the moment. What it holds is the pipeline's to clear. */
  pause(): void {
    this.#playout.pause();
  }

  /** Goes on, from the start of the word at which it was cut. */
  resume(): void {
    const heardMs = this.#playout.heardMs(this.world.sink.heardMs);
    const endMs = this.#playout.pausedEndMs;
    // In a pause between words there is no word to go back to.
    const allHeard = endMs - heardMs < nothingMs;
    const fromMs = allHeard ? endMs : this.#words.wordStartMs(heardMs);
    this.#playout.resume(fromMs);
    this.#starvation.look();
    this.#words.backTo(fromMs);
    this.#tellWords();
  }

  /** No longer wanted: makes nothing more of it. What the sink holds is the pipeline's to clear. */
  stop(): void {
    this.#abort.abort();
    this.#playout.stop();
    this.#stopTimers();
    this.#hold.end(false);
  }

  /** Over. `heardMs` is the sink's position at that moment. */
  settle(status: Reply['status'], heardMs: number, error?: VoiceError): Reply {
    if (this.#reply) return this.#reply;
    this.#stopTimers();
    const { text } = this.#script;
    const sounded = this.#playout.begun;
    const mine = this.#playout.heardMs(heardMs);
    if (mine > 0) this.#marks.heardAt ??= this.world.clock.now() - mine;
    const heard =
      status === 'spoken' && sounded ? { chars: text.length, exact: true } : this.#words.heard(mine);
    this.#reply = {
      status: status === 'interrupted' && mine === 0 ? 'skipped' : status,
      spoken: text.slice(0, heard.chars).trim(),
      text,
      heardMs: mine,
      exact: heard.exact,
      latency: this.#marks.latency,
      speculation: this.speculation,
      error: error ?? this.#error ?? (status === 'failed' ? nothingInTime() : undefined),
    };
    this.entry.settle(this.#reply);
    this.#resolve(this.#reply);
    return this.#reply;
  }

  async #run(text: AsyncIterable<string>): Promise<void> {
    const { tts, ttsFormat, sink, clock } = this.world;
    const { signal } = this;
    const converter = createConverter(ttsFormat, sink.format);
    const urgency = this.isHeld ? ({ priority: 'speculative', committed: this.committed } as const) : {};
    for await (const event of tts.speak(text, { format: ttsFormat, signal, ...urgency })) {
      if (signal.aborted) return;
      if (event.type === 'alignment') {
        this.#words.take(event);
        if (this.#mayGoOn) this.#tellWords();
        continue;
      }
      if (event.data.byteLength === 0) continue;
      this.#marks.firstAudioAt ??= clock.now();
      if (!(await this.#mayWrite())) return;
      this.#starvation.feed();
      await this.#playout.write(converter.push(event.data));
    }
    if (signal.aborted) return;
    if (this.#marks.firstAudioAt === undefined && this.#script.isSpeakable) throw noAudio();
    if (!(await this.#started.passed(signal))) return;
    if (this.#mayGoOn) {
      await this.#playout.write(converter.flush());
      await this.#playout.drain(signal);
    }
    if (!this.signal.aborted) this.listener.drained();
  }

  /** Waits for its turn and for leave to sound; false if the speech was stopped meanwhile. */
  async #mayWrite(): Promise<boolean> {
    const { signal } = this;
    if (!this.#mayGoOn) {
      if (!(await this.#started.passed(signal))) return false;
      this.listener.firstAudio();
      // Stopped in the very moment of its release: it must not begin to watch a sink that is no longer its own.
      if (!(await this.#released.passed(signal)) || signal.aborted) return false;
      this.#mayGoOn = true;
      this.#tellWords();
      this.#firstSound.watch();
      // The next words may have been waited for all the while.
      this.#starvation.look();
    }
    return !signal.aborted;
  }

  /** Tells which words will sound when, as far as the synthesiser has said. */
  #tellWords(): void {
    if (this.#playout.paused) return;
    const { clock, sink } = this.world;
    this.#words.tell(clock.now() - this.#playout.heardMs(sink.heardMs));
  }

  #stopTimers(): void {
    this.#firstSound.stop();
    this.#starvation.stop();
  }

  async *#segments(source: AsyncIterable<string | LlmEvent>): AsyncGenerator<string> {
    this.#sourceIsRead = true;
    const { signal } = this;
    const items = this.#starvation.over(untilAborted(source, signal));
    for await (const item of withPauses(items, this.world.clock, () => this.#script.waitMs)) {
      if (item === pause) {
        yield* this.#oneAhead(this.#script.flush());
        continue;
      }
      if (typeof item !== 'string' && item.type !== 'text') {
        this.whenKnown((wanted) => wanted && this.listener.llmEvent(item));
        // What the model says before its tools is heard while they work.
        if (item.type === 'finish') yield* this.#oneAhead(this.#script.flush());
        continue;
      }
      const text = typeof item === 'string' ? item : item.text;
      if (text === '') continue;
      this.#marks.firstTokenAt ??= this.world.clock.now();
      yield* this.#oneAhead(this.#script.push(text));
    }
    if (!signal.aborted) yield* this.#oneAhead(this.#script.end());
  }

  /** No more than one segment is synthesised before it is known that the answer is wanted. */
  async *#oneAhead(segments: readonly string[]): AsyncGenerator<string> {
    for (const segment of segments) {
      this.#cost.sent(segment);
      yield segment;
      if (!(await this.#hold.passed(this.signal))) return;
    }
  }

  /** A fault ends the speech when its time has come and what had already been written of it has been heard. */
  async #fail(fault: unknown): Promise<void> {
    const { signal } = this;
    if (signal.aborted) return;
    this.#error = asVoiceError(fault);
    if (!(await this.#started.passed(signal))) return;
    const audible = this.#playout.begun;
    // A sink that fails too has nothing more to be heard.
    if (audible) await this.#playout.drain(signal).catch(() => undefined);
    if (!this.signal.aborted) this.listener.failed(audible);
    this.stop();
  }
}
