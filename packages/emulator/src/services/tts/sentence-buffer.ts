import { pauseTag } from './markup.js';
import { splitText } from './split-text.js';

/**
 * An end of a sentence that something follows, with pauses of the markup that stand there. Looked for from the first of
 * a row of marks only, or a long row of dots would be gone through once for each of them.
 */
const sentenceEnd = new RegExp(String.raw`(?<![.!?…])[.!?…]+\s+(?:(?:${pauseTag.source})\s*)*`, 'gu');

/** Text of a `StreamSynthesis` call until the service decides to speak it: at ends of sentences. */
export class SentenceBuffer {
  readonly #maxChars: number;
  #text = '';

  constructor(maxChars: number) {
    this.#maxChars = maxChars;
  }

  /** Takes more text; returns the sentences that are whole, each followed by what shows that it ended. */
  push(text: string): string[] {
    this.#text += text;
    let end = 0;
    for (const match of this.#text.matchAll(sentenceEnd)) end = match.index + match[0].length;
    const whole = this.#text.slice(0, end);
    this.#text = this.#text.slice(end);
    return splitText(whole, this.#maxChars);
  }

  /** Returns all that is left. */
  flush(): string[] {
    const rest = this.#text;
    this.#text = '';
    return splitText(rest, this.#maxChars);
  }
}
