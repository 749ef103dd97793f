import type { SttEvent, TimedWord } from '@rechka/core';
import type { Alternative, AudioCursors, StreamingResponse } from '@rechka/proto/stt';
import { stablePrefix } from './stable-prefix.js';

/** Why an utterance ended, when it was not the provider's classifier that decided. */
export type EndCause = (SttEvent & { type: 'utterance-end' })['cause'];

/** The latest hypothesis that no final covers yet. */
interface Outstanding {
  readonly text: string;
  readonly startMs: number;
  /** End of the last word. */
  readonly endMs: number;
  /** End of the audio that was listened to. */
  readonly throughMs: number;
}

interface OpenUtterance {
  readonly startMs: number;
  readonly outstanding?: Outstanding;
  /** An end that was announced before the final of what is outstanding. */
  readonly ending?: { readonly atMs: number; readonly cause: EndCause };
}

interface FinalRecord {
  readonly index: number;
  /** What makes a repetition of the same message recognisable. */
  readonly fingerprint: string;
  readonly refined: boolean;
}

/** What the normaliser knows of the session that is being read. */
interface SessionState {
  readonly requestId?: string;
  /** By the provider's own final index. */
  readonly finals: ReadonlyMap<number, FinalRecord>;
  /** The provider's time of the last end of utterance: repetitions do not lie after it. */
  readonly lastEouMs: number;
  /** Partials up to here were made finals by us, so a final that ends before is the same speech again. */
  readonly promotedMs: number;
}

/** State of {@link normalise}: plain data, replaced at each step. */
export interface NormaliserState {
  /** Number of the open utterance, or of the next one. */
  readonly utterance: number;
  readonly nextIndex: number;
  /** Cause of the ends that follow. */
  readonly cause: EndCause;
  /** Cause of the next end only. */
  readonly causeOnce: EndCause | undefined;
  readonly open: OpenUtterance | undefined;
  /** End of the last final; nothing said later lies before it. Caller ms, as all below. */
  readonly floorMs: number;
  readonly endedMs: number;
  /** Audio that the provider has listened to. */
  readonly processedMs: number;
  readonly session: SessionState;
}

export type NormaliserInput =
  | {
      type: 'response';
      response: StreamingResponse;
      /** The provider's times on the caller's timeline. */
      timeline: { toCallerMs(providerMs: number, edge: 'start' | 'end'): number };
    }
  /** A new gRPC session: its indices and times count from zero again. */
  | { type: 'session-started'; requestId?: string }
  /** Nothing more will come of the session: an open utterance ends with what is known of it. */
  | { type: 'session-ended'; cause?: EndCause }
  /** The end of the open utterance was asked for, and why. */
  | { type: 'end-requested'; cause: EndCause };

const noSession: SessionState = { finals: new Map(), lastEouMs: -1, promotedMs: -1 };

/** `cause`: who ends utterances, `requested` with external endpointing. */
export function initialState(cause: EndCause): NormaliserState {
  return {
    utterance: 0,
    nextIndex: 0,
    cause,
    causeOnce: undefined,
    open: undefined,
    floorMs: 0,
    endedMs: -1,
    processedMs: 0,
    session: noSession,
  };
}

/** One step: the next state and what to tell. Times never go back, no text is told twice, none is lost. */
export function normalise(
  state: NormaliserState,
  input: NormaliserInput,
): { state: NormaliserState; events: SttEvent[] } {
  const step = new Step(state);
  switch (input.type) {
    case 'session-started':
      step.state = {
        ...state,
        session: { ...noSession, ...(input.requestId === undefined ? {} : { requestId: input.requestId }) },
      };
      break;
    case 'session-ended':
      if (state.open !== undefined) step.endWithWhatIsKnown(input.cause ?? 'timeout');
      break;
    case 'end-requested':
      step.state = { ...state, causeOnce: input.cause };
      break;
    case 'response':
      step.respond(input.response, (ms, edge) => input.timeline.toCallerMs(ms, edge));
  }
  return { state: step.state, events: step.events };
}

type ToCaller = (providerMs: number, edge: 'start' | 'end') => number;

/** Collects the events of one step while the state is replaced piece by piece. */
class Step {
  readonly events: SttEvent[] = [];
  state: NormaliserState;

  constructor(state: NormaliserState) {
    this.state = state;
  }

