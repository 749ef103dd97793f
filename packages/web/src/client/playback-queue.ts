import { heardReportMs } from '../protocol/limits.js';
import { SpeechStretch } from './speech-stretch.js';

/** How far a stream of speech has been played. Counts are samples of the stream from its first {@link PlaybackQueue.append}. */
export interface PlaybackReport {
  stream: number;
  /**
   * Heard for certain: given to the output, less what is still on its way to the ear. At a flush, all that was given
   * to the output: nothing takes it back, it will be heard.
   */
  heardSamples: number;
  /** Why the report is made now. `started`: the first of it was heard; `caught-up`: all that came was. */
  cause: 'started' | 'time' | 'caught-up' | 'flushed';
  /** Times that speech broke off for want of audio, since the queue was made. */
  underruns: number;
}

/** Speech starts when this much waits, in ms: measured to hold against 80 ms of jitter. */
const leastPrebufferMs = 100;
const mostPrebufferMs = 300;
/** Added after an underrun, and taken off again after a stream without one. */
const prebufferStepMs = 50;
/** What is shorter than the prebuffer, and not known to be all, starts after this many times the prebuffer. */
const longestWait = 2;
/** Speech that comes this long after it ran dry is a new sentence, not a gap in one. */
const underrunWithinMs = 1000;

/**
 * What an audio thread plays: a stream of speech with a prebuffer, and an account of how much of it was heard.
 * It keeps what it is given, however long nobody gives more. Pure: {@link PlaybackQueue.render} is the only clock.
 */
export class PlaybackQueue {
  readonly #outputHz: number;
  readonly #report: (report: PlaybackReport) => void;
  #speech: SpeechStretch | undefined;
  #latencyFrames = 0;
  #prebufferMs = leastPrebufferMs;
  #underruns = 0;
  #underranInStream = false;
  #playing = false;
  #flushing = false;
  /** Frames without speech: since it began to wait, or since it ran dry. */
  #silentFrames = 0;
  #heardSamples = 0;
  #caughtUp = false;
  #framesSinceReport = 0;

  /** `report` is called from within the other methods. */
  constructor(outputHz: number, report: (report: PlaybackReport) => void) {
    this.#outputHz = outputHz;
    this.#report = report;
  }

  /** How long a sample is on its way from here to the ear, in ms. */
  set latencyMs(latencyMs: number) {
    this.#latencyFrames = Math.round((latencyMs * this.#outputHz) / 1000);
  }

  /** Queues sound. Of another `stream` than before, it takes the place of what was queued. */
  append(stream: number, sampleRateHz: number, samples: Int16Array): void {
    if (samples.length === 0) return;
    if (this.#speech?.stream !== stream) {
      this.#drop();
      this.#begin(stream, sampleRateHz);
    }
    const speech = this.#speech;
    if (speech === undefined) return;
    if (speech.dry) this.#noteGap(speech);
    speech.append(samples);
    this.#caughtUp = false;
  }

  /** This is all for now: what came is played, even if shorter than the prebuffer. */
  end(stream: number): void {
    if (this.#speech?.stream === stream) this.#speech.end();
  }

  /** Fades out within a quantum, forgets the stream and reports how much of it was heard. */
  flush(): void {
    if (this.#playing) this.#flushing = true;
    else this.#drop();
  }

  /** Fills one quantum. Returns how many of its frames, from the first, are speech. */
  render(output: Float32Array): number {
    output.fill(0);
    const speech = this.#speech;
    if (speech === undefined) return 0;
    if (!this.#playing) this.#maybeStart(speech);
    const sounding = this.#playing ? speech.render(output) : 0;
    if (this.#flushing) {
      for (let i = 0; i < sounding; i++) output[i] = (output[i] ?? 0) * (1 - (i + 1) / sounding);
      this.#drop();
      return sounding;
    }
    // After it ran dry, what comes later waits for a prebuffer again.
    if (sounding < output.length) this.#playing = false;
    this.#silentFrames = (sounding > 0 ? 0 : this.#silentFrames) + output.length - sounding;
    this.#account(speech, output.length);
    return sounding;
  }

  #begin(stream: number, sampleRateHz: number): void {
    if (!this.#underranInStream) {
      this.#prebufferMs = Math.max(leastPrebufferMs, this.#prebufferMs - prebufferStepMs);
    }
    this.#speech = new SpeechStretch(stream, sampleRateHz, this.#outputHz);
    this.#underranInStream = false;
    this.#silentFrames = 0;
    this.#heardSamples = 0;
    this.#framesSinceReport = 0;
  }

  #maybeStart(speech: SpeechStretch): void {
    if (speech.dry) return;
    const waitedMs = (this.#silentFrames / this.#outputHz) * 1000;
    this.#playing =
      speech.complete || speech.queuedMs >= this.#prebufferMs || waitedMs >= longestWait * this.#prebufferMs;
  }

  /** More comes of speech that had run dry, or the first of it. */
  #noteGap(speech: SpeechStretch): void {
    const silentMs = (this.#silentFrames / this.#outputHz) * 1000;
    if (speech.received > 0 && !speech.complete && silentMs <= underrunWithinMs) {
      this.#underruns++;
      this.#underranInStream = true;
      this.#prebufferMs = Math.min(mostPrebufferMs, this.#prebufferMs + prebufferStepMs);
    }
    this.#heardSamples = this.#heardNow(speech);
    // The wait for the prebuffer counts from the audio that came.
    this.#silentFrames = 0;
  }

  /** Never less than before: sound from before a gap is further on its way than the latency says. */
  #heardNow(speech: SpeechStretch): number {
    const unheard = this.#latencyFrames - (this.#playing ? 0 : this.#silentFrames);
    return Math.max(this.#heardSamples, speech.heard(Math.max(0, unheard)));
  }

  #account(speech: SpeechStretch, frames: number): void {
    const before = this.#heardSamples;
    this.#heardSamples = this.#heardNow(speech);
    this.#framesSinceReport += frames;
    if (before === 0 && this.#heardSamples > 0) this.#say('started', speech);
    const caughtUp = this.#heardSamples === speech.received;
    if (caughtUp && !this.#caughtUp) {
      this.#caughtUp = true;
      this.#say('caught-up', speech);
    } else if (!caughtUp && this.#framesSinceReport >= (heardReportMs / 1000) * this.#outputHz) {
      this.#say('time', speech);
    }
  }

  #drop(): void {
    const speech = this.#speech;
    this.#speech = undefined;
    this.#playing = false;
    this.#flushing = false;
    if (speech === undefined) return;
    this.#heardSamples = speech.rendered;
    this.#say('flushed', speech);
  }

  #say(cause: PlaybackReport['cause'], speech: SpeechStretch): void {
    this.#framesSinceReport = 0;
    const { stream } = speech;
    this.#report({ stream, heardSamples: this.#heardSamples, cause, underruns: this.#underruns });
  }
}
