import { pcm } from '../audio/audio-format.js';
import type { Timeline } from '../audio/timeline.js';
import type { Endpointer } from '../endpointing/endpointer.js';
import { withEndpointing } from '../endpointing/with-endpointing.js';
import type { Call, CallSignal } from '../ports/call.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import type { ExpectedAnswer } from '../ports/language.js';
import type { Endpointing, SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import type { Clock } from '../time/clock.js';
import { pumpCallerAudio } from './caller-audio.js';
import { RecognitionRelay } from './recognition-relay.js';
import { TransformChain } from './transform-chain.js';
import { untilAborted } from '../streams/until-aborted.js';

/** What hearing tells the pipeline. */
export interface HearingListener {
  heard(event: SttEvent): void;
  signalled(signal: CallSignal): void;
  /** The caller is gone; what they said last may still come. */
  callerGone(): void;
  /** Nothing more will be recognised. */
  ended(): void;
  /** Recognition cannot go on. */
  failed(fault: unknown): void;
  /** The caller has finished, as we judge it; the final of what they said is still to come. */
  ending(): void;
  /** Another recogniser has taken over, at this place of the caller's audio. */
  handedOver(atMs: number): void;
  /** Something beside recognition failed; the conversation goes on. */
  faulted(fault: unknown): void;
  /** How loud the caller's audio is, if it matters to anybody. */
  level?: ((level: { startMs: number; endMs: number; levelDbfs: number }) => void) | undefined;
}

export interface HearingOptions {
  call: Call;
  stt: SpeechToText;
  /** The recogniser's own, unless `endpointer` decides. */
  endpointing?: Endpointing | undefined;
  endpointer?: Endpointer | undefined;
  timeline: Timeline;
  clock: Clock;
  /** How long the recogniser may take for the last words of a caller who hung up. */
  lastWordsMs: number;
  /** What the caller's audio goes through on its way. */
  transforms: readonly AudioTransform[];
}

/** The way of the caller's voice: call → recogniser → events. It decides nothing. */
export class Hearing {
  readonly #abort = new AbortController();
  /** Ends the caller's audio; what has been said is still recognised. */
  readonly #deaf = new AbortController();
  #stt: SpeechToText;
  #stream: RecognitionRelay | undefined;
  #started = false;
  #gone = false;

  constructor(
    private readonly options: HearingOptions,
    private readonly listener: HearingListener,
  ) {
    this.#stt = this.#endpointed(options.stt);
  }

  /** Begins to listen; further calls do nothing. */
  start(): void {
    if (this.#started || this.#abort.signal.aborted) return;
    this.#started = true;
    try {
      this.#listen();
    } catch (fault) {
      this.listener.failed(fault);
    }
  }

  #listen(): void {
    const { call, endpointing, clock, lastWordsMs, transforms } = this.options;
    const { signal } = this.#abort;
    // What changes the audio changes it at the rate it is recognised at; see `AudioTransform`.
    const format =
      transforms.length === 0
        ? call.input.format
        : pcm(call.input.format.sampleRateHz <= 8000 ? 8000 : 16_000);
    const stream = new RecognitionRelay(
      this.#stt,
      { format, endpointing, clock, signal, lastWordsMs },
      this.listener,
    );
    this.#stream = stream;
    const failed = (fault: unknown) => {
      if (!signal.aborted) this.listener.failed(fault);
    };
    this.#recognise(stream).catch(failed);
    this.#pump(stream, format).catch(failed);
    if (call.signals) {
      this.#obey(call.signals).catch((fault: unknown) => {
        if (!signal.aborted) this.listener.faulted(fault);
      });
    }
  }

  /** Goes on with another recogniser; throws what it throws when it is opened. */
  use(stt: SpeechToText): void {
    const endpointed = this.#endpointed(stt);
    if (!this.#gone) this.#stream?.use(endpointed);
    this.#stt = endpointed;
  }

  /** What answer is under way. */
  expect(answer: ExpectedAnswer): void {
    this.#stream?.expect(answer);
  }

  /** Asks the recogniser to end the utterance now. */
  endUtterance(): void {
    // After `finish()` it ends by itself.
    if (!this.#gone) this.#stream?.endUtterance();
  }

  /** Stops at once. */
  stop(): void {
    this.#deaf.abort();
    this.#abort.abort();
  }

  #endpointed(stt: SpeechToText): SpeechToText {
    const { endpointer, clock } = this.options;
    return endpointer
      ? withEndpointing(stt, endpointer, {
          clock,
          ending: () => this.listener.ending(),
          onProblem: (error) => this.listener.faulted(error),
        })
      : stt;
  }

  async #recognise(stream: RecognitionRelay): Promise<void> {
    for await (const event of stream) this.listener.heard(event);
    this.listener.ended();
  }

  async #pump(
    stream: RecognitionRelay,
    format: Parameters<typeof pumpCallerAudio>[0]['format'],
  ): Promise<void> {
    const { call, timeline, clock, transforms } = this.options;
    const chain = new TransformChain(transforms, format.sampleRateHz, (fault) =>
      this.listener.faulted(fault),
    );
    const pumped = pumpCallerAudio({
      input: call.input,
      format,
      write: (data) => stream.write(chain.push(data)),
      timeline,
      clock,
      signal: this.#deaf.signal,
      gap: ({ startMs, endMs }) => this.listener.heard({ type: 'gap', startMs, endMs }),
      level: this.listener.level,
    });
    try {
      await pumped;
    } catch (fault) {
      // A line that has hung up may well break its audio off.
      if (!this.#gone) throw fault;
    } finally {
      chain.close();
    }
    await this.#callerGone(stream);
  }

  async #obey(signals: AsyncIterable<CallSignal>): Promise<void> {
    for await (const signal of untilAborted(signals, this.#abort.signal)) {
      if (signal.type !== 'hang-up') this.listener.signalled(signal);
      else if (this.#stream) await this.#callerGone(this.#stream);
    }
  }

  /** Comes twice where a line says that it hung up and then ends its audio. */
  async #callerGone(stream: RecognitionRelay): Promise<void> {
    if (this.#gone || this.#abort.signal.aborted) return;
    this.#gone = true;
    this.#deaf.abort();
    this.listener.callerGone();
    await stream.finish({ deadlineMs: this.options.lastWordsMs });
  }
}
