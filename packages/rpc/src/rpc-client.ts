import { checkNumber, checkText, invalidOption, systemClock, VoiceError } from '@rechka/core';
import { checkEndpoint, checkTrustedCa } from '@rechka/iam';
import type { Method } from '@rechka/proto/wire';
import { type Admission, admissionFor } from './admission.js';
import { CallContext, type ClientContext } from './call-context.js';
import { CallScope } from './call-scope.js';
import { ChannelPool } from './channel-pool.js';
import { RunningDuplexCall } from './duplex-call.js';
import { encodeMessage } from './encode.js';
import type { CallOptions, DuplexCall, RpcOptions, ServerCall } from './rpc-options.js';
import { RunningServerCall } from './server-call.js';

const defaultUnaryDeadlineMs = 15_000;
const defaultSilenceMs = 30_000;
const defaultConnectDeadlineMs = 10_000;
const longestMs = 24 * 3_600_000;

/**
 * Calls to one host of the cloud: connections, metadata, deadlines, retries and errors in one place. Failures
 * are `VoiceError`s with the request id.
 *
 * Throws at construction `ERR_INVALID_OPTION`, and `ERR_INSECURE_ENDPOINT` for plaintext to another machine
 * (unless the credentials are of kind `none`).
 *
 * @example
 * ```ts
 * const client = new RpcClient({ endpoint: cloud.endpoints.tts, auth: cloud.auth });
 * for await (const response of client.serverStream(Synthesizer.utteranceSynthesis, { text: 'Привет' })) {
 *   play(response.audioChunk?.data);
 * }
 * client.close();
 * ```
 */
export class RpcClient {
  readonly #context: ClientContext;
  readonly #quotaScope: string;
  #closed = false;

  constructor(options: RpcOptions) {
    const {
      auth,
      folderId,
      clock = systemClock,
      maxStreamsPerConnection = 80,
      dataLogging,
      random = Math.random,
    } = options;
    if (typeof (auth as Partial<typeof auth> | undefined)?.authorization !== 'function') {
      throw invalidOption('auth', auth, 'credentials, e.g. fromEnv().auth');
    }
    const endpoint = checkEndpoint('endpoint', options.endpoint, {
      plaintext: auth.kind === 'none' ? 'anywhere' : 'loopback',
    });
    const { trustedCa } = options;
    if (trustedCa !== undefined) checkTrustedCa('trustedCa', trustedCa);
    checkNumber('maxStreamsPerConnection', maxStreamsPerConnection, { min: 1, max: 1000, integer: true });
    if (folderId !== undefined) checkText('folderId', folderId);
    this.#quotaScope = folderId ?? options.endpoint;
    this.#context = {
      host: endpoint.authority,
      auth,
      folderId,
      dataLogging,
      clock,
      random,
      pool: new ChannelPool(endpoint, maxStreamsPerConnection, trustedCa),
      running: new Set(),
    };
  }

  /**
   * The quotas that its calls count against: those of its folder or, without one, of its endpoint. Permits are for
   * the caller to take: no call does so by itself.
   */
  get admission(): Admission {
    return admissionFor(this.#quotaScope, { clock: this.#context.clock });
  }

  /**
   * Fetches the token and opens a connection ahead of the first call, which then starts a few hundred
   * milliseconds sooner. Rejects as a call would; `deadlineMs` is 10 000 by default.
   */
  async connect({
    deadlineMs = defaultConnectDeadlineMs,
    signal,
  }: { deadlineMs?: number; signal?: AbortSignal } = {}): Promise<void> {
    this.#checkOpen();
    checkLimit('deadlineMs', deadlineMs);
    const { clock, host, auth, pool, running } = this.#context;
    let authorized = false;
    const scope = new CallScope({
      clock,
      target: host,
      authorized: () => authorized,
      requestId: undefined,
      signal,
      deadlineMs,
    });
    running.add(scope);
    try {
      await scope.withSignal(async (signal) => {
        signal.throwIfAborted();
        const header = auth.authorization({ signal }).then(() => (authorized = true));
        await Promise.all([header, pool.connect(signal)]);
      });
    } catch (error) {
      throw scope.reasonOr(error);
    } finally {
      scope.end();
      running.delete(scope);
    }
  }

  /** One request, one answer. Tried up to three times while the service is unavailable or over its quota. */
  async unary<QI, Q, SI, S>(
    method: Method<QI, Q, SI, S>,
    request: QI,
    options: CallOptions = {},
  ): Promise<S> {
    const call = this.#call(method, request, { deadlineMs: defaultUnaryDeadlineMs, ...options });
    const answers: S[] = [];
    for await (const answer of call) answers.push(answer);
    const [answer] = answers;
    if (answer === undefined || answers.length > 1) {
      throw new VoiceError({
        code: 'ERR_PROTOCOL',
        message: `${this.#context.host}${method.path} gave ${answers.length} answers instead of one.`,
        requestId: call.requestId,
      });
    }
    return answer;
  }

  /**
   * One request, a stream of answers. Sent at once: iterate the call, or abort it. Tried up to three times
   * while nothing has been answered.
   */
  serverStream<QI, Q, SI, S>(
    method: Method<QI, Q, SI, S>,
    request: QI,
    options: CallOptions = {},
  ): ServerCall<S> {
    return this.#call(method, request, { silenceMs: defaultSilenceMs, ...options });
  }

  /** Streams both ways. Opened at once and never tried again. */
  duplex<QI, Q, SI, S>(method: Method<QI, Q, SI, S>, options: CallOptions = {}): DuplexCall<QI, S> {
    return new RunningDuplexCall(this.#begin(method, options, { sentOnce: true }), method.request);
  }

  /** Ends every call with `ERR_ABORTED` and closes the connections. Doing it twice is harmless. */
  close(): void {
    this.#closed = true;
    const reason = new VoiceError({ code: 'ERR_ABORTED', message: 'The client was closed.' });
    for (const scope of [...this.#context.running]) scope.abort(reason);
    this.#context.pool.close();
  }

  #call<QI, Q, SI, S>(method: Method<QI, Q, SI, S>, request: QI, options: CallOptions): ServerCall<S> {
    const bytes = encodeMessage(method.request, request);
    return new RunningServerCall(this.#begin(method, options), bytes);
  }

  #begin<QI, Q, SI, S>(
    method: Method<QI, Q, SI, S>,
    options: CallOptions,
    sending?: { sentOnce: boolean },
  ): CallContext<QI, Q, SI, S> {
    this.#checkOpen();
    if (options.deadlineMs !== undefined) checkLimit('deadlineMs', options.deadlineMs);
    if (options.silenceMs !== undefined) checkLimit('silenceMs', options.silenceMs);
    if (options.connectMs !== undefined) checkLimit('connectMs', options.connectMs);
    return new CallContext(this.#context, method, options, sending);
  }

  #checkOpen(): void {
    if (this.#closed)
      throw new VoiceError({ code: 'ERR_MISUSE', message: 'The client is closed; make a new one.' });
  }
}

function checkLimit(name: string, value: unknown): void {
  checkNumber(name, value, { min: 1, max: longestMs });
}
