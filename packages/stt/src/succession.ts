import type { Clock, VoiceError } from '@rechka/core';
import type { StreamingResponse } from '@rechka/proto/stt';
import type { AudioKeeper } from './audio-keeper.js';
import { resumeMs } from './coverage.js';
import { DrainDeadline } from './drain-deadline.js';
import { tellUpToSeam } from './handover.js';
import { phaseWhile, type Closing, type HearingPhase } from './hearing-phase.js';
import { stalled, troubleOf } from './leg-trouble.js';
import { hasSound } from './loudness.js';
import { MissedAudio } from './missed-audio.js';
import type { EndCause } from './normaliser-state.js';
import type { Pace } from './pace.js';
import type { RecognitionSession } from './recognition-session.js';
import { endedByServer, type Recovery } from './recovery.js';
import { behindMs, SessionFeed } from './session-feed.js';
import { SessionLeg } from './session-leg.js';
import { SessionOpener } from './session-opener.js';
import type { Teller } from './teller.js';

/** How much of the caller's audio two sessions hear when one takes over from the other: several words. */
export const overlapMs = 2500;
/** A successor that failed is not tried again at once. */
const retryMs = 1000;
/** Within this a session tells what it has heard of audio that it was sent. Assumed. */
const answerMs = 2000;

export interface SuccessionParts {
  /** Opens a session, once the quota permits. Rejects only when `signal` aborts or the client is closed. */
  open: (signal: AbortSignal) => Promise<RecognitionSession>;
  keeper: AudioKeeper;
  teller: Teller;
  pace: Pace;
  recovery: Recovery;
  /** Where utterances are to be ended, in samples. */
  ends: readonly number[];
  chunkMs: number;
  /** The pause that ends an utterance; infinite with external endpointing. */
  pauseMs: number;
  /** How long the network may take nothing. */
  stallMs: number;
  clock: Clock;
  /** It is over: nothing more will be recognised. */
  over: (error?: unknown) => void;
}

/**
 * Who is listening: one session, or two where the second takes over. Each speaks for its own part of the caller's
 * timeline, so every word is told by exactly one.
 *
 * ```
 * absent ──connect──▶ connecting ──▶ listening ──rotate──▶ overlapping ──2.5 s──▶ draining ──▶ listening
 *   ▲                     ▲              │ fails at any of these: recover                        │
 *   └──settle── retired ◀─┴──────────────┴──────────────── fails ◀───────────────────────────────┘
 * ```
 */
export class Succession {
  readonly #parts: SuccessionParts;
  readonly #opener: SessionOpener;
  readonly #missed: MissedAudio;
  readonly #drain: DrainDeadline;
  #current: SessionLeg | undefined;
  /** Hears what the current one hears, and will take over. */
  #next: SessionLeg | undefined;
  #closing: Closing | undefined;
  /** The utterance that is to end where the next one takes over. */
  #cutUtterance: number | undefined;
  #rotateAfterMs: number | undefined;
  #recovering = false;
  #finishing = false;

  constructor(parts: SuccessionParts) {
    this.#parts = parts;
    this.#opener = new SessionOpener(parts, this);
    this.#missed = new MissedAudio(parts.keeper, parts.teller);
    this.#drain = new DrainDeadline(parts.clock);
  }

  /** The session that is listened to, unless it has been half-closed. */
  get listening(): SessionLeg | undefined {
    return this.#closing === undefined ? this.#current : undefined;
  }

