/** How long an utterance should last, with its pauses. */
export interface WishedDuration {
  policy: 'EXACT_DURATION' | 'MIN_DURATION' | 'MAX_DURATION';
  durationMs: number;
}

export interface TonePauses {
  /** Sound of all words, which cannot be made shorter or longer. */
  soundMs: number;
  /** Pauses that the text has by itself, by place. */
  usualMs: readonly number[];
  /** Pauses that the markup asks for, by place. */
  markupMs: readonly number[];
  /** 1 is the usual speed. */
  speed: number;
  duration: WishedDuration | undefined;
}

/** Words stay apart by this much, however fast the speech. */
const shortestMs = 20;

/**
 * The pauses of tone speech, by place. Its words last as long as they must to be understood, so speed and duration
 * are a matter of pauses alone: slow speech has longer ones and takes as long as asked, fast speech has shorter
 * ones and takes at least as long as its words. A pause of the markup is as long as written, unless the duration
 * leaves no room.
 */
export function planTonePauses({ soundMs, usualMs, markupMs, speed, duration }: TonePauses): number[] {
  const spokenMs = fit(usualMs, (soundMs + total(usualMs)) / speed - soundMs);
  const pausesMs = spokenMs.map((ms, place) => Math.max(ms, markupMs[place] ?? 0));
  if (duration === undefined) return pausesMs;
  const leftMs = duration.durationMs - soundMs;
  const tooLong = leftMs < total(pausesMs);
  if (duration.policy === (tooLong ? 'MIN_DURATION' : 'MAX_DURATION')) return pausesMs;
  return total(pausesMs) > 0 ? fit(pausesMs, leftMs) : withLast(pausesMs, leftMs);
}

/** Stretches or shrinks pauses alike, to `wishedMs` in all; none below the shortest, nor longer for that. */
function fit(pausesMs: readonly number[], wishedMs: number): number[] {
  const allMs = total(pausesMs);
  if (allMs === 0 || Math.round(wishedMs) === allMs) return [...pausesMs];
  const fitted = pausesMs.map((ms) =>
    Math.max(Math.min(ms, shortestMs), Math.floor((ms * Math.max(0, wishedMs)) / allMs)),
  );
  const longest = fitted.indexOf(Math.max(...fitted));
  // What whole milliseconds leave over goes where it is least heard.
  return fitted.map((ms, place) =>
    place === longest ? ms + Math.max(0, Math.round(wishedMs) - total(fitted)) : ms,
  );
}

/** A single word has no pause to stretch: silence after it makes up for what is missing. */
function withLast(pausesMs: readonly number[], ms: number): number[] {
  return [...pausesMs.slice(0, -1), Math.max(0, Math.round(ms))];
}

function total(pausesMs: readonly number[]): number {
  return pausesMs.reduce((sum, ms) => sum + ms, 0);
}
