import type { SttEvent } from '@rechka/core';
import type { StreamingResponse } from '@rechka/proto/stt';
import type { LatestHypothesis } from './latest.js';
import { wholeTimeline, type Window } from './seam.js';

/** Why an utterance ended, when it was not the provider's classifier that decided. */
export type EndCause = (SttEvent & { type: 'utterance-end' })['cause'];

/** An utterance that has begun and not ended; changed in place. */
export class OpenUtterance {
  /** What has been heard and no final covers yet. */
  outstanding: LatestHypothesis | undefined;
  /** An end that was announced before the final of what is outstanding. */
  ending: { readonly atMs: number; readonly cause: EndCause } | undefined;
  /** All that is known of it came from earlier sessions: the one being read may have heard nothing of it. */
  inherited = false;

  constructor(readonly startMs: number) {}
}

export interface FinalRecord {
  /** Our own index; none if nothing of it was told. */
  readonly index: number | undefined;
  /** What makes a repetition of the same message recognisable. */
  readonly fingerprint: string;
  /** Some of its words belong to another session. */
  readonly cut: boolean;
  readonly refined: boolean;
}

const noLabels: readonly string[] = [];

/** What the normaliser knows of the session that is being read; changed in place. */
export class SessionState {
  readonly requestId: string | undefined;
  /** What of the timeline it speaks for. */
  window: Window;
  /** It was half-closed for another to take over: the end that this brings about is none of the caller's. */
  closing = false;
  /** By the provider's own final index. */
  readonly finals = new Map<number, FinalRecord>();
  /** The provider's time of the last end of utterance: repetitions do not lie after it. */
  lastEouMs = -1;
  /** The last labels told, as text. */
  labels = noLabels;

  /** One that has said nothing yet, and speaks for the timeline from `fromMs` on. */
  constructor({ requestId, fromMs = 0 }: { requestId?: string; fromMs?: number } = {}) {
    this.requestId = requestId;
    // The first session of a call, which most are, needs no window of its own.
    this.window = fromMs > 0 ? { ...wholeTimeline, fromMs } : wholeTimeline;
  }
}

/** What has been recognised so far, for all to read. */
export type NormaliserState = Readonly<LiveState>;

export type NormaliserInput =
  | {
      type: 'response';
      response: StreamingResponse;
      /** The provider's times on the caller's timeline. */
      timeline: { toCallerMs(providerMs: number, edge: 'start' | 'end'): number };
    }
  /** A new session, whose indices and times count from zero: it speaks for the timeline from `fromMs` on. */
  | { type: 'session-started'; requestId?: string; fromMs?: number }
  /** Another session will speak for what comes after `untilMs`. */
  | { type: 'session-closing'; untilMs: number }
  /** What is outstanding up to here will not be heard again: it becomes a final. */
  | { type: 'promote'; untilMs: number }
  /** Nothing more will come: an open utterance ends with what is known of it. */
  | { type: 'session-ended'; cause?: EndCause }
  /** The open utterance ends here, whatever the provider thinks. */
  | { type: 'utterance-cut'; atMs: number; cause: EndCause }
  /** The end of the open utterance was asked for, and why. */
  | { type: 'end-requested'; cause: EndCause }
  /** The session has listened up to here, with time to tell; what it did not tell of was silence. */
  | { type: 'listened'; throughMs: number; pauseMs: number };

/** The state as it is written: by the normaliser alone, in place, for it changes with every answer. */
export class LiveState {
  /** Number of the open utterance, or of the next one. */
  utterance = 0;
  nextIndex = 0;
  /** Cause of the ends that follow. */
  readonly cause: EndCause;
  /** Cause of the next end only. */
  causeOnce: EndCause | undefined;
  open: OpenUtterance | undefined;
  /** End of the last final; nothing said later lies before it. Caller ms, as all below. */
  floorMs = 0;
  /** The last word told, where its times are known. */
  lastWord: { readonly startMs: number; readonly endMs: number } | undefined;
  endedMs = -1;
  /** Audio that the provider has listened to, in this session or an earlier one. */
  processedMs = 0;
  /** Audio that the provider has acknowledged. */
  receivedMs = 0;
  session = new SessionState();

  /** `cause`: who ends utterances, `requested` with external endpointing. */
  constructor(cause: EndCause) {
    this.cause = cause;
  }
}