  respond(response: StreamingResponse, toCaller: ToCaller): void {
    const cursors = response.audioCursors;
    if (cursors !== undefined) {
      const processedMs = toCaller(Math.max(cursors.partialTimeMs, cursors.finalTimeMs), 'end');
      this.state = { ...this.state, processedMs: Math.max(this.state.processedMs, processedMs) };
    }
    if (response.partial !== undefined) {
      this.#partial(response.partial.alternatives[0], cursors, toCaller);
    } else if (response.final !== undefined) {
      this.#final(response.final.alternatives[0], cursors, toCaller);
    } else if (response.eouUpdate !== undefined) {
      this.#endOfUtterance(response.eouUpdate.timeMs || (cursors?.eouTimeMs ?? 0), toCaller);
    } else if (response.finalRefinement !== undefined) {
      const { finalIndex, normalizedText } = response.finalRefinement;
      this.#refinement(finalIndex, normalizedText?.alternatives[0]?.text.trim() ?? '');
    }
  }

  /** Ends the open utterance; a hypothesis without a final becomes one, so that nothing said is lost. */
  endWithWhatIsKnown(cause: EndCause): void {
    const { open } = this.state;
    if (open === undefined) return;
    this.#promote();
    this.#end(open.ending?.atMs ?? this.state.floorMs, open.ending?.cause ?? this.state.causeOnce ?? cause);
  }

