import { rawWords } from '../machine/raw-words.js';

/** What a recogniser says that it heard. Times are of the clock: map the caller's timeline by `Timeline.toClock`. */
export interface HeardTranscript {
  /** Number of the recogniser's utterance: its partials replace one another until a final. */
  utterance: number;
  text: string;
  /** Times of its words, where the recogniser tells them. */
  words?: readonly { text: string; startAtMs: number; endAtMs: number }[];
  /** Nothing of it was said before: the start of the utterance, or the end of the final before in it. */
  startAtMs?: number;
  /** Everything of it was said by then: the end of the audio it covers. */
  throughAtMs: number;
  final: boolean;
}

/** A word heard, and in what time it may have ended. */
export interface HeardWord {
  /** As it stands in the transcript. */
  shown: string;
  /** As it is compared. */
  text: string;
  /** When it began, as far as is known. */
  startAtMs: number;
  endFromMs: number;
  endToMs: number;
  /** The two are one: the recogniser told the time. */
  timed: boolean;
  /** The last word of a partial: perhaps only its beginning. */
  maybeCut: boolean;
}

/** A word may be this late in partials, in ms of audio. */
const recogniserLagMs = 700;
/** How long an utterance may be of which the start is not known. */
const unknownStartMs = 15_000;

/** Puts times to the words of transcripts: where the recogniser tells none, by when each word first showed. */
export class HeardWords {
  #utterance = -1;
  #throughAtMs: number | undefined;
  #seen: { afterMs: number; byMs: number }[] = [];

  read(transcript: HeardTranscript): HeardWord[] {
    const { words = [], final, utterance } = transcript;
    if (utterance !== this.#utterance) this.#forget(utterance);
    const heard = words.length > 0 ? words.flatMap(timedWord) : this.#firstSeen(transcript);
    if (final) this.#forget(utterance);
    return heard;
  }

  #forget(utterance: number): void {
    this.#utterance = utterance;
    this.#throughAtMs = undefined;
    this.#seen = [];
  }

  #firstSeen({ text, startAtMs, throughAtMs, final }: HeardTranscript): HeardWord[] {
    const shown = text.split(/\s+/u).flatMap((word) => {
      const raw = rawWords(word);
      return raw.length > 0 ? [{ shown: word, text: raw.join('') }] : [];
    });
    const startMs = startAtMs ?? throughAtMs - unknownStartMs;
    const afterMs = Math.max(startMs, (this.#throughAtMs ?? startMs) - recogniserLagMs);
    this.#seen.length = Math.min(this.#seen.length, shown.length);
    while (this.#seen.length < shown.length) this.#seen.push({ afterMs, byMs: throughAtMs });
    this.#throughAtMs = throughAtMs;
    return shown.map((word, place) => {
      const { afterMs: endFromMs = startMs, byMs: endToMs = throughAtMs } = this.#seen[place] ?? {};
      const startAtMs = Math.max(endFromMs, endToMs - recogniserLagMs);
      const maybeCut = !final && place === shown.length - 1;
      return { ...word, startAtMs, endFromMs, endToMs, timed: false, maybeCut };
    });
  }
}

function timedWord(word: { text: string; startAtMs: number; endAtMs: number }): HeardWord[] {
  const { text: shown, startAtMs, endAtMs } = word;
  const text = rawWords(shown).join('');
  if (text === '') return [];
  return [{ shown, text, startAtMs, endFromMs: endAtMs, endToMs: endAtMs, timed: true, maybeCut: false }];
}
