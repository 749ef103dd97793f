import type { PipelineEvent, Reply, ReplyLatency } from '@rechka/core';
import type { EndedReply, PageEvent, TurnTimes } from '../protocol/index.js';
import { pageFault } from './page-fault.js';

type Of<Type extends PipelineEvent['type']> = Extract<PipelineEvent, { type: Type }>;

/**
 * What a page is shown for an event of its pipeline, but for the text of a speech, which no event has; `undefined`
 * for what is of no interest to it.
 */
export function toPageEvent(event: PipelineEvent, errorDetails: boolean): PageEvent | undefined {
  switch (event.type) {
    case 'transcript-partial': {
      const { type, utterance, text, stableChars } = event;
      return { type, utterance, text, stableChars };
    }
    case 'transcript-final': {
      const { type, utterance, index, text, startMs, endMs } = event;
      return { type, utterance, index, text, startMs, endMs };
    }
    case 'transcript-refined':
      return { type: event.type, index: event.index, text: event.text };
    case 'utterance-end':
      return { type: event.type, utterance: event.utterance, atMs: event.atMs };
    case 'gap':
      return { type: event.type, startMs: event.startMs, endMs: event.endMs };
    case 'echo':
      return { type: event.type, text: event.text, own: event.own };
    case 'backchannel':
      return { type: event.type, text: event.text };
    case 'turn-committed':
      return committed(event);
    case 'turn-started':
      return event.turnId === undefined ? undefined : { type: event.type, turnId: event.turnId };
    case 'barge-in':
      return { type: event.type, text: event.text, ...turnOf(event) };
    case 'reply-started':
      return { type: event.type, kind: event.kind, text: '', ...turnOf(event) };
    case 'reply-heard':
      return { type: event.type, kind: event.kind, ...turnOf(event) };
    case 'reply-ended':
      return { type: event.type, ...ended(event, errorDetails), ...turnOf(event) };
    case 'recovering':
    case 'recovered':
      return { type: event.type };
    case 'dtmf':
      return { type: event.type, digit: event.digit };
    case 'error':
      return { type: event.type, ...pageFault(event.error, errorDetails) };
    default:
      return undefined;
  }
}

function turnOf({ turnId }: { turnId?: number | undefined }): { turnId?: number } {
  return turnId === undefined ? {} : { turnId };
}

function committed({ type, turn }: Of<'turn-committed'>): PageEvent {
  const { id, source, text, finals, continues } = turn;
  return { type, turnId: id, source, text, finals: finals.map(({ index }) => index), continues };
}

function ended({ kind, reply }: Of<'reply-ended'>, errorDetails: boolean): EndedReply {
  const { status, spoken, heardMs, exact, latency, error } = reply;
  return {
    kind,
    status,
    spoken,
    unheard: unheard(reply),
    heardMs,
    exact,
    latency: times(latency),
    ...(error && { error: pageFault(error, errorDetails) }),
  };
}

function unheard({ spoken, text }: Reply): string {
  const whole = text.trim();
  return whole.startsWith(spoken) ? whole.slice(spoken.length) : '';
}

/** Without what never happened: JSON knows no `undefined`. */
function times(latency: ReplyLatency): TurnTimes {
  return Object.fromEntries(Object.entries(latency).filter(([, ms]) => ms !== undefined));
}
