import type { LlmEvent } from '../ports/language-model.js';
import type { SpeculationWaste } from './reply.js';

/** What the making of one speech has cost so far, as far as it is known. */
export class SpeechCost {
  #segments = 0;
  #characters = 0;
  #tokens = { inputTokens: 0, outputTokens: 0 };

  /** Characters sent to the synthesiser. */
  get characters(): number {
    return this.#characters;
  }

  /** A segment is sent to the synthesiser. */
  sent(segment: string): void {
    this.#segments += 1;
    this.#characters += segment.length;
  }

  /** The model said something. */
  told(item: string | LlmEvent): void {
    if (typeof item === 'string' || item.type !== 'usage') return;
    const { inputTokens, outputTokens } = item;
    this.#tokens = { inputTokens, outputTokens };
  }

  get spent(): SpeculationWaste {
    return { requests: this.#segments + 1, characters: this.#characters, ...this.#tokens };
  }
}
