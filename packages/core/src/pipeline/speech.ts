import { createConverter } from '../audio/audio-converter.js';
import type { AudioFormat } from '../audio/audio-format.js';
import { VoiceError, isVoiceError } from '../errors/voice-error.js';
import type { SpeechItem } from '../machine/turn-state.js';
import type { AudioSink } from '../ports/call.js';
import type { Language } from '../ports/language.js';
import type { LlmEvent } from '../ports/language-model.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import type { Clock, ClockTimer } from '../time/clock.js';
import { heardText, wordStartMs, type AlignedText } from './heard-text.js';
import { AssistantEntry } from './history.js';
import { leaveEarly } from './leave-early.js';
import { Playout } from './playout.js';
import { readAhead } from '../streams/read-ahead.js';
import type { Reply, ReplyLatency, SpeculationOutcome, SpeculationWaste } from './reply.js';
import { Script } from './script.js';
import { untilAborted } from './until-aborted.js';

/** How often the sink is asked whether the first sound has been heard. */
const heardPollMs = 20;
/** Silence of a speech whose next words are still to come, before it counts: with and without word timings. */
const starvedMs = 100;
const starvedUntimedMs = 1000;

/** What a speech needs of the world. */
export interface SpeechWorld {
  clock: Clock;
  sink: AudioSink;
  tts: TextToSpeech;
  /** What `tts` is asked for; converted to the sink's. */
  ttsFormat: AudioFormat;
  language: Language;
}

/** What latencies count from, on the clock. */
export interface LatencyOrigin {
  /** The end of the caller's speech. */
  silentAt: number;
  committedAt: number;
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
  /** Words that sound from now on, or will; times are of the clock. */
  sounding(word: { text: string; startAtMs: number; endAtMs: number }): void;
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
  readonly #script: Script;
  readonly #abort = new AbortController();
  readonly #started = gate();
  readonly #released = gate();
  #sourceIsRead = false;
  readonly #alignments: AlignedText[] = [];
  readonly #playout: Playout;
  /** Words as spoken, in the order of their time; the first `#told` of them have been told to sound. */
  readonly #words: { text: string; charEnd: number; startMs: number; endMs: number }[] = [];
  #told = 0;
  #mayGoOn = false;
  readonly #marks: { firstTokenAt?: number; firstAudioAt?: number; heardAt?: number } = {};
  #resolve: (reply: Reply) => void = () => undefined;
  #heardTimer: ClockTimer | undefined;
  #starvedTimer: ClockTimer | undefined;
  #awaitsText = false;
  #starved = false;
  /** Open unless it is speculation: then when the turn it answers has been committed. */
  readonly #adopted = gate();
  #speculative = false;
  #since: LatencyOrigin | undefined;
  /** Events of a model that has not been asked for good yet. */
  #held: LlmEvent[] = [];
  readonly #tokens = { input: 0, output: 0 };
  #speculation: SpeculationOutcome | undefined;
  #error: VoiceError | undefined;
  #reply: Reply | undefined;

