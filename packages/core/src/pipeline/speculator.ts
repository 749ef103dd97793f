import type { Message } from '../ports/language-model.js';
import type { SpeculationOutcome, SpeculationWaste } from './reply.js';
import type { Responder } from './responder.js';
import type { Speech } from './speech.js';

/** The last answers that tell whether speculation pays in this call, and the share of them that has to. */
const judged = 20;
const worthwhile = 0.5;

/** An answer that is being prepared before its turn is committed. */
export interface PreparedAnswer {
  readonly turnId: number;
  readonly responder: Responder;
  /** What the responder was shown. */
  readonly messages: readonly Message[];
  readonly speech: Speech;
}

export interface SpeculatorListener {
  /** It will not be used. */
  discard(speech: Speech): void;
  told(turnId: number, outcome: 'used' | 'dropped' | 'refused', spent: SpeculationWaste): void;
}

/** Keeps the answer that is being prepared ahead, and the account of those that were in vain. */
export class Speculator {
  #prepared: PreparedAnswer | undefined;
  /** Whether each of the last answers was used. */
  #used: boolean[] = [];
  #waste: { turnId: number; wasted: SpeculationWaste } | undefined;

  constructor(private readonly listener: SpeculatorListener) {}

  /** False once less than half of the last 20 have been used. */
  get pays(): boolean {
    return this.#used.length < judged || this.#used.filter(Boolean).length >= judged * worthwhile;
  }

  begin(prepared: PreparedAnswer): void {
    this.drop();
    this.#prepared = prepared;
  }

  /** The answer for a turn, if it is the one that was prepared; any other is dropped. */
  take(turnId: number, responder: unknown, messages: readonly Message[]): Speech | undefined {
    const prepared = this.#prepared;
    if (!prepared) return undefined;
    const fits =
      prepared.turnId === turnId &&
      prepared.responder === responder &&
      prepared.speech.fault === undefined &&
      sameBefore(prepared.messages, messages);
    if (!fits) {
      this.drop();
      return undefined;
    }
    this.#prepared = undefined;
    this.#note(true);
    this.listener.told(turnId, 'used', prepared.speech.spent);
    return prepared.speech;
  }

  /** Throws away what is being prepared, if it is for this turn (default: for any). */
  drop(turnId = this.#prepared?.turnId): void {
    const prepared = this.#prepared;
    if (!prepared || prepared.turnId !== turnId) return;
    this.#prepared = undefined;
    const { speech } = prepared;
    const { spent } = speech;
    this.listener.discard(speech);
    // A folder without a permit to spare says nothing about this call.
    const refused = speech.fault?.code === 'ERR_QUOTA';
    if (!refused) this.#note(false);
    this.#waste = { turnId: prepared.turnId, wasted: sum(this.#wasted(prepared.turnId), spent) };
    this.listener.told(prepared.turnId, refused ? 'refused' : 'dropped', spent);
  }

  /** What a reply to this turn is to tell. */
  outcome(turnId: number, used: boolean): SpeculationOutcome | undefined {
    if (!used && this.#waste?.turnId !== turnId) return undefined;
    return { used, wasted: this.#wasted(turnId) };
  }

  #wasted(turnId: number): SpeculationWaste {
    const nothing = { requests: 0, characters: 0, inputTokens: 0, outputTokens: 0 };
    return this.#waste?.turnId === turnId ? this.#waste.wasted : nothing;
  }

  #note(used: boolean): void {
    this.#used = [...this.#used, used].slice(-judged);
  }
}

/** Whether the same was said before the caller's last words: these are compared by the machine. */
function sameBefore(one: readonly Message[], other: readonly Message[]): boolean {
  return JSON.stringify(one.slice(0, -1)) === JSON.stringify(other.slice(0, -1));
}

function sum(one: SpeculationWaste, other: SpeculationWaste): SpeculationWaste {
  return {
    requests: one.requests + other.requests,
    characters: one.characters + other.characters,
    inputTokens: one.inputTokens + other.inputTokens,
    outputTokens: one.outputTokens + other.outputTokens,
  };
}
