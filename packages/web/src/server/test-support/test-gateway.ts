import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserCall } from '../browser-call.js';
import { createGateway } from '../gateway.js';
import type { GatewayOptions } from '../gateway-options.js';

/** A gateway at a real HTTP server on a free port. */
export async function startGateway(
  options: Partial<GatewayOptions> = {},
  server: Server = createServer((_, response) => response.writeHead(404).end()),
) {
  const calls: BrowserCall[] = [];
  const errors: unknown[] = [];
  const gateway = createGateway({
    server,
    onCall: (call) => void calls.push(call),
    onError: (error) => void errors.push(error),
    ...options,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    gateway,
    server,
    calls,
    errors,
    port,
    url: `ws://127.0.0.1:${port}/voice`,
    close: async () => {
      await gateway.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
