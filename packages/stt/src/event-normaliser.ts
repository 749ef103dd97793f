import type { SttEvent } from '@rechka/core';
import type {
  Alternative,
  AudioCursors,
  RecognitionClassifierUpdate,
  StreamingResponse,
} from '@rechka/proto/stt';
import { finalEvent } from './final-event.js';
import { readHeard, type Heard, type ToCaller } from './heard.js';
import type { LiveState } from './normaliser-state.js';
import { OpenUtterance, SessionState, type EndCause, type NormaliserInput } from './normaliser-state.js';
import { LatestHypothesis, LatestPartial } from './latest.js';
import { readLabel } from './read-label.js';
import { middleOf } from './seam.js';
import { stablePrefix } from './stable-prefix.js';

/** One step: changes the state, and tells what is new. Times never go back, no text is told twice, none is lost. */
export function normalise(state: LiveState, input: NormaliserInput): readonly SttEvent[] {
  const step = new Step(state);
  switch (input.type) {
    case 'session-started':
      step.startSession(new SessionState(input));
      break;
    case 'session-closing':
      step.closeSession(input.untilMs);
      break;
    case 'promote':
      step.promote(input.untilMs);
      break;
    case 'session-ended':
      step.endWithWhatIsKnown(input.cause ?? 'timeout');
      break;
    case 'utterance-cut':
      if (state.open !== undefined) step.end(input.atMs, input.cause);
      break;
    case 'end-requested':
      state.causeOnce = input.cause;
      break;
    case 'listened':
      step.endIfSilent(input.throughMs, input.pauseMs);
      break;
    case 'response':
      step.respond(input.response, (ms, edge) => input.timeline.toCallerMs(ms, edge));
  }
  return step.events;
}

/** A repetition of a label comes soon after it. */
const rememberedLabels = 20;

/** Collects the events of one step, and changes the state. */
class Step {
  readonly events: SttEvent[] = [];
  readonly state: LiveState;

  constructor(state: LiveState) {
    this.state = state;
  }

  startSession(session: SessionState): void {
    const { open } = this.state;
    this.state.session = session;
    if (open === undefined) return;
    open.inherited = true;
    if (open.outstanding !== undefined) open.outstanding.inherited = true;
  }

  closeSession(untilMs: number): void {
    const { session } = this.state;
    session.window = { ...session.window, untilMs };
    session.closing = true;
  }

  respond(response: StreamingResponse, toCaller: ToCaller): void {
    const cursors = response.audioCursors;
    if (cursors !== undefined) {
      const { state } = this;
      const processedMs = toCaller(Math.max(cursors.partialTimeMs, cursors.finalTimeMs), 'end');
      state.processedMs = Math.max(state.processedMs, processedMs);
      state.receivedMs = Math.max(state.receivedMs, toCaller(cursors.receivedDataMs, 'end'));
    }
    if (response.partial !== undefined) {
      this.#partial(response.partial.alternatives[0], cursors, toCaller);
    } else if (response.final !== undefined) {
      this.#final(response.final.alternatives[0], cursors, toCaller);
    } else if (response.eouUpdate !== undefined) {
      this.#endOfUtterance(response.eouUpdate.timeMs || (cursors?.eouTimeMs ?? 0), toCaller);
    } else if (response.finalRefinement !== undefined) {
      const { finalIndex, normalizedText } = response.finalRefinement;
      this.#refinement(finalIndex, normalizedText?.alternatives[0], toCaller);
    } else if (response.classifierUpdate !== undefined) {
      this.#label(response.classifierUpdate, toCaller);
    }
  }

  /** Ends the open utterance; a hypothesis without a final becomes one, so that nothing said is lost. */
  endWithWhatIsKnown(cause: EndCause): void {
    this.promote(Number.POSITIVE_INFINITY);
    const { open, floorMs, causeOnce } = this.state;
    // With its last words an end that waited for them has come.
    if (open !== undefined) this.end(open.ending?.atMs ?? floorMs, open.ending?.cause ?? causeOnce ?? cause);
  }

  /** An utterance that only earlier sessions have heard ends when this one has heard the pause after it. */
  endIfSilent(throughMs: number, pauseMs: number): void {
    const { open, floorMs } = this.state;
    if (open?.inherited !== true) return;
    const lastMs = Math.max(floorMs, open.startMs, open.outstanding?.endMs ?? 0);
    // What was outstanding has been listened to again, and there was nothing.
    if (throughMs - lastMs >= pauseMs) this.end(lastMs, this.state.causeOnce ?? this.state.cause);
  }