  constructor(
    private description: SpeechItem,
    private readonly world: SpeechWorld,
    since: LatencyOrigin | undefined,
    private readonly listener: SpeechListener,
  ) {
    this.#since = since;
    this.#script = new Script(world.language);
    this.entry = new AssistantEntry(() => this.#script.text);
    this.#playout = new Playout(world.sink);
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
  prepareAhead(source: AsyncIterable<string | LlmEvent>): void {
    this.#speculative = true;
    this.prepare(
      readAhead(source, this.#abort.signal, (item) => {
        if (typeof item !== 'string' && item.type === 'usage')
          Object.assign(this.#tokens, { input: item.inputTokens, output: item.outputTokens });
      }),
    );
  }

  /** Resolves when it is known that it is wanted. */
  get committed(): Promise<void> {
    return this.#speculative ? this.#adopted.opened : Promise.resolve();
  }

  /** The same, or false when it is known that it is not. */
  async isWanted(): Promise<boolean> {
    return !this.#speculative || this.#adopted.passed(this.#abort.signal);
  }

  /** It is wanted: its turn has been committed, and is answered with it. */
  adopt(since: LatencyOrigin, interruptible: boolean): void {
    this.#since = since;
    this.description = { ...this.description, interruptible };
    this.#adopted.open();
    for (const event of this.#held.splice(0)) this.listener.llmEvent(event);
  }

  /** It waits to be known to be wanted. */
  get isHeld(): boolean {
    return this.#speculative && !this.#adopted.isOpen;
  }

  /** What it has cost so far. */
  get spent(): SpeculationWaste {
    const { characters, segments } = this.#script.handedOver;
    const { input, output } = this.#tokens;
    return { requests: segments + 1, characters, inputTokens: input, outputTokens: output };
  }

  /** What has gone wrong with it, and may not have been told yet. */
  get fault(): VoiceError | undefined {
    return this.#error;
  }

  /** What its reply is to say of speculation. */
  set speculation(outcome: SpeculationOutcome | undefined) {
    this.#speculation = outcome;
  }

  /** What its latencies count from. */
  get since(): LatencyOrigin | undefined {
    return this.#since;
  }

  get item(): SpeechItem {
    return this.description;
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
    const allHeard = endMs - heardMs < heardPollMs;
    const fromMs = allHeard ? endMs : wordStartMs(this.#script.text, this.#alignments, heardMs);
    this.#playout.resume(fromMs);
    this.#starved = false;
    this.#watchForStarvation();
    this.#told = this.#words.filter(({ endMs }) => endMs <= fromMs).length;
    this.#tellWords();
  }

  /** No longer wanted: makes nothing more of it. What the sink holds is the pipeline's to clear. */
  stop(): void {
    this.#abort.abort();
    this.#playout.stop();
    this.#heardTimer?.cancel();
    this.#starvedTimer?.cancel();
  }

  /** Over. `heardMs` is the sink's position at that moment. */
  settle(status: Reply['status'], heardMs: number, error?: VoiceError): Reply {
    if (this.#reply) return this.#reply;
    this.#heardTimer?.cancel();
    this.#starvedTimer?.cancel();
    const { text } = this.#script;
    const sounded = this.#playout.begun;
    const mine = this.#playout.heardMs(heardMs);
    if (mine > 0) this.#marks.heardAt ??= this.world.clock.now() - mine;
    const heard =
      status === 'spoken' && sounded
        ? { chars: text.length, exact: true }
        : heardText(text, this.#alignments, mine);
    this.#reply = {
      status: status === 'interrupted' && mine === 0 ? 'skipped' : status,
      spoken: text.slice(0, heard.chars).trim(),
      text,
      heardMs: mine,
      exact: heard.exact,
      latency: this.#latency(),
      speculation: this.#speculation,
      error: error ?? this.#error ?? (status === 'failed' ? nothingInTime() : undefined),
    };
    this.entry.settle(this.#reply);
    this.#resolve(this.#reply);
    return this.#reply;
  }

  async #run(text: AsyncIterable<string>): Promise<void> {
    const { tts, ttsFormat, sink, clock } = this.world;
    const { signal } = this.#abort;
    const converter = createConverter(ttsFormat, sink.format);
    const urgency = this.#speculative
      ? ({ priority: 'speculative', committed: this.committed } as const)
      : {};
    for await (const event of tts.speak(text, { format: ttsFormat, signal, ...urgency })) {
      if (signal.aborted) return;
      if (event.type === 'alignment') {
        const aligned = this.#script.toSource(event);
        if (aligned) this.#alignments.push(aligned);
        const { charEnd, startMs, endMs } = event;
        this.#words.push({ text: this.#script.spokenAt(event), charEnd, startMs, endMs });
        if (this.#mayGoOn) this.#tellWords();
        continue;
      }
      if (event.data.byteLength === 0) continue;
      this.#marks.firstAudioAt ??= clock.now();
      if (!(await this.#mayWrite())) return;
      if (this.#starved) {
        this.#starved = false;
        this.listener.fed();
      }
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
    const { signal } = this.#abort;
    if (!this.#mayGoOn) {
      if (!(await this.#started.passed(signal))) return false;
      this.listener.firstAudio();
      // Stopped in the very moment of its release: it must not begin to watch a sink that is no longer its own.
      if (!(await this.#released.passed(signal)) || signal.aborted) return false;
      this.#mayGoOn = true;
      this.#tellWords();
      this.#watchForSound();
      // The next words may have been waited for all the while.
      this.#watchForStarvation();
    }
    return !signal.aborted;
  }

  /** Tells which words will sound when, as far as the synthesiser has said. */
  #tellWords(): void {
    if (this.#playout.paused) return;
    const { clock, sink } = this.world;
    const originAtMs = clock.now() - this.#playout.heardMs(sink.heardMs);
    for (const { text, startMs, endMs } of this.#words.slice(this.#told)) {
      this.listener.sounding({ text, startAtMs: originAtMs + startMs, endAtMs: originAtMs + endMs });
    }
    this.#told = this.#words.length;
  }

  /** Finds out when playback began, from how much has been heard since. */
  #watchForSound(): void {
    const { clock, sink } = this.world;
    this.#heardTimer = clock.setTimeout(() => {
      const heardMs = this.#playout.heardMs(sink.heardMs);
      if (heardMs > 0) {
        this.#marks.heardAt = clock.now() - heardMs;
        this.listener.heard();
      } else {
        this.#watchForSound();
      }
    }, heardPollMs);
  }

  async *#segments(source: AsyncIterable<string | LlmEvent>): AsyncGenerator<string> {
    this.#sourceIsRead = true;
    const { signal } = this.#abort;
    for await (const item of this.#awaited(untilAborted(source, signal))) {
      if (typeof item !== 'string' && item.type !== 'text') {
        if (this.#speculative && !this.#adopted.isOpen) this.#held.push(item);
        else this.listener.llmEvent(item);
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
      yield segment;
      if (this.#speculative && !(await this.#adopted.passed(this.#abort.signal))) return;
    }
  }

  /** Notes when the next words are waited for. */
  async *#awaited<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
    this.#awaitsText = true;
    for await (const item of source) {
      this.#awaitsText = false;
      yield item;
      this.#awaitsText = true;
      this.#watchForStarvation();
    }
    this.#awaitsText = false;
  }

  /** Finds out when all there is has been heard while the next words are waited for. */
  #watchForStarvation(): void {
    if (this.#starvedTimer || !this.#mayGoOn || this.#abort.signal.aborted) return;
    const { clock, sink } = this.world;
    const unheardMs = this.#playout.unheardMs(sink.heardMs);
    this.#starvedTimer = clock.setTimeout(
      () => {
        this.#starvedTimer = undefined;
        if (!this.#awaitsText || this.#starved || this.#playout.paused) return;
        if (this.#playout.unheardMs(sink.heardMs) >= heardPollMs) {
          this.#watchForStarvation();
          return;
        }
        this.#starved = true;
        this.listener.starved();
      },
      unheardMs + (this.#isAligned ? starvedMs : starvedUntimedMs),
    );
  }

  /** Whether word timings say that all of the text so far has been synthesised. */
  get #isAligned(): boolean {
    const last = this.#words.at(-1);
    return last !== undefined && last.charEnd >= this.#script.handedOver.characters - 1;
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

  #latency(): ReplyLatency {
    const since = this.#since;
    const after = (at: number | undefined) => (since && at !== undefined ? at - since.silentAt : undefined);
    return {
      committedMs: after(since?.committedAt),
      firstTokenMs: after(this.#marks.firstTokenAt),
      firstAudioMs: after(this.#marks.firstAudioAt),
      voiceToVoiceMs: after(this.#marks.heardAt),
    };
  }
}

function asVoiceError(fault: unknown): VoiceError {
  if (isVoiceError(fault)) return fault;
  return new VoiceError({
    code: 'ERR_INTERNAL',
    message: `Making the reply failed: ${fault instanceof Error ? fault.message : String(fault)}. See the cause.`,
    cause: fault,
  });
}

function noAudio(): VoiceError {
  return new VoiceError({
    code: 'ERR_PROTOCOL',
    message: 'The synthesiser ended without any audio for a text that can be spoken.',
    retryable: true,
  });
}

function nothingInTime(): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message:
      'The next audio of the answer did not come in time (`timings.firstAudioMs`). Look at the latency of model and voice.',
    retryable: true,
  });
}

/** A door that opens once; `passed` waits for it, or says false when the signal aborts first. */
interface Gate {
  open(): void;
  readonly isOpen: boolean;
  readonly opened: Promise<void>;
  passed(signal: AbortSignal): Promise<boolean>;
}

function gate(): Gate {
  let isOpen = false;
  let resolveOpened: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => (resolveOpened = resolve));
  return {
    open: () => {
      isOpen = true;
      resolveOpened();
    },
    get isOpen() {
      return isOpen;
    },
    opened,
    passed(signal) {
      if (signal.aborted) return Promise.resolve(false);
      const aborted = new Promise<false>((resolve) => {
        signal.addEventListener('abort', () => resolve(false), { once: true });
      });
      return Promise.race([opened.then(() => true), aborted]);
    },
  };
}
