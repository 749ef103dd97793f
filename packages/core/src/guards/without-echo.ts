import type { Timeline } from '../audio/timeline.js';
import type { EchoGuard } from '../echo/echo-guard.js';
import { EchoWatch } from '../echo/echo-watch.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Guard } from './guard.js';

type Transcript = Extract<SttEvent, { type: 'transcript-partial' | 'transcript-final' }>;

/**
 * Leaves of what was heard what is not the bot's own voice. You tell `guard` what the bot says (`spoke`, `silenced`) and
 * how loud the line is (`heard`), in clock time; `timeline` maps the events to it. Partials that may be an echo are kept
 * back; a final that may be one is not, for nothing that was said must be lost.
 */
export function withoutEcho(guard: EchoGuard, timeline: Timeline): Guard {
  const watch = new EchoWatch(guard, timeline);
  let start: Extract<SttEvent, { type: 'speech-start' }> | undefined;
  let passing = -1;

  const own = (event: Transcript): readonly SttEvent[] => {
    const { verdict, own: text, ownFromMs } = watch.judge(event);
    if (text === '' || (verdict === 'unsure' && event.type === 'transcript-partial')) return [];
    const atMs = ownFromMs ?? start?.atMs;
    const begins = start && [{ ...start, atMs: atMs ?? start.atMs }];
    start = undefined;
    passing = event.utterance;
    return [...(begins ?? []), text === event.text ? event : cutTo(event, text, ownFromMs)];
  };

  return (event) => {
    switch (event.type) {
      case 'speech-start':
        watch.began(event.utterance, event.atMs);
        start = event;
        return [];
      case 'transcript-partial':
      case 'transcript-final':
        return own(event);
      case 'transcript-refined':
        return watch.isCut(event.index) ? [] : [event];
      case 'utterance-end':
        return passing === event.utterance ? [event] : [];
      default:
        return [event];
    }
  };
}

/** A transcript without the bot's words. */
function cutTo(event: Transcript, text: string, fromMs: number | undefined): Transcript {
  if (event.type === 'transcript-partial')
    return { ...event, text, stableChars: Math.min(event.stableChars, text.length) };
  const startMs = Math.min(event.endMs, Math.max(event.startMs, fromMs ?? event.startMs));
  const left = text.split(' ');
  // In order, and each of what is left once.
  const words = event.words.filter(
    (word) => word.startMs >= startMs && word.text === left[0] && left.shift() !== undefined,
  );
  return { ...event, text, startMs, words };
}
