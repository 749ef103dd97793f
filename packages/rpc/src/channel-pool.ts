import {
  Client,
  connectivityState,
  credentials,
  type ChannelCredentials,
  type ChannelOptions,
} from '@grpc/grpc-js';
import { VoiceError } from '@rechka/core';
import type { CheckedEndpoint } from '@rechka/iam';

/**
 * What grpc-js must be told for voice. The first three are measured: with the default 64 KiB window twenty
 * simultaneous replies of the synthesiser arrive 29 times later than with 4 MiB; with the default retry buffer
 * 36 s of audio vanish into a server that has stopped reading; channels with equal options share one
 * connection unless each has a pool of its own.
 */
const channelOptions: ChannelOptions = {
  'grpc-node.flow_control_window': 4 * 1024 * 1024,
  'grpc.per_rpc_retry_buffer_size': 0,
  'grpc.use_local_subchannel_pool': 1,
  // An utterance of synthesised speech comes as one message: 24 s at 48 kHz are 2.3 MB, near the default of 4 MiB.
  'grpc.max_receive_message_length': 16 * 1024 * 1024,
  // A dead connection is noticed within 40 s, and a warm one survives the idle timeouts of NATs.
  'grpc.keepalive_time_ms': 30_000,
  'grpc.keepalive_timeout_ms': 10_000,
  'grpc.keepalive_permit_without_calls': 1,
  // A caller does not wait a second for a second try, nor two minutes for a service that came back.
  'grpc.initial_reconnect_backoff_ms': 200,
  'grpc.max_reconnect_backoff_ms': 2_000,
  // The services publish no gRPC service config in DNS: do not wait for a TXT record.
  'grpc.service_config_disable_resolution': 1,
};

/** Connections beyond the first serve bursts: one without calls is closed after this. */
const extraIdleTimeoutMs = 60_000;

/** A connection, and how it is used. */
interface Connection {
  readonly client: Client;
  streams: number;
  /** Streams that the peer has taken something of. */
  taken: number;
}

/** A place for one stream on a connection. */
export class Lease {
  readonly #pool: LeasePool;
  readonly #connection: Connection;
  #state: 'waiting' | 'taken' | 'released' = 'waiting';

  constructor(pool: LeasePool, connection: Connection) {
    this.#pool = pool;
    this.#connection = connection;
    connection.streams++;
  }

  get client(): Client {
    return this.#connection.client;
  }

  /** The peer has taken something of the stream: it is one of those that it allows. */
  taken(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'taken';
    this.#connection.taken++;
  }

  /** Gives the place back; once. */
  release(): void {
    if (this.#state === 'released') return;
    if (this.#state === 'taken') this.#connection.taken--;
    this.#state = 'released';
    this.#connection.streams--;
    this.#pool.released(this.#connection);
  }

  /**
   * The connection takes nothing of this stream: it gets no further one, and is closed when the last of those it has
   * ends. A peer that has vanished without a word, or that allows fewer streams than we put on it, is told by nothing
   * else; if it has taken others, as many as these are put on a connection from now on.
   */
  distrust(): void {
    // Whose place was given back has nothing to say of the connection, and nobody would close it.
    if (this.#state !== 'released') this.#pool.distrusted(this.#connection, this.#state);
  }
}

/** What a {@link Lease} tells its pool. */
interface LeasePool {
  released(connection: Connection): void;
  /** `stream`: whether the peer has taken anything of the stream that is stuck. */
  distrusted(connection: Connection, stream: 'waiting' | 'taken'): void;
}

/** No server is known to allow fewer streams. Assumed: a connection that died early must not teach us less. */
const leastStreams = 20;

/**
 * Connections to one host. A stream goes to the least loaded one with room, else to a new one, so that no
 * stream ever waits behind the limit of streams that the server puts on a connection.
 */
export class ChannelPool implements LeasePool {
  readonly #endpoint: CheckedEndpoint;
  /** One for all connections: the certificates are read once. */
  readonly #credentials: ChannelCredentials;
  #maxStreams: number;
  readonly #connections: Connection[] = [];

  /** `trustedCa` (PEM) is trusted in place of Node's authorities. */
  constructor(endpoint: CheckedEndpoint, maxStreamsPerConnection: number, trustedCa?: string) {
    this.#endpoint = endpoint;
    this.#maxStreams = maxStreamsPerConnection;
    const { secure } = endpoint;
    const roots = trustedCa === undefined ? null : Buffer.from(trustedCa);
    this.#credentials = secure ? credentials.createSsl(roots) : credentials.createInsecure();
  }

  /** How many connections there are. */
  get size(): number {
    return this.#connections.length;
  }

  acquire(): Lease {
    const connection = this.#leastLoaded() ?? this.#add();
    return new Lease(this, connection);
  }

  /**
   * Opens the first connection now. Rejects with `ERR_UNAVAILABLE` at the first failure to connect, and with
   * the signal's reason when it aborts.
   */
  connect(signal: AbortSignal): Promise<void> {
    const channel = (this.#connections[0] ?? this.#add()).client.getChannel();
    return new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason as VoiceError);
      signal.addEventListener('abort', onAbort, { once: true });
      const settle = (action: () => void) => {
        signal.removeEventListener('abort', onAbort);
        action();
      };
      const look = () => {
        if (signal.aborted) return;
        const state = channel.getConnectivityState(true);
        if (state === connectivityState.READY) settle(resolve);
        else if (state === connectivityState.TRANSIENT_FAILURE) settle(() => reject(this.#unreachable()));
        else channel.watchConnectivityState(state, Infinity, look);
      };
      look();
    });
  }

  /** @internal By a lease. */
  released(connection: Connection): void {
    if (connection.streams === 0 && !this.#connections.includes(connection)) connection.client.close();
  }

  /** @internal By a lease. */
  distrusted(connection: Connection, stream: 'waiting' | 'taken'): void {
    const place = this.#connections.indexOf(connection);
    if (place >= 0) this.#connections.splice(place, 1);
    if (stream === 'waiting' && connection.taken > 0) {
      this.#maxStreams = Math.min(this.#maxStreams, Math.max(leastStreams, connection.taken));
    }
  }

  close(): void {
    for (const { client } of this.#connections.splice(0)) client.close();
  }

  #leastLoaded(): Connection | undefined {
    let best: Connection | undefined;
    for (const connection of this.#connections) {
      if (connection.streams < (best?.streams ?? this.#maxStreams)) best = connection;
    }
    return best;
  }

  #add(): Connection {
    const { authority, loopback } = this.#endpoint;
    const client = new Client(authority, this.#credentials, {
      ...channelOptions,
      // A proxy from the environment would carry plaintext meant for this machine off it.
      ...(loopback ? { 'grpc.enable_http_proxy': 0 } : {}),
      ...(this.#connections.length > 0 ? { 'grpc.client_idle_timeout_ms': extraIdleTimeoutMs } : {}),
    });
    const connection = { client, streams: 0, taken: 0 };
    this.#connections.push(connection);
    return connection;
  }

  #unreachable(): VoiceError {
    return new VoiceError({
      code: 'ERR_UNAVAILABLE',
      message: `Could not connect to ${this.#endpoint.origin}; check the endpoint, the network and the firewall.`,
      retryable: true,
    });
  }
}
