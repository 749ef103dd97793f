import type { CommittedTurn } from '../machine/turn-state.js';
import type { Message } from '../ports/language-model.js';
import type { Reply } from './reply.js';
import type { ToolRound } from './responder.js';

/** The bot's words in the history: all of them while they sound, then what was heard. It outlives the speech. */
export class AssistantEntry {
  #text: () => string;
  #interrupted = false;

  /** @param written The text made so far, as long as it is being said. */
  constructor(written: () => string) {
    this.#text = written;
  }

  /** Empty: nothing of it was heard. */
  get text(): string {
    return this.#text();
  }

  get interrupted(): boolean {
    return this.#interrupted;
  }

  /** It is over. Lets go of the speech, with its audio: a history is as long as the call. */
  settle({ spoken, status }: Pick<Reply, 'spoken' | 'status'>): void {
    // An answer may be cut short in a pause, when all of it that there was had been heard.
    this.#interrupted = status === 'interrupted' || spoken !== this.#text().trim();
    this.#text = () => spoken;
  }
}

/** The conversation as both sides know it: it never holds a word that was not said or not heard. */
export class History {
  readonly #entries: (CommittedTurn | AssistantEntry | ToolRound)[] = [];
  readonly #refined = new Map<number, string>();

  /** @param restored What was said before this conversation. */
  constructor(private readonly restored: readonly Message[] = []) {}

  addUser(turn: CommittedTurn): void {
    this.#entries.push(turn);
  }

  addAssistant(entry: AssistantEntry): void {
    this.#entries.push(entry);
  }

  /** A round of tools that `reply` asked for: it stands before the words of the reply. */
  addTools(round: ToolRound, reply: AssistantEntry): void {
    const at = this.#entries.indexOf(reply);
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, round);
  }

  /** The normalised text of the final with this index; it may come before or after the turn is in the history. */
  refine(index: number, text: string): void {
    this.#refined.set(index, text);
  }

  /** A turn's text with case, punctuation and numerals, as far as refinements have come. */
  refinedText(turn: CommittedTurn): string {
    if (!turn.finals.some(({ index }) => this.#refined.has(index))) return turn.text;
    return turn.finals.map(({ index, text }) => this.#refined.get(index) ?? text).join(' ');
  }

  /** What a model is shown. */
  messages(): Message[] {
    return structuredClone(this.restored).concat(this.#told());
  }

  #told(): Message[] {
    return this.#entries.flatMap((entry): Message[] => {
      if ('finals' in entry) return [{ role: 'user', text: this.refinedText(entry) }];
      if ('calls' in entry) {
        return [
          { role: 'assistant', text: '', toolCalls: entry.calls },
          { role: 'tool', results: entry.results() },
        ];
      }
      const { text, interrupted } = entry;
      return text === '' ? [] : [{ role: 'assistant', text, ...(interrupted && { interrupted }) }];
    });
  }
}
