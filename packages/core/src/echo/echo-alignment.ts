import type { HeardWord } from './heard-words.js';
import type { SpokenWord } from './spoken-words.js';
import { soundsLike } from './word-similarity.js';

/** Delays, from the bot's sound to its echo in the caller's audio, in ms. */
export interface DelayWindow {
  minMs: number;
  maxMs: number;
}

/** A heard word taken for the echo of a spoken one. */
export interface EchoMatch {
  /** Place of the (last) spoken word. */
  spoken: number;
  /** `figures`: matched figures, whose words are not known. */
  kind: 'equal' | 'alike' | 'figures';
}

const values = { equal: 1, alike: 0.75, figures: 0.3 } as const;
/** A long word says more than a short one. */
const perLetter = 0.02;
/** Fewer letters of a word that is still being said are not recognisable. */
const shortestCut = 2;

/** Whether what was heard may be the echo of what was spoken, by time alone. */
export function fitsInTime(heard: HeardWord, spoken: SpokenWord, { minMs, maxMs }: DelayWindow): boolean {
  const leastMs = heard.endFromMs - spoken.endAtMs - spoken.slackMs;
  // Of a word that is still being said only the beginning has sounded.
  const endedMs = heard.maybeCut ? spoken.startAtMs : spoken.endAtMs;
  const mostMs = heard.endToMs - endedMs + spoken.slackMs;
  return leastMs <= maxMs && mostMs >= minMs;
}

/**
 * Which heard words are echoes of which spoken ones: in order, equal or nearly so, and within the delays of an
 * echo. Words that a recogniser put together or took apart are found too. One match, or nothing, for each heard
 * word. Cost: heard × spoken, of which time lets through a few.
 */
export function alignEcho(
  heard: readonly HeardWord[],
  spoken: readonly SpokenWord[],
  delays: DelayWindow,
  isNumeral: (word: string) => boolean,
): (EchoMatch | undefined)[] {
  const width = spoken.length + 1;
  const best = new Float64Array((heard.length + 1) * width);
  const at = (i: number, j: number) => best[i * width + j] ?? 0;
  const steps = new Map<number, Step>();
  for (let i = heard.length - 1; i >= 0; i -= 1) {
    for (let j = spoken.length - 1; j >= 0; j -= 1) {
      let value = Math.max(at(i + 1, j), at(i, j + 1));
      for (const step of matchesAt(heard, spoken, i, j, delays, isNumeral)) {
        const total = step.value + at(i + step.heard, j + step.spoken);
        if (total <= value) continue;
        value = total;
        steps.set(i * width + j, step);
      }
      best[i * width + j] = value;
    }
  }
  const matches = heard.map((): EchoMatch | undefined => undefined);
  for (let i = 0, j = 0; i < heard.length && j < spoken.length;) {
    const step = steps.get(i * width + j);
    if (step) {
      matches.fill({ spoken: j + step.spoken - 1, kind: step.kind }, i, i + step.heard);
      i += step.heard;
      j += step.spoken;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return matches;
}

/** So many heard words are so many spoken ones. */
interface Step {
  heard: 1 | 2;
  spoken: 1 | 2;
  kind: EchoMatch['kind'];
  value: number;
}

function* matchesAt(
  heard: readonly HeardWord[],
  spoken: readonly SpokenWord[],
  i: number,
  j: number,
  delays: DelayWindow,
  isNumeral: (word: string) => boolean,
): Generator<Step> {
  const [word, said] = [heard[i], spoken[j]];
  if (!word || !said || !fitsInTime(word, said, delays)) return;
  if (said.text === undefined) {
    if (isNumeral(word.text)) yield { heard: 1, spoken: 1, kind: 'figures', value: values.figures };
    return;
  }
  const kind = compare(word, said.text);
  if (kind) {
    yield { heard: 1, spoken: 1, kind, value: worth(kind, said.text) };
    return;
  }
  const [nextWord, nextSaid] = [heard[i + 1], spoken[j + 1]];
  const apart = nextWord && compare({ ...nextWord, text: word.text + nextWord.text }, said.text);
  if (apart) yield { heard: 2, spoken: 1, kind: apart, value: worth(apart, said.text) };
  const both = nextSaid?.text === undefined ? undefined : said.text + nextSaid.text;
  const together = both === undefined ? undefined : compare(word, both);
  if (together && both !== undefined)
    yield { heard: 1, spoken: 2, kind: together, value: worth(together, both) };
}

function worth(kind: EchoMatch['kind'], text: string): number {
  return values[kind] + perLetter * text.length;
}

function compare({ text, maybeCut }: HeardWord, said: string): EchoMatch['kind'] | undefined {
  if (text === said) return 'equal';
  const isBeginning = maybeCut && text.length >= shortestCut && said.startsWith(text);
  return isBeginning || soundsLike(text, said) ? 'alike' : undefined;
}
