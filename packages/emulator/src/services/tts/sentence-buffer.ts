import { pauseTag } from './markup.js';
import { splitText } from './split-text.js';

/** Whole sentences: up to the last end of one that something follows, with pauses of the markup that stand there. */
const sentences = new RegExp(String.raw`^.*[.!?…]+\s+(?:(?:${pauseTag.source})\s*)*`, 'su');

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
    const end = sentences.exec(this.#text)?.[0].length ?? 0;
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
