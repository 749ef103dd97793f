import type { TimedWord } from '@rechka/core';
import { ToneSpeechDecoder, type ToneWord } from '../tone-speech/index.js';
import { Clipping } from './clipping.js';
import { draftWords, Hearing, settledWords } from './hearing.js';
import type { RecogniserCursors, RecogniserEvent } from './recogniser-event.js';
import { NoiseBurst } from './noise-burst.js';
import { OrdinarySpeech } from './ordinary-speech.js';
import {
  resolveOptions,
  type EmulatedRecogniserOptions,
  type ResolvedRecogniserOptions,
} from './recogniser-options.js';
import { ScriptedUtterance } from './scripted-utterance.js';
import { SeededRandom } from './seeded-random.js';
import { SpeechActivity } from './speech-activity.js';
import { StreamHead } from './stream-head.js';

const FRAMES_PER_SECOND = 100;
const FRAME_MS = 10;

type Ear = Pick<ToneSpeechDecoder, 'receiving' | 'tonality' | 'push' | 'flush'>;
type Unstamped<T> = T extends unknown ? Omit<T, 'cursors'> : never;

/** Understands nothing, at no cost. */
const deaf: Ear = { receiving: false, tonality: 0, push: () => [], flush: () => [] };

function concatenated(head: Int16Array, tail: Int16Array): Int16Array {
  const all = new Int16Array(head.length + tail.length);
  all.set(head);
  all.set(tail, head.length);
  return all;
}

function textOf(words: readonly TimedWord[]): string {
  return words.map(({ text }) => text).join(' ');
}

/**
 * Streaming recognition of tone speech in the manner of SpeechKit: lower case without punctuation, numerals
 * as words, partials whose last words change, mistakes where the sound is bad. Knows no clock: everything
 * happens in audio time, the same for the same audio however it is cut. Status codes, doubled events and
 * latency are the business of the service around it.
 */
export class EmulatedRecogniser {
  readonly #options: ResolvedRecogniserOptions;
  readonly #decoder: Ear;
  readonly #hearing: Hearing;
  readonly #activity = new SpeechActivity();
  readonly #clipping = new Clipping();
  readonly #noiseBurst = new NoiseBurst();
  readonly #head = new StreamHead();
  readonly #ordinarySpeech: OrdinarySpeech | undefined;
  /** What is being said in ordinary speech, by the script. */
  #scripted: ScriptedUtterance | undefined;
  #events: RecogniserEvent[] = [];

  /** Samples that do not make a frame yet. */
  #rest = new Int16Array(0);
  #frame = 0;
  #speechEndMs = 0;
  #nextPartialMs: number;
  #greeted = false;

  #finals = 0;
  #finalTimeMs = 0;
  #eouTimeMs = 0;
  /** A final was sent, its EOU was not. */
  #unended = false;

  /** @throws VoiceError `ERR_INVALID_OPTION`. */
  constructor(options: EmulatedRecogniserOptions) {
    this.#options = resolveOptions(options);
    const { sampleRateHz, toneSpeech, seed, partialIntervalMs, nextLine } = this.#options;
    this.#ordinarySpeech = nextLine && new OrdinarySpeech(toneSpeech ? sampleRateHz : undefined);
    this.#decoder = toneSpeech ? new ToneSpeechDecoder({ sampleRateHz }) : deaf;
    this.#hearing = new Hearing({ ...this.#options, random: new SeededRandom(seed) });
    this.#nextPartialMs = partialIntervalMs;
  }

  /** Takes the next audio. */
  push(samples: Int16Array): RecogniserEvent[] {
    const all = this.#rest.length === 0 ? samples : concatenated(this.#rest, samples);
    this.#rest = new Int16Array(0);
    let from = 0;
    for (let size = this.#frameSamples(); from + size <= all.length; size = this.#frameSamples()) {
      this.#takeFrame(all.subarray(from, from + size));
      from += size;
    }
    if (from < all.length) this.#rest = all.slice(from);
    return this.#giveEvents();
  }

  /**
   * The client's `eou` message; does nothing unless the classifier is external. In silence there is no final,
   * only the EOU itself and an empty partial.
   */
  eou(): RecogniserEvent[] {
    if (this.#options.endpointing.type === 'external') this.#endUtterance(this.#receivedMs());
    return this.#giveEvents();
  }

  /** The end of the stream, which ends the utterance too. Call it once; push nothing afterwards. */
  end(): RecogniserEvent[] {
    this.#hear([...this.#decoder.push(this.#rest), ...this.#decoder.flush()]);
    const isExternal = this.#options.endpointing.type === 'external';
    if (this.#isUnderWay()) {
      this.#endUtterance(isExternal ? this.#receivedMs() : Math.min(this.#speechEndMs, this.#receivedMs()));
    }
    return this.#giveEvents();
  }

  /** Frames end at whole multiples of 10 ms whatever the rate, so their sizes may differ by one sample. */
  #frameSamples(): number {
    const { sampleRateHz } = this.#options;
    const at = (frame: number) => Math.floor((frame * sampleRateHz) / FRAMES_PER_SECOND);
    return at(this.#frame + 1) - at(this.#frame);
  }

  /** Audio taken in. While a chunk is being processed it counts as arriving frame by frame. */
  #receivedMs(): number {
    return this.#nowMs() + (this.#rest.length * 1000) / this.#options.sampleRateHz;
  }

