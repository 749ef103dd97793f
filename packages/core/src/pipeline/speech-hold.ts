import { Gate } from './gate.js';

/**
 * Whether a speech is wanted. One that is made ahead of its turn is held: it is not known yet, and what it would do
 * beyond itself waits. All others are wanted from the first.
 */
export class SpeechHold {
  #state: 'held' | 'wanted' | 'unwanted' = 'wanted';
  readonly #wanted = new Gate();
  #waiting: ((wanted: boolean) => void)[] = [];

  /** From now on it is not known. */
  begin(): void {
    this.#state = 'held';
  }

  get isHeld(): boolean {
    return this.#state === 'held';
  }

  /** Resolves when it is known that it is wanted; never, if it is not. */
  get wanted(): Promise<void> {
    return this.#state === 'wanted' ? Promise.resolve() : this.#wanted.opened;
  }

  /** Waits until it is known that it is wanted; false if the signal aborts first. */
  async passed(signal: AbortSignal): Promise<boolean> {
    return this.isHeld ? this.#wanted.passed(signal) : !signal.aborted;
  }

  /** Acts when it is known, or now if it is; what waits is done in the order of its coming. */
  whenKnown(act: (wanted: boolean) => void): void {
    if (this.isHeld) this.#waiting.push(act);
    else act(this.#state === 'wanted');
  }

  /** It is known. Does nothing if it was. */
  end(wanted: boolean): void {
    if (!this.isHeld) return;
    this.#state = wanted ? 'wanted' : 'unwanted';
    if (wanted) this.#wanted.open();
    for (const act of this.#waiting.splice(0)) act(wanted);
  }
}
