import { manualClock } from '@rechka/core/testing';
import { expect, it } from 'vitest';
import { metadata } from './metadata.js';
import { IamServer, tokenOf } from './testing/iam-server.js';

it('serves no token beyond the life that the metadata service says is left of it', async () => {
  const server = new IamServer({ lifetimeMs: 30_000 });
  const clock = manualClock();
  try {
    const auth = metadata({ endpoint: await server.listen(), clock, random: () => 0 });
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    await clock.advance(14_000);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(1)}`);
    await clock.advance(17_000);
    expect(await auth.authorization()).toBe(`Bearer ${tokenOf(2)}`);
  } finally {
    await server.close();
  }
});
