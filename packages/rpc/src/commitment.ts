import type { Urgency } from '@rechka/core';

/** Whether work is still speculative, and when it ceases to be. A `committed` that rejects is one that never comes. */
export class Commitment {
  #made: boolean;
  readonly #callbacks: (() => void)[] = [];

  constructor({ priority = 'committed', committed }: Urgency) {
    this.#made = priority === 'committed';
    committed?.then(
      () => this.#make(),
      () => undefined,
    );
  }

  /** Whether the work is committed now. */
  get made(): boolean {
    return this.#made;
  }

  /** Calls back when the work is committed, or now if it is; before whoever begins to await `committed` after this. */
  whenMade(callback: () => void): void {
    if (this.#made) callback();
    else this.#callbacks.push(callback);
  }

  #make(): void {
    this.#made = true;
    for (const callback of this.#callbacks.splice(0)) callback();
  }
}