  /** Audio processed so far. */
  #nowMs(): number {
    return this.#frame * FRAME_MS;
  }

  #takeFrame(frame: Int16Array): void {
    const isSpeech = this.#activity.push(frame);
    this.#clipping.push(frame, isSpeech);
    const heard = this.#decoder.push(frame);
    const startMs = this.#nowMs();
    this.#frame++;
    if (isSpeech) this.#speechEndMs = this.#nowMs();
    this.#hear(heard);
    this.#hearOrdinary(frame, startMs, isSpeech);
    this.#hearOther(startMs, isSpeech);
    if (this.#isOver()) this.#endUtterance(this.#speechEndMs);
    else if (this.#isTooLong()) this.#sendFinal(this.#hearing.words.at(-1)?.endMs ?? startMs);
    else if (this.#nowMs() >= this.#nextPartialMs) this.#sendRegularPartial();
  }

  #hear(heard: readonly ToneWord[]): void {
    for (const word of heard) {
      const before = this.#hearing.words.length;
      this.#head.explain(word.startMs);
      const clippedShare = this.#clipping.share(word.startMs, word.endMs);
      this.#hearing.hear(word, { noiseDbfs: this.#activity.noiseDbfs, clippedShare });
      if (this.#hearing.words.length > before) this.#speechEndMs = Math.max(this.#speechEndMs, word.endMs);
    }
  }

  /** Takes ordinary speech, if there is a script for it, for the next line; but not where tone words were heard. */
  #hearOrdinary(samples: Int16Array, startMs: number, isSpeech: boolean): void {
    const isToneSpeech = this.#decoder.receiving;
    const found = this.#ordinarySpeech?.step({ samples, startMs, isSpeech, isToneSpeech });
    if (found && !this.#isUnderWay()) {
      const line = this.#options.nextLine?.();
      if (line !== undefined) {
        this.#scripted = new ScriptedUtterance(line, { ...found, exact: this.#options.exact });
      }
    }
    // Words come only as long as there is sound for them.
    if (this.#scripted) this.#hearing.hearScripted(this.#scripted.saidBy(this.#speechEndMs));
  }

  /** What sounds and is no word may be taken for one: the end of a word that began before the stream, or noise. */
  #hearOther(startMs: number, isSpeech: boolean): void {
    const { receiving } = this.#decoder;
    const tonality = isSpeech ? this.#decoder.tonality : 0;
    const isVoice = this.#ordinarySpeech?.heardVoice === true;
    const fragment = this.#head.step(startMs, isSpeech, { receiving, tonality });
    if (fragment && !isVoice) this.#hearing.hearFragment(0, fragment.endMs);
    const isExplained = receiving || isVoice || fragment !== undefined;
    const noise = this.#noiseBurst.step({ startMs, isSpeech, isExplained, tonality });
    if (noise) this.#hearing.hearNoise(noise.startMs, noise.endMs);
  }

  #isUnderWay(): boolean {
    return this.#hearing.words.length > 0 || this.#unended || this.#scripted !== undefined;
  }

  #isOver(): boolean {
    if (!this.#isUnderWay()) return false;
    return !this.#decoder.receiving && this.#nowMs() - this.#speechEndMs >= this.#options.pauseMs;
  }

  #isTooLong(): boolean {
    const first = this.#hearing.words[0];
    const { endpointing, maxFinalMs } = this.#options;
    return (
      endpointing.type === 'default' && first !== undefined && this.#nowMs() - first.startMs >= maxFinalMs
    );
  }

  #endUtterance(timeMs: number): void {
    if (this.#scripted) this.#hearing.hearScripted(this.#scripted.rest(this.#speechEndMs));
    this.#scripted = undefined;
    this.#ordinarySpeech?.forget();
    this.#sendFinal(timeMs);
    this.#unended = false;
    this.#eouTimeMs = timeMs;
    this.#send({ type: 'eou', timeMs: Math.round(timeMs) });
    this.#sendPartial([]);
  }

  /** Fixes what was heard so far; sends nothing if that is nothing. */
  #sendFinal(timeMs: number): void {
    const heard = this.#hearing.take();
    const words = settledWords(heard);
    const [first] = words;
    const last = words.at(-1);
    if (!first || !last) return;
    const index = this.#finals++;
    const span = { startMs: first.startMs, endMs: last.endMs };
    this.#finalTimeMs = Math.max(this.#finalTimeMs, timeMs);
    this.#unended = true;
    this.#send({ type: 'final', index, text: textOf(words), words, ...span });
    if (!this.#options.normalization) return;
    const written = heard.map(({ written: text, startMs, endMs }) => ({
      text,
      startMs: Math.round(startMs),
      endMs: Math.round(endMs),
    }));
    this.#send({ type: 'refinement', index, text: textOf(written), words: written, ...span });
  }

  /** While something is being said, what of it; once at the start of the stream, nothing. */
  #sendRegularPartial(): void {
    const words = draftWords(this.#hearing.words, this.#nowMs());
    if (words.length > 0 || !this.#greeted) this.#sendPartial(words);
    this.#nextPartialMs += this.#options.partialIntervalMs;
  }

  #sendPartial(words: readonly TimedWord[]): void {
    this.#greeted = true;
    const startMs = words[0]?.startMs ?? Math.round(this.#finalTimeMs);
    const endMs = words.at(-1)?.endMs ?? startMs;
    this.#send({ type: 'partial', text: textOf(words), words, startMs, endMs });
  }

  #send(event: Unstamped<RecogniserEvent>): void {
    const cursors: RecogniserCursors = {
      receivedMs: Math.round(this.#receivedMs()),
      partialTimeMs: this.#nowMs(),
      finalTimeMs: Math.round(this.#finalTimeMs),
      finalIndex: Math.max(0, this.#finals - 1),
      eouTimeMs: Math.round(this.#eouTimeMs),
    };
    this.#events.push({ ...event, cursors });
  }

  #giveEvents(): RecogniserEvent[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}
