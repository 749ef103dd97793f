import type { Clock, StreamListener } from '@rechka/core';
import type { Credentials } from '@rechka/iam';

/** Options of an `RpcClient`. */
export interface RpcOptions {
  /**
   * `https://host[:port]`, or `http://host:port` on this machine. Certificates are checked against the roots of Node:
   * `NODE_EXTRA_CA_CERTS` adds to them, `trustedCa` and `GRPC_DEFAULT_SSL_ROOTS_FILE_PATH` take their place.
   */
  endpoint: string;
  /** Authorities whose certificates are trusted, in PEM, in place of those of Node. Default: Node's. */
  trustedCa?: string | undefined;
  auth: Credentials;
  /** Sent as `x-folder-id` when given. */
  folderId?: string | undefined;
  /** Governs deadlines and backoff. Default: the host's clock. */
  clock?: Clock | undefined;
  /**
   * Streams put on one connection before another is opened, 1–1000. Default 80: servers commonly allow 100,
   * and a stream beyond what the server allows waits without an error (measured).
   */
  maxStreamsPerConnection?: number;
  /** Sent as `x-data-logging-enabled` when given. The cloud's own default is off. */
  dataLogging?: boolean;
  /** Source of jitter, 0 ≤ x < 1. Default `Math.random`. */
  random?: (() => number) | undefined;
}

/** Options of one call. */
export interface CallOptions {
  /** Ends the call with `ERR_ABORTED`. */
  signal?: AbortSignal;
  /**
   * The longest the whole call may take, token and retries included, in ms; then `ERR_DEADLINE`.
   * Default: 15 000 for `unary`, none for streams.
   */
  deadlineMs?: number;
  /**
   * The longest wait for the next message of a stream while the consumer is asking for one, in ms; then
   * `ERR_DEADLINE`. Default: 30 000 for `serverStream`, none for `duplex`.
   */
  silenceMs?: number;
  /**
   * The longest wait of a `duplex` for its token and connection, in ms; then `ERR_DEADLINE`. A network that drops
   * packets without a word gives no error for minutes. Default: none.
   */
  connectMs?: number;
  /**
   * Asked when a call has failed that would be tried again; `false` lets the failure stand. A call whose credentials
   * were refused is sent once more all the same. Default: always tried again.
   */
  mayRetry?: () => boolean;
  /**
   * Awaited before a call is tried again, within its deadline: the permit of one more request, where a quota counts
   * requests. What it rejects with ends the call; `signal` aborts when the call is over. Default: nothing.
   */
  readmit?: (signal: AbortSignal) => Promise<unknown>;
  /** Sent as `x-client-request-id`. Default: a random UUID. */
  requestId?: string;
  /** Further request metadata; keys in lower case. */
  metadata?: Record<string, string>;
}

/** A call that answers with a stream. Iterated once; breaking out of the loop cancels the call. */
export interface ServerCall<Response> extends AsyncIterable<Response> {
  /** Our `x-client-request-id`. */
  readonly requestId: string;
  /** Whether there has been a token for it; a call that ended without one was never made. */
  readonly authorized: boolean;
}

/** A call that streams both ways. Iterated once; breaking out of the loop cancels the call. */
export interface DuplexCall<RequestInit, Response> extends AsyncIterable<Response> {
  /**
   * Hands each message over as it comes, in place of iteration (`ERR_MISUSE` after it), and where no back-pressure is
   * needed. For calls that are many and long: a promise that is waited for grows old, and what it is then resolved with
   * is kept until the whole heap is collected. `silenceMs` is not watched. A `next` that throws cancels the
   * call. Neither function is called before `listen` returns.
   */
  listen(listener: StreamListener<Response>): void;
  /** Our `x-client-request-id`. */
  readonly requestId: string;
  /**
   * Sends a message. Never blocks: queued until the token and the connection are there; watch
   * {@link DuplexCall.unsentBytes}. Does nothing when the call has ended (iteration tells why);
   * throws `ERR_MISUSE` after {@link DuplexCall.halfClose}.
   */
  write(message: RequestInit): void;
  /** Encoded bytes written but not yet handed to the peer's flow control; 0 once the call has ended. */
  readonly unsentBytes: number;
  /** Whether there has been a token for it; a call that ended without one was never made. */
  readonly authorized: boolean;
  /** Whether the peer has taken anything yet; until then the token and the connection are awaited. */
  readonly connected: boolean;
  /** No more messages from us; the server finishes its answer. */
  halfClose(): void;
  /**
   * The peer has stopped taking what it is sent: the connection below gets no more calls, and ends with those it has.
   * A call that had no connection in time (`connectMs`) does so by itself.
   */
  distrustConnection(): void;
  /** Ends the call; iteration rejects with `ERR_ABORTED`. */
  cancel(): void;
}
