import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How many ports are tried. */
const attempts = 20;

/**
 * Listens on loopback at `port` (0 for any), or the next one that is free; resolves with the one it got. Rejects with
 * what the system says if there is none.
 */
export async function listen(server: Server, port: number): Promise<number> {
  for (let tried = port; ; tried += 1) {
    try {
      server.listen(tried, '127.0.0.1');
      await once(server, 'listening');
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
      if (!isTaken || tried + 1 === port + attempts || tried === 65_535) throw error;
    }
  }
}
