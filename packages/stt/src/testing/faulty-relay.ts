import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** The network between us and a service, and how it may fail. */
export interface FaultyRelay {
  /** Where to connect instead. */
  endpoint: string;
  /** How many connections there are. */
  readonly connections: number;
  /** Breaks all connections. */
  cut: () => void;
  /** Lets nothing through on the connections that there are, in neither direction, until {@link FaultyRelay.flow}. */
  stall: () => void;
  flow: () => void;
  /** Breaks all connections, and all that are made until {@link FaultyRelay.accept}. */
  refuse: () => void;
  accept: () => void;
  close: () => void;
}

/** A TCP relay on a free port of this machine. */
export async function faultyRelay(to: string): Promise<FaultyRelay> {
  const { port } = new URL(to);
  const pairs = new Set<readonly [Socket, Socket]>();
  let refusing = false;
  const server = createServer((near) => {
    if (refusing) {
      near.resetAndDestroy();
      return;
    }
    const far = connect(Number(port), '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [from, into] of [pair, [far, near] as const]) {
      from.setNoDelay(true);
      from.on('error', () => undefined);
      from.on('data', (data) => into.write(data));
      from.on('end', () => into.end());
      from.on('close', () => {
        into.destroy();
        pairs.delete(pair);
      });
    }
  });
  const all = (act: (socket: Socket) => unknown) => {
    for (const pair of [...pairs]) pair.forEach(act);
  };
  const cut = () => all((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    get connections() {
      return pairs.size;
    },
    cut,
    stall: () => all((socket) => socket.pause()),
    flow: () => all((socket) => socket.resume()),
    refuse: () => {
      refusing = true;
      cut();
    },
    accept: () => {
      refusing = false;
    },
    close: () => {
      cut();
      server.close();
    },
  };
}
