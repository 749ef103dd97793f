import type { AudioFormat } from '../audio/audio-format.js';

/**
 * Changes audio on its way: a denoiser, a gate that silences what is no speech, a level control. One serves any
 * number of calls; each direction of a call opens a stream of its own.
 *
 * The caller's audio passes in 16-bit PCM at the rate it is recognised at: 8 kHz on a telephone line, 16 kHz on anything
 * better. The bot's passes in 16-bit PCM at the rate of the line.
 */
export interface AudioTransform {
  /** Begins. What it throws is an `error` event, and the audio passes as if it were not there. */
  open(format: AudioFormat): AudioTransformStream;
}

/** One direction of one call. */
export interface AudioTransformStream {
  /**
   * Returns as many samples as it is given: every time in a conversation is counted in samples, so one more or less
   * would put words, latencies and what was heard out of place. One that works in frames of its own gives silence
   * first and what it holds back later. Called for each chunk (10–200 ms), on the path of the audio: it must not take
   * long. It may change the array it is given and return it.
   *
   * A fault, or another number of samples, puts it out of action for the rest of the call: the audio passes unchanged,
   * and observers are told once.
   */
  process(samples: Int16Array): Int16Array;
  /** Releases what it holds. Called once, when the audio has ended. */
  close?(): void;
}