  promote(untilMs: number): void {
    const { outstanding } = this.state.open ?? {};
    if (outstanding === undefined) return;
    const all = outstanding.words;
    const rest = all.filter(({ startMs }) => startMs >= untilMs);
    const words = all.slice(0, all.length - rest.length);
    const last = words.at(-1);
    if (rest.length === 0) this.#tellFinal(outstanding);
    else if (last !== undefined) {
      const text = words.map((word) => word.text).join(' ');
      this.#tellFinal({ text, words, startMs: outstanding.startMs, endMs: last.endMs });
    } else return;
    this.#keepOutstandingFrom(this.state.floorMs);
  }

  end(atMs: number, cause: EndCause): void {
    const { utterance, floorMs, endedMs } = this.state;
    const lastMs = Math.max(atMs, floorMs, endedMs);
    this.events.push({ type: 'utterance-end', utterance, atMs: lastMs, cause });
    this.state.open = undefined;
    this.state.causeOnce = undefined;
    this.state.utterance = utterance + 1;
    this.state.endedMs = lastMs;
  }

  #partial(
    alternative: Alternative | undefined,
    cursors: AudioCursors | undefined,
    toCaller: ToCaller,
  ): void {
    const about = { fromMs: cursors?.finalTimeMs ?? 0, toMs: cursors?.partialTimeMs ?? 0 };
    const heard = readHeard(alternative, { toCaller, window: this.state.session.window, about });
    if (heard === undefined) return;
    const { text, words, endMs } = heard;
    // A hypothesis about audio whose utterance has ended: it was on its way when the end was decided.
    if (this.state.open === undefined && endMs <= this.state.endedMs) return;
    const { ending, outstanding: before } = this.state.open ?? {};
    if (ending !== undefined && heard.startMs >= Math.max(ending.atMs, before?.endMs ?? 0)) {
      this.endWithWhatIsKnown(ending.cause);
    }
    const startMs = Math.max(heard.startMs, this.state.floorMs);
    const open = this.#open(startMs);
    const previous = open.outstanding;
    const listenedMs = cursors === undefined ? 0 : toCaller(cursors.partialTimeMs, 'end');
    // A session that repeats what an earlier one has heard says nothing new until it has got as far.
    if (previous?.inherited === true && Math.max(endMs, listenedMs) < previous.throughMs) return;
    const throughMs = Math.max(this.state.processedMs, endMs, startMs);
    if (previous?.text === text && previous.throughMs === throughMs) return;
    const stableChars = stablePrefix(previous?.text, text);
    const outstanding = previous ?? (open.outstanding = new LatestHypothesis());
    outstanding.inherited = false;
    const span = { startMs: previous?.startMs ?? startMs, endMs: Math.max(endMs, startMs) };
    outstanding.replace({ text, words, ...span }, throughMs);
    this.state.processedMs = throughMs;
    const { utterance } = this.state;
    this.events.push(Object.assign({}, new LatestPartial({ utterance, text, stableChars, throughMs })));
  }

  #final(alternative: Alternative | undefined, cursors: AudioCursors | undefined, toCaller: ToCaller): void {
    const { session } = this.state;
    const text = alternative?.text.trim() ?? '';
    if (alternative === undefined || text === '') {
      // The provider took its hypothesis back: there was nothing.
      if (this.state.open?.outstanding?.inherited === false) this.#keepOutstandingFrom(Infinity);
      return;
    }
    const providerIndex = cursors?.finalIndex ?? session.finals.size;
    const fingerprint = `${alternative.startTimeMs} ${alternative.endTimeMs} ${text}`;
    if (session.finals.get(providerIndex)?.fingerprint === fingerprint) return;
    const about = { fromMs: 0, toMs: cursors?.finalTimeMs ?? 0 };
    const heard = readHeard(alternative, { toCaller, window: session.window, about });
    const index = heard === undefined ? undefined : this.state.nextIndex;
    session.finals.set(providerIndex, { index, fingerprint, cut: heard?.cut ?? true, refined: false });
    if (heard === undefined) return;

    const late = this.state.open === undefined && heard.endMs <= this.state.endedMs;
    const startMs = Math.max(heard.startMs, this.state.floorMs);
    this.#open(startMs);
    this.#tellFinal({ ...heard, startMs, endMs: Math.max(heard.endMs, startMs) });
    const { outstanding } = this.state.open ?? {};
    const { floorMs } = this.state;
    // Of what an earlier session has heard beyond this final, this one will tell.
    if (outstanding?.inherited === true) this.#keepOutstandingFrom(floorMs);
    else if (outstanding === undefined || floorMs > outstanding.startMs) this.#keepOutstandingFrom(Infinity);
    if (late) this.end(this.state.endedMs, this.state.cause);
  }

  #endOfUtterance(providerMs: number, toCaller: ToCaller): void {
    const { session, open, causeOnce, cause, lastWord } = this.state;
    // About half of all updates repeat the one before, with nothing new to end.
    if (session.closing || (providerMs > 0 && providerMs <= session.lastEouMs)) return;
    session.lastEouMs = Math.max(session.lastEouMs, providerMs);
    const atMs = toCaller(providerMs, 'end');
    if (open === undefined) return;
    // An end of what was said before this utterance, or before its last word.
    const leastMs = lastWord === undefined ? open.startMs : Math.max(open.startMs, middleOf(lastWord));
    if (providerMs > 0 && atMs < leastMs) return;
    if (open.outstanding?.inherited !== false) this.end(atMs, causeOnce ?? cause);
    else open.ending = { atMs, cause: causeOnce ?? cause };
  }

  #refinement(providerIndex: number, alternative: Alternative | undefined, toCaller: ToCaller): void {
    const { session } = this.state;
    const record = session.finals.get(providerIndex);
    if (record?.index === undefined || record.refined) return;
    const about = { fromMs: 0, toMs: 0 };
    // Of a final that was cut, the refinement is cut in the same place; without times it cannot be.
    const isWhole = !record.cut;
    if (!isWhole && alternative?.words.length === 0) return;
    const heard = isWhole ? undefined : readHeard(alternative, { toCaller, window: session.window, about });
    const text = isWhole ? (alternative?.text.trim() ?? '') : (heard?.text ?? '');
    if (text === '') return;
    session.finals.set(providerIndex, { ...record, refined: true });
    this.events.push({ type: 'transcript-refined', index: record.index, text });
  }

  #label(update: RecognitionClassifierUpdate, toCaller: ToCaller): void {
    const { session } = this.state;
    const label = readLabel(update, toCaller, session.window);
    const fingerprint = JSON.stringify(label);
    if (label === undefined || session.labels.includes(fingerprint)) return;
    session.labels = [...session.labels, fingerprint].slice(-rememberedLabels);
    this.events.push(label);
  }

  /** The open utterance, of which this session has heard something; begins one if there is none. */
  #open(startMs: number): OpenUtterance {
    const { open: before, utterance } = this.state;
    const open = before ?? (this.state.open = new OpenUtterance(startMs));
    open.inherited = false;
    if (before === undefined) this.events.push({ type: 'speech-start', utterance, atMs: startMs });
    return open;
  }

  /** What is outstanding before `fromMs` is so no more; an end that waited for the last of it happens. */
  #keepOutstandingFrom(fromMs: number): void {
    const { open, floorMs } = this.state;
    if (open === undefined) return;
    const { outstanding, ending } = open;
    const words = outstanding?.words.filter((word) => middleOf(word) >= fromMs) ?? [];
    const [first] = words;
    if (outstanding !== undefined && first !== undefined) {
      const text = words.map((word) => word.text).join(' ');
      const { endMs, throughMs } = outstanding;
      outstanding.replace({ text, words, startMs: Math.max(first.startMs, floorMs), endMs }, throughMs);
      return;
    }
    open.outstanding = undefined;
    open.ending = undefined;
    if (ending !== undefined) this.end(ending.atMs, ending.cause);
  }

  #tellFinal(heard: Omit<Heard, 'cut'>): void {
    const { utterance, nextIndex: index, session, floorMs } = this.state;
    const requestId = session.requestId === undefined ? {} : { requestId: session.requestId };
    const final = finalEvent(heard, { utterance, index, floorMs, ...requestId });
    this.events.push(final);
    this.state.nextIndex = index + 1;
    this.state.floorMs = final.endMs;
    this.state.lastWord = heard.words.at(-1);
  }
}
