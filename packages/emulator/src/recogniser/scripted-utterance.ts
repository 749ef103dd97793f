import type { HeardWord } from './hearing.js';
import { spokenForm } from './spoken-form.js';

/** Pace of the words until the true end of the speech is known: about 13 letters a second. */
const LETTER_MS = 75;

interface ScriptedWord {
  written: string;
  spoken: readonly string[];
}

/** A line of the script that stands for ordinary speech: its words come as the speech goes on. */
export class ScriptedUtterance {
  readonly #words: ScriptedWord[] = [];
  #atMs: number;

  /** `exact`: the words as written, else as a recogniser writes them. */
  constructor(line: string, { startMs, exact }: { startMs: number; exact: boolean }) {
    this.#atMs = startMs;
    for (const written of line.trim().split(/\s+/)) {
      const spoken = exact ? [written] : spokenForm(written);
      const before = this.#words.at(-1);
      // A dash or other sign that makes no sound belongs to the word before it.
      if (spoken.length === 0 && before !== undefined) before.written += ` ${written}`;
      else this.#words.push({ written, spoken });
    }
  }

  /** Words that should have been said by `nowMs` and were not given yet. */
  saidBy(nowMs: number): HeardWord[] {
    const said: HeardWord[] = [];
    for (let word = this.#words[0]; word !== undefined; word = this.#words[0]) {
      const endMs = this.#atMs + word.written.length * LETTER_MS;
      if (endMs > nowMs) break;
      this.#words.shift();
      said.push(this.#heard(word, endMs));
    }
    return said;
  }

  /** All other words, so that the last one ends with the speech. */
  rest(speechEndMs: number): HeardWord[] {
    const words = this.#words.splice(0);
    const letters = words.reduce((sum, { written }) => sum + written.length, 0);
    const letterMs = Math.max(0, speechEndMs - this.#atMs) / Math.max(1, letters);
    return words.map((word) => this.#heard(word, this.#atMs + word.written.length * letterMs));
  }

  #heard({ written, spoken }: ScriptedWord, endMs: number): HeardWord {
    const startMs = this.#atMs;
    this.#atMs = endMs;
    return { voice: 'a', written, spoken, draft: undefined, startMs, endMs, levelDbfs: undefined };
  }
}
