/** The median of the last few values: what is usual, whatever single ones do. */
export class RecentMedian {
  readonly #values: number[] = [];

  constructor(private readonly size: number) {}

  get count(): number {
    return this.#values.length;
  }

  add(value: number): void {
    this.#values.push(value);
    if (this.#values.length > this.size) this.#values.shift();
  }

  /** `undefined` before the first value. */
  get value(): number | undefined {
    return median(this.#values);
  }

  /** Median distance from the median. */
  get spread(): number {
    const { value } = this;
    return value === undefined ? 0 : (median(this.#values.map((one) => Math.abs(one - value))) ?? 0);
  }
}

function median(values: readonly number[]): number | undefined {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}
