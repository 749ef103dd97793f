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
import type { Reply, ReplyLatency } from './reply.js';
import { Script } from './script.js';
import { untilAborted } from './until-aborted.js';

/** How often the sink is asked whether the first sound has been heard. */
const heardPollMs = 20;

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
  readonly #words: { text: string; startMs: number; endMs: number }[] = [];
  #told = 0;
  #mayGoOn = false;
  readonly #marks: { firstTokenAt?: number; firstAudioAt?: number; heardAt?: number } = {};
  #resolve: (reply: Reply) => void = () => undefined;
  #heardTimer: ClockTimer | undefined;
  #error: VoiceError | undefined;
  #reply: Reply | undefined;

  constructor(
    readonly item: SpeechItem,
    private readonly world: SpeechWorld,
    private readonly since: LatencyOrigin | undefined,
    private readonly listener: SpeechListener,
  ) {
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
    const fromMs = wordStartMs(this.#script.text, this.#alignments, heardMs);
    this.#playout.resume(fromMs);
    this.#told = this.#words.filter(({ endMs }) => endMs <= fromMs).length;
    this.#tellWords();
  }

  /** No longer wanted: makes nothing more of it. What the sink holds is the pipeline's to clear. */
  stop(): void {
    this.#abort.abort();
    this.#playout.stop();
    this.#heardTimer?.cancel();
  }

  /** Over. `heardMs` is the sink's position at that moment. */
  settle(status: Reply['status'], heardMs: number, error?: VoiceError): Reply {
    if (this.#reply) return this.#reply;
    this.#heardTimer?.cancel();
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
      error: error ?? this.#error,
    };
    this.entry.settle(this.#reply.spoken);
    this.#resolve(this.#reply);
    return this.#reply;
  }

  async #run(text: AsyncIterable<string>): Promise<void> {
    const { tts, ttsFormat, sink, clock } = this.world;
    const { signal } = this.#abort;
    const converter = createConverter(ttsFormat, sink.format);
    for await (const event of tts.speak(text, { format: ttsFormat, signal })) {
      if (signal.aborted) return;
      if (event.type === 'alignment') {
        const aligned = this.#script.toSource(event);
        if (aligned) this.#alignments.push(aligned);
        this.#words.push({ text: this.#script.spokenAt(event), startMs: event.startMs, endMs: event.endMs });
        if (this.#mayGoOn) this.#tellWords();
        continue;
      }
      if (event.data.byteLength === 0) continue;
      this.#marks.firstAudioAt ??= clock.now();
      if (!(await this.#mayWrite())) return;
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
    for await (const item of untilAborted(source, this.#abort.signal)) {
      if (typeof item !== 'string' && item.type !== 'text') {
        this.listener.llmEvent(item);
        // What the model says before its tools is heard while they work.
        if (item.type === 'finish') yield* this.#script.flush();
        continue;
      }
      const text = typeof item === 'string' ? item : item.text;
      if (text === '') continue;
      this.#marks.firstTokenAt ??= this.world.clock.now();
      yield* this.#script.push(text);
    }
    if (!this.#abort.signal.aborted) yield* this.#script.end();
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
    const { since } = this;
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

/** A door that opens once; `passed` waits for it, or says false when the signal aborts first. */
function gate(): { open(): void; passed(signal: AbortSignal): Promise<boolean> } {
  let open: (value: true) => void = () => undefined;
  const opened = new Promise<true>((resolve) => (open = resolve));
  return {
    open: () => open(true),
    passed(signal) {
      if (signal.aborted) return Promise.resolve(false);
      const aborted = new Promise<false>((resolve) => {
        signal.addEventListener('abort', () => resolve(false), { once: true });
      });
      return Promise.race([opened, aborted]);
    },
  };
}
