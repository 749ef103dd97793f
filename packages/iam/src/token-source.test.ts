import { manualClock } from '@rechka/core/testing';
import { describe, expect, it } from 'vitest';
import type { MintedToken } from './minted-token.js';
import type { TokenCache } from './token-cache.js';
import { TokenSource } from './token-source.js';

/** A disk that does each thing when it is let, as a slow one may. */
class SlowCache implements TokenCache {
  kept: string | undefined;
  readonly #waiting: (() => void)[] = [];

  read(): Promise<MintedToken | undefined> {
    return Promise.resolve(this.kept === undefined ? undefined : { value: this.kept, lifetimeMs: 3_600_000 });
  }

  async write({ value }: MintedToken): Promise<void> {
    await this.#turn();
    this.kept = value;
  }

  async drop(value: string): Promise<void> {
    if (this.kept === value) this.kept = undefined;
  }

  /** Lets what waits be done, until nothing does. */
  async settle(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      this.#waiting.shift()?.();
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  #turn(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve));
  }
}

describe('TokenSource', () => {
  it('keeps no token on disk that was refused while it was being written', async () => {
    const cache = new SlowCache();
    let minted = 0;
    const source = new TokenSource({
      mint: () => Promise.resolve({ value: `token-${(minted += 1)}`, lifetimeMs: 3_600_000 }),
      clock: manualClock(),
      random: () => 0,
      onProblem: (error) => expect.fail(String(error)),
      cache,
    });
    source.drop(await source.token());
    await cache.settle();
    expect(cache.kept).toBeUndefined();
    const next = source.token();
    await cache.settle();
    expect(await next).toBe('token-2');
    expect(cache.kept).toBe('token-2');
  });
});
