import { addressKey } from './peer-address.js';

const mostAtAll = 500;
const mostOfOneAddress = 50;

/** Those who have connected and not said yet what they want: as many as a server can afford that knows none of them. */
export class WaitingRoom {
  readonly #byAddress = new Map<string, number>();
  #all = 0;

  /** Lets somebody in, and returns what to call when they leave; `undefined` if there is no room. */
  enter(address: string): (() => void) | undefined {
    const key = addressKey(address);
    const before = this.#byAddress.get(key) ?? 0;
    if (this.#all >= mostAtAll || before >= mostOfOneAddress) return undefined;
    this.#all += 1;
    this.#byAddress.set(key, before + 1);
    return () => {
      this.#all -= 1;
      const left = (this.#byAddress.get(key) ?? 1) - 1;
      if (left > 0) this.#byAddress.set(key, left);
      else this.#byAddress.delete(key);
    };
  }
}