  get phase(): HearingPhase {
    if (this.#current === undefined) return this.#opener.opening === undefined ? 'absent' : 'connecting';
    if (this.#closing !== undefined) return phaseWhile[this.#closing];
    if (this.#next !== undefined) return 'overlapping';
    return this.#current.feed.lagMs > behindMs ? 'catching-up' : 'listening';
  }

  get retired(): boolean {
    return this.#closing === 'retired';
  }

  /** Whether another session can be brought in now. */
  get mayRotate(): boolean {
    const idle = this.#next === undefined && this.#opener.opening === undefined && !this.#finishing;
    const due = this.#rotateAfterMs === undefined || this.#parts.clock.now() >= this.#rotateAfterMs;
    return idle && due && this.listening !== undefined;
  }

  /** There is audio: somebody has to listen. */
  listen(): void {
    if (this.#closing === 'retired') this.#goOn();
    if (this.#current === undefined) this.#connect(0);
  }

  /** Brings another session in, which takes over after both have heard {@link overlapMs}. */
  rotate({ cutUtterance }: { cutUtterance?: number } = {}): void {
    this.#cutUtterance = cutUtterance;
    this.#opener.open('next', 0, (session) => {
      const { listening } = this;
      if (listening === undefined) session.cancel();
      else {
        this.#next = this.#leg(session, listening.feed.cursor);
        this.#next.hold();
      }
    });
  }

  /** The source fell silent in mid-word: the session is half-closed, and what it has heard is not told yet. */
  retire(): void {
    if (this.listening === undefined) return;
    this.#dropNext();
    this.listening.feed.advance(true);
    this.#halfClose('retired');
  }

  /** What a retired session has heard is all there is: the utterance ends with it. */
  settle(cause: EndCause): void {
    if (this.#closing !== 'retired') return;
    this.#closing = 'settling';
    this.#parts.teller.step({ type: 'end-requested', cause });
    if (this.#current?.endedWell === true) this.#settle();
  }

  /** Sends silence that takes no time on the caller's timeline. */
  sendSilence(durationMs: number): void {
    this.#current?.feed.sendSilence(durationMs);
    this.#next?.feed.sendSilence(durationMs);
    // Nothing comes that both could hear, and between two utterances nothing need be.
    if (this.#next?.session.connected === true && this.#parts.teller.state.open === undefined) {
      this.#halfClose('for-next');
    }
  }

  /** No more audio will come. */
  finish(): void {
    this.#finishing = true;
    if (this.#closing === undefined) this.#dropNext();
    this.settle('requested');
    if (this.#current === undefined && this.#opener.opening === undefined) this.#parts.over();
  }

  /** Sends what may be sent now: all there is to do for most pieces of audio. Returns whether more waits to be sent. */
  send(): boolean {
    const all = this.#finishing && this.#closing === undefined;
    const waits = this.#closing === undefined && this.#current?.feed.advance(all) === true;
    return this.#next?.feed.advance(all) === true || waits;
  }

  /** Sends what may be sent now, and sees to what time has brought. Returns whether more waits to be sent. */
  tick(): boolean {
    const { keeper, teller, pauseMs, stallMs } = this.#parts;
    const { listening } = this;
    const waits = this.send();
    if (this.#finishing && listening !== undefined && listening.feed.cursor === keeper.written) {
      teller.step({ type: 'end-requested', cause: 'requested' });
      this.#halfClose('finishing');
    }
    for (const leg of [this.#current, this.#next]) {
      const late = leg === this.#current && this.#drain.passed;
      if (late && this.#closing === 'finishing') this.#drain.extendLast();
      const trouble = leg && (late ? stalled('did not end its stream', leg) : troubleOf(leg, stallMs));
      if (leg && trouble) this.#giveUp(leg, trouble);
    }
    if (this.listening !== undefined && teller.state.open?.inherited === true) {
      // Not what was sent: a service that has gone mute may never have heard it.
      teller.step({ type: 'listened', throughMs: this.listening.receivedMs - answerMs, pauseMs });
    }
    this.#considerClosing();
    const cursors = [this.#current, this.#next].map((leg) => leg?.feed.cursor ?? Infinity);
    keeper.release(Math.min(keeper.samples(resumeMs(teller.state)), ...cursors));
    return waits;
  }

  /** Nothing more is waited for: what is known is all, and sound that nobody has said anything about is a gap. */
  abandon(cause: EndCause): void {
    const { keeper, teller } = this.#parts;
    if (this.#current !== undefined && this.#closing === 'for-next') this.#handOver(this.#current);
    else this.#current?.release();
    teller.step({ type: 'session-ended', cause });
    const from = keeper.samples(this.#missed.listenedMs);
    if (from < keeper.oldest || hasSound(keeper, from)) this.#missed.add(from, keeper.written);
    this.#missed.tell();
  }

  /** Stops at once. */
  stop(): void {
    this.#opener.close();
    this.#current?.drop();
    this.#dropNext();
    this.#current = undefined;
  }

  responded(leg: SessionLeg, response: StreamingResponse): void {
    const { teller, recovery, pace } = this.#parts;
    if (this.#closing === 'finishing') this.#drain.setLast();
    // Of a service that only says that it is alive it is not known that it listens.
    if (response.statusCode === undefined) this.#missed.tell();
    if (this.#recovering) {
      this.#recovering = false;
      teller.tell({ type: 'recovered', lagMs: Math.round(leg.feed.lagMs) });
    }
    if (response.statusCode?.codeType === 'WARNING' && leg.feed.hasty) pace.slowDown();
    const told = teller.step({ type: 'response', response, timeline: leg.session.timeline });
    const recognised = told.some(({ type }) => type === 'transcript-final');
    recovery.worked(leg, recognised);
  }

  ended(leg: SessionLeg, error: VoiceError | undefined): void {
    try {
      if (leg === this.#next) {
        this.#next = undefined;
        this.#rotateAfterMs = this.#parts.clock.now() + retryMs;
      } else if (leg === this.#current) this.#currentEnded(leg, error);
    } catch (failure) {
      this.#fail(failure);
    }
  }

  broken(error: unknown): void {
    this.#fail(error);
  }

  openingFailed(error: unknown): void {
    this.#fail(error);
  }

  missed(session: RecognitionSession, from: number, until: number): void {
    // What the next one misses the current one hears.
    if (session !== this.#next?.session) this.#missed.add(from, until);
  }

  #currentEnded(leg: SessionLeg, error: VoiceError | undefined): void {
    const closing = this.#closing;
    this.#drain.clear();
    if (closing === 'retired' && error === undefined) return;
    if (closing === 'settling' && error === undefined) {
      this.#settle();
      return;
    }
    this.#closing = undefined;
    if (closing === 'finishing' && error === undefined) {
      this.#missed.tell();
      this.#parts.teller.step({ type: 'session-ended', cause: 'requested' });
      this.#current = undefined;
      this.#parts.over();
    } else if (closing === 'for-next' && error === undefined) this.#handOver(leg);
    else this.#recover(leg, error ?? endedByServer(leg.session.requestId));
  }

  /** The next session speaks from a seam on; if it has died meanwhile, another does. */
  #handOver(leg: SessionLeg): void {
    const { keeper, teller } = this.#parts;
    const next = this.#next;
    const untilMs = keeper.ms(leg.feed.cursor);
    const fromMs = next === undefined ? untilMs - overlapMs : keeper.ms(next.feed.from);
    const seamMs = tellUpToSeam(leg, fromMs, untilMs, teller);
    if (this.#cutUtterance === teller.state.utterance) {
      teller.step({ type: 'utterance-cut', atMs: seamMs, cause: 'timeout' });
    }
    this.#next = undefined;
    this.#current = next;
    if (next === undefined) this.#connect(0);
    else {
      teller.step({ type: 'session-started', requestId: next.session.requestId, fromMs: seamMs });
      next.release();
    }
  }

  #recover(leg: SessionLeg, error: VoiceError): void {
    const { teller, recovery } = this.#parts;
    this.#dropNext();
    this.#current = undefined;
    if (!this.#recovering) {
      this.#recovering = true;
      teller.tell({ type: 'recovering', error });
    }
    let delayMs: number;
    try {
      delayMs = recovery.delayMs(error, leg);
    } catch (failure) {
      // Nobody will hear it again: what it has said is told.
      leg.release();
      throw failure;
    }
    this.#connect(delayMs);
  }

  /** Audio has come again: what was broken off is heard anew, from before the break and in one piece. */
  #goOn(): void {
    const leg = this.#current;
    const { keeper, teller } = this.#parts;
    this.#closing = undefined;
    this.#current = undefined;
    this.#drain.clear();
    if (leg?.endedWell !== true) leg?.drop();
    else {
      const untilMs = keeper.ms(leg.feed.cursor);
      tellUpToSeam(leg, untilMs - overlapMs, untilMs, teller);
    }
  }

  #settle(): void {
    const { teller, over } = this.#parts;
    this.#current?.release();
    this.#missed.tell();
    teller.step({ type: 'session-ended' });
    this.#current = undefined;
    this.#closing = undefined;
    if (this.#finishing) over();
  }

  #connect(delayMs: number): void {
    this.#opener.open('current', delayMs, (session) => {
      this.#current = this.#begin(session);
      this.tick();
    });
  }

  /** A session that goes on where finals end. */
  #begin(session: RecognitionSession): SessionLeg {
    const { keeper, teller } = this.#parts;
    const resumeAt = keeper.samples(resumeMs(teller.state));
    if (keeper.oldest > resumeAt) this.#missed.add(0, keeper.oldest);
    const { requestId } = session;
    teller.step({ type: 'session-started', requestId, fromMs: teller.state.floorMs });
    return this.#leg(session, Math.max(resumeAt, keeper.oldest));
  }

  #leg(session: RecognitionSession, from: number): SessionLeg {
    const { keeper, ends, pace, chunkMs, pauseMs, clock } = this.#parts;
    const feed = new SessionFeed({ session, keeper, from, ends, pace, chunkMs, pauseMs, clock }, this);
    return new SessionLeg(feed, this);
  }

  /** When both have heard enough, the current one gets no more. */
  #considerClosing(): void {
    const next = this.#next;
    const { listening } = this;
    const { keeper } = this.#parts;
    if (next === undefined || listening === undefined || !next.session.connected) return;
    const enough = next.feed.from + keeper.samples(overlapMs);
    if (listening.feed.cursor >= enough && next.feed.cursor >= enough) this.#halfClose('for-next');
  }

  #halfClose(why: Closing): void {
    this.#closing = why;
    if (why === 'finishing') this.#drain.setLast();
    else {
      this.#drain.set();
      this.#current?.hold();
    }
    this.#current?.session.halfClose();
  }

  #giveUp(leg: SessionLeg, trouble: VoiceError): void {
    leg.drop({ distrust: true });
    this.ended(leg, trouble);
  }

  #dropNext(): void {
    this.#next?.drop();
    this.#next = undefined;
    this.#cutUtterance = undefined;
    this.#opener.forget('next');
  }

  #fail(error: unknown): void {
    if (this.#opener.closed) return;
    this.abandon('timeout');
    this.#parts.over(error);
  }
}
