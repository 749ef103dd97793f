import type { PlaybackReport } from './playback-queue.js';

/** Name under which the processor is registered. */
export const processorName = 'rechka-voice';

/** What the page tells the audio thread. */
export type ToWorklet =
  /** Speech to be played: 16-bit samples. */
  | { type: 'speech'; stream: number; sampleRateHz: number; samples: Int16Array }
  | { type: 'speech-end'; stream: number }
  /** Fall silent at once. Answered by a report unless nothing was queued. */
  | { type: 'flush' }
  /** How long a sample is on its way from the worklet to the ear. */
  | { type: 'latency'; latencyMs: number }
  /** The page is done with the processor. */
  | { type: 'close' };

/** What the audio thread tells the page. */
export type FromWorklet =
  /** 20 ms of the microphone: 320 samples at 16 kHz, silence without one; its level is 0–1, root mean square. */
  | { type: 'microphone'; samples: Int16Array; level: number }
  /** How loud the speech was since the last such message: 0–1, root mean square. Sent while it sounds, and once after. */
  | { type: 'speech-level'; level: number }
  | { type: 'played'; report: PlaybackReport };