  #partial(
    alternative: Alternative | undefined,
    cursors: AudioCursors | undefined,
    toCaller: ToCaller,
  ): void {
    const text = alternative?.text.trim() ?? '';
    if (alternative === undefined || text === '') return;
    const lastMs =
      alternative.endTimeMs || (alternative.words.at(-1)?.endTimeMs ?? 0) || (cursors?.partialTimeMs ?? 0);
    const firstMs =
      alternative.startTimeMs || (alternative.words[0]?.startTimeMs ?? 0) || (cursors?.finalTimeMs ?? 0);
    const endMs = toCaller(lastMs, 'end');
    // A hypothesis about audio whose utterance has ended: it was on its way when the end was decided.
    if (this.state.open === undefined && endMs <= this.state.endedMs) return;
    const { ending, outstanding: before } = this.state.open ?? {};
    const firstCallerMs = Math.min(toCaller(firstMs, 'start'), endMs);
    if (ending !== undefined && firstCallerMs >= Math.max(ending.atMs, before?.endMs ?? 0)) {
      this.endWithWhatIsKnown(ending.cause);
    }
    const startMs = Math.max(firstCallerMs, this.state.floorMs);
    const open = this.#open(startMs);
    const previous = open.outstanding;
    const throughMs = Math.max(this.state.processedMs, endMs, startMs);
    if (previous?.text === text && previous.throughMs === throughMs) return;
    const outstanding = {
      text,
      startMs: previous?.startMs ?? startMs,
      endMs: Math.max(endMs, startMs),
      throughMs,
    };
    this.state = { ...this.state, processedMs: throughMs, open: { ...open, outstanding } };
    this.events.push({
      type: 'transcript-partial',
      utterance: this.state.utterance,
      text,
      stableChars: stablePrefix(previous?.text, text),
      throughMs,
    });
  }

  #final(alternative: Alternative | undefined, cursors: AudioCursors | undefined, toCaller: ToCaller): void {
    const { session } = this.state;
    const text = alternative?.text.trim() ?? '';
    if (alternative === undefined || text === '') {
      // The provider took its hypothesis back: there was nothing.
      this.#settleOutstanding();
      return;
    }
    const { words } = alternative;
    const providerIndex = cursors?.finalIndex ?? session.finals.size;
    const fingerprint = `${alternative.startTimeMs} ${alternative.endTimeMs} ${text}`;
    if (session.finals.get(providerIndex)?.fingerprint === fingerprint) return;
    const firstMs = alternative.startTimeMs || (words[0]?.startTimeMs ?? 0);
    const lastMs = alternative.endTimeMs || (words.at(-1)?.endTimeMs ?? 0) || (cursors?.finalTimeMs ?? 0);
    const toldEndMs = toCaller(lastMs, 'end');
    if (toldEndMs <= session.promotedMs) return;

    const index = this.state.nextIndex;
    const finals = new Map(session.finals).set(providerIndex, { index, fingerprint, refined: false });
    this.state = { ...this.state, session: { ...session, finals } };
    const late = this.state.open === undefined && toldEndMs <= this.state.endedMs;
    const startMs = Math.max(toCaller(firstMs, 'start'), this.state.floorMs);
    const endMs = Math.max(toldEndMs, startMs);
    this.#open(startMs);
    this.#tellFinal(text, startMs, endMs, timedWords(words, toCaller, startMs, endMs));
    const { outstanding } = this.state.open ?? {};
    if (outstanding === undefined || endMs > outstanding.startMs) this.#settleOutstanding();
    if (late) this.#end(this.state.endedMs, this.state.cause);
  }

  #endOfUtterance(providerMs: number, toCaller: ToCaller): void {
    const { session, open, causeOnce, cause } = this.state;
    // About half of all updates repeat the one before, with nothing new to end.
    if (providerMs > 0 && providerMs <= session.lastEouMs) return;
    this.state = {
      ...this.state,
      session: { ...session, lastEouMs: Math.max(session.lastEouMs, providerMs) },
    };
    const atMs = toCaller(providerMs, 'end');
    if (open === undefined || (providerMs > 0 && atMs < open.startMs)) return;
    if (open.outstanding === undefined) this.#end(atMs, causeOnce ?? cause);
    else this.state = { ...this.state, open: { ...open, ending: { atMs, cause: causeOnce ?? cause } } };
  }

  #refinement(providerIndex: number, text: string): void {
    const { session } = this.state;
    const record = session.finals.get(providerIndex);
    if (record === undefined || record.refined || text === '') return;
    const finals = new Map(session.finals).set(providerIndex, { ...record, refined: true });
    this.state = { ...this.state, session: { ...session, finals } };
    this.events.push({ type: 'transcript-refined', index: record.index, text });
  }

  /** The open utterance; begins one if there is none. */
  #open(startMs: number): OpenUtterance {
    if (this.state.open !== undefined) return this.state.open;
    const open: OpenUtterance = { startMs };
    this.state = { ...this.state, open };
    this.events.push({ type: 'speech-start', utterance: this.state.utterance, atMs: startMs });
    return open;
  }

  /** Nothing is outstanding any more; an end that waited for that happens. */
  #settleOutstanding(): void {
    const { open } = this.state;
    if (open === undefined) return;
    const { ending } = open;
    this.state = { ...this.state, open: { startMs: open.startMs } };
    if (ending !== undefined) this.#end(ending.atMs, ending.cause);
  }

  #promote(): void {
    const { outstanding } = this.state.open ?? {};
    if (outstanding === undefined) return;
    const startMs = Math.max(outstanding.startMs, this.state.floorMs);
    const endMs = Math.max(outstanding.endMs, startMs);
    this.#tellFinal(outstanding.text, startMs, endMs, []);
    this.state = { ...this.state, session: { ...this.state.session, promotedMs: endMs } };
  }

  #tellFinal(text: string, startMs: number, endMs: number, words: readonly TimedWord[]): void {
    const { utterance, nextIndex: index, session } = this.state;
    const { requestId } = session;
    const final = { type: 'transcript-final', utterance, index, text, words, startMs, endMs } as const;
    this.events.push(requestId === undefined ? final : { ...final, requestId });
    this.state = { ...this.state, nextIndex: index + 1, floorMs: endMs };
  }

  #end(atMs: number, cause: EndCause): void {
    const { utterance, floorMs, endedMs } = this.state;
    const lastMs = Math.max(atMs, floorMs, endedMs);
    this.events.push({ type: 'utterance-end', utterance, atMs: lastMs, cause });
    this.state = {
      ...this.state,
      open: undefined,
      causeOnce: undefined,
      utterance: utterance + 1,
      endedMs: lastMs,
    };
  }
}

function timedWords(
  words: Alternative['words'],
  toCaller: ToCaller,
  fromMs: number,
  throughMs: number,
): readonly TimedWord[] {
  let lastMs = fromMs;
  const within = (ms: number): number => (lastMs = Math.min(Math.max(ms, lastMs), throughMs));
  return words.map(({ text, startTimeMs, endTimeMs }) => ({
    text,
    startMs: within(toCaller(startTimeMs, 'start')),
    endMs: within(toCaller(endTimeMs, 'end')),
  }));
}
