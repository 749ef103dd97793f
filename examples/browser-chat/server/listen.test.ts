import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { listen } from './listen.js';

const servers: ReturnType<typeof createServer>[] = [];
const server = () => {
  const made = createServer();
  servers.push(made);
  return made;
};

afterEach(() => {
  for (const made of servers.splice(0)) made.close();
});

describe('listening', () => {
  it('takes the next port if the one wanted is busy', async () => {
    const first = await listen(server(), 0);
    const second = await listen(server(), first);
    expect(second).toBeGreaterThan(first);
    expect(second).toBeLessThan(first + 20);
  });

  it('fails for what the system refuses otherwise', async () => {
    await expect(listen(server(), 70_000)).rejects.toThrow(/port/i);
  });
});
