import type { ReplyLatency } from './reply.js';

/** What latencies count from, on the clock. */
export interface LatencyOrigin {
  /** The end of the caller's speech. */
  silentAt: number;
  committedAt: number;
}

/** When what happened to a speech, on the clock. */
export class LatencyMarks {
  firstTokenAt: number | undefined;
  firstAudioAt: number | undefined;
  heardAt: number | undefined;

  constructor(public since: LatencyOrigin | undefined) {}

  get latency(): ReplyLatency {
    const { since } = this;
    const after = (at: number | undefined) => (since && at !== undefined ? at - since.silentAt : undefined);
    return {
      committedMs: after(since?.committedAt),
      firstTokenMs: after(this.firstTokenAt),
      firstAudioMs: after(this.firstAudioAt),
      voiceToVoiceMs: after(this.heardAt),
    };
  }
}
