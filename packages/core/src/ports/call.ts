import type { AudioFormat } from '../audio/audio-format.js';

/** A piece of the caller's audio, in the format of its {@link AudioSource}. */
export interface AudioChunk {
  data: Uint8Array;
  /**
   * Audio known to be lost just before this chunk, in ms: core fills it with silence, so that times
   * stay true, and tells observers of a `gap`. Default 0; less counts as 0, and more than 5 minutes at once as 5 minutes.
   */
  lostMs?: number;
}

/**
 * The caller's voice: whole samples, as they come, in chunks that are not changed afterwards. Ends when the caller is
 * gone. Iterated once, and `return()`ed when the conversation is over, be a chunk awaited or not. Every implementation
 * passes `audioSourceConformance` of `@rechka/core/testing`.
 */
export interface AudioSource extends AsyncIterable<AudioChunk> {
  readonly format: AudioFormat;
}

/**
 * Where the bot's voice goes. Every implementation passes `audioSinkConformance` of `@rechka/core/testing`.
 */
export interface AudioSink {
  readonly format: AudioFormat;
  /** How much unheard audio the sink holds before `write` waits, in ms (300–2 000). */
  readonly aheadMs: number;
  /** Queues audio to be heard; resolves when no more than {@link AudioSink.aheadMs} of it is unheard. */
  write(data: Uint8Array): Promise<void>;
  /** Falls silent, forgets what is queued, resolves pending writes, and tells how much had been heard. */
  clear(): Promise<{ heardMs: number }>;
  /** Resolves when everything written has been heard. */
  drain(options?: { signal?: AbortSignal }): Promise<void>;
  /** Audio heard since the sink was made, in ms: monotonic, without silence and underruns. */
  readonly heardMs: number;
  /**
   * Whether the line is lost for the moment and may come back, with what is unheard: while it is, a sink that plays
   * nothing is not given up. Default: never.
   */
  readonly interrupted?: boolean;
}

/**
 * What a call tells besides sound. A key (`dtmf`) and an `interrupt` stop the bot's voice, even in what must not
 * be interrupted by voice; `hang-up` ends the conversation as the end of the caller's audio does.
 */
export type CallSignal =
  | { type: 'dtmf'; digit: string }
  | { type: 'hang-up' }
  | { type: 'interrupt' }
  | { type: 'echo-canceller'; active: boolean };

/** One conversation's transport: a phone line, a browser, a microphone, a file. */
export interface Call {
  /** Shows in every event; made up if absent. */
  readonly id?: string;
  /** The caller's voice. */
  readonly input: AudioSource;
  /** The bot's voice. */
  readonly output: AudioSink;
  /** Keys, hang-up and the like. Iterated once, and `return()`ed when the conversation is over. */
  readonly signals?: AsyncIterable<CallSignal>;
  /**
   * Ends the call and releases what it holds; called once, at the end of the conversation. After a `transfer` that
   * resolved it only releases our side of the line: the caller goes on talking to whom they were handed over to.
   */
  hangUp?(): Promise<void>;
  /**
   * Hands the caller over to `target`: a number or address that the transport understands. Resolves when they have been
   * taken over. Rejects when they have not (busy, no answer, refused) and are still here; how long that is waited for
   * is up to the transport. The caller's audio may end, and `hang-up` come, before it resolves. Called for one target
   * at a time.
   */
  transfer?(target: string): Promise<void>;
  /** Sends keys, `0`–`9`, `*`, `#` and `A`–`D`, to the other end of the line; resolves when they have been sent. */
  sendDtmf?(digits: string): Promise<void>;
}
