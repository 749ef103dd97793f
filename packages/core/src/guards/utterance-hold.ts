import type { SttEvent } from '../ports/speech-to-text.js';
import type { Guard } from './guard.js';

/** What is known of an utterance so far. */
export interface UtteranceSoFar {
  utterance: number;
  /** Its finals and the partial after them. */
  text: string;
  /** Positions on the caller's timeline, ms. */
  startMs: number;
  endMs: number;
}

interface Held extends UtteranceSoFar {
  finals: string;
  events: SttEvent[];
}

/**
 * Keeps utterances back until there is enough of them, and drops those of which there never is: `dropped` is told of
 * each that had words. An utterance that was let through is let through to its end.
 */
export function holdUtterances(
  isEnough: (utterance: UtteranceSoFar) => boolean,
  dropped: (utterance: UtteranceSoFar) => void = () => undefined,
): Guard {
  let held: Held | undefined;
  let passing = -1;
  const refinementsOf = new Set<number>();

  const letThrough = (): readonly SttEvent[] => {
    const events = held?.events ?? [];
    passing = held?.utterance ?? passing;
    held = undefined;
    return events;
  };

  return (event) => {
    // What was dropped does not come back with its refinement.
    if (event.type === 'transcript-refined') return refinementsOf.delete(event.index) ? [] : [event];
    if (!('utterance' in event) || event.utterance === passing) return [event];
    if (event.type === 'utterance-end') {
      if (held?.utterance !== event.utterance) return [event];
      if (held.text !== '') dropped(held);
      for (const one of held.events) if (one.type === 'transcript-final') refinementsOf.add(one.index);
      held = undefined;
      return [];
    }
    held = withMore(held?.utterance === event.utterance ? held : undefined, event);
    return isEnough(held) ? letThrough() : [];
  };
}

type Part = Extract<SttEvent, { type: 'speech-start' | 'transcript-partial' | 'transcript-final' }>;

function withMore(held: Held | undefined, event: Part): Held {
  const at =
    event.type === 'speech-start' ? event.atMs : 'startMs' in event ? event.startMs : event.throughMs;
  const {
    startMs = at,
    endMs = at,
    finals = '',
    events = [],
  }: Partial<Pick<Held, 'startMs' | 'endMs' | 'finals' | 'events'>> = held ?? {};
  const { utterance } = event;
  // A partial replaces the one before.
  const kept =
    event.type === 'transcript-partial' && events.at(-1)?.type === event.type ? events.slice(0, -1) : events;
  const before = { utterance, startMs, events: [...kept, event] };
  switch (event.type) {
    case 'speech-start':
      return { ...before, endMs, finals, text: finals };
    case 'transcript-partial':
      return { ...before, endMs: event.throughMs, finals, text: `${finals} ${event.text}`.trim() };
    case 'transcript-final': {
      const text = `${finals} ${event.text}`.trim();
      return { ...before, endMs: event.endMs, finals: text, text };
    }
  }
}
