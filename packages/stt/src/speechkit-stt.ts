import { randomUUID } from 'node:crypto';
import {
  checkFormatAmong,
  checkObject,
  pcm,
  systemClock,
  type Clock,
  type SpeechToText,
  type SttOpenOptions,
} from '@rechka/core';
import type { Cloud } from '@rechka/iam';
import { Recognizer } from '@rechka/proto/stt';
import { RpcClient, admissionFor, checkClientOptions } from '@rechka/rpc';
import {
  resolveEndpointing,
  resolveOptions,
  type RecognitionOptions,
  type ResolvedOptions,
} from './recognition-options.js';
import { RecognitionSession } from './recognition-session.js';
import { RecognitionStream, tickMs, type SpeechKitStream } from './recognition-stream.js';
import { sessionOptions } from './session-options.js';
import { Ticker } from './ticker.js';
import { inWholeMs } from './whole-ms.js';

/** Token, TCP and TLS take well under a second; a session that has no connection by then is tried again. */
const connectMs = 10_000;

/** Options of {@link SpeechKitStt}: where the cloud is, and how to recognise. */
export interface SpeechKitSttOptions
  extends Pick<Cloud, 'auth' | 'folderId' | 'trustedCa'>, RecognitionOptions {
  endpoints: Pick<Cloud['endpoints'], 'stt'>;
  /** Governs keep-alive and backoff. Default: the host's clock. */
  clock?: Clock;
  /** Source of jitter, 0 ≤ x < 1. Default `Math.random`. */
  random?: () => number;
}

/**
 * Streaming recognition by Yandex SpeechKit v3. A stream lasts as long as the conversation: the service's
 * limits of 5 minutes and 10 MB, broken connections and silent microphones are dealt with inside.
 *
 * @example
 * ```ts
 * const stt = new SpeechKitStt(fromEnv());
 * const stream = stt.open({ format: pcm(16_000) });
 * for await (const event of stream) if (event.type === 'transcript-final') console.log(event.text);
 * ```
 */
export class SpeechKitStt implements SpeechToText {
  /** Rates that the service takes as raw PCM; 16 kHz is what its models are made for. */
  readonly formats = [pcm(16_000), pcm(8000), pcm(48_000)] as const;
  readonly #options: ResolvedOptions;
  readonly #rpc: RpcClient;
  readonly #scope: string;
  readonly #clock: Clock;
  /** Of the streams. */
  readonly #streamClock: Clock;
  readonly #ticker: Ticker;
  readonly #random: () => number;

  /** Throws `ERR_INVALID_OPTION`, or `ERR_INSECURE_ENDPOINT` for a real credential on a plaintext host. */
  constructor(options: SpeechKitSttOptions) {
    checkClientOptions(options, 'stt');
    const { auth, folderId, endpoints, trustedCa, clock = systemClock, random = Math.random } = options;
    this.#options = resolveOptions(options);
    this.#clock = clock;
    this.#streamClock = inWholeMs(clock);
    this.#ticker = new Ticker(this.#streamClock, tickMs);
    this.#random = random;
    this.#scope = folderId ?? endpoints.stt;
    this.#rpc = new RpcClient({
      endpoint: endpoints.stt,
      auth,
      trustedCa,
      clock,
      random,
      ...(folderId === undefined ? {} : { folderId }),
    });
  }

  /** Connects and fetches a token ahead of the first call. Rejects with the `VoiceError` of whatever failed. */
  connect(options?: { deadlineMs?: number; signal?: AbortSignal }): Promise<void> {
    return this.#rpc.connect(options);
  }

  /**
   * Begins a recognition; returns at once. Throws `ERR_INVALID_OPTION`. Iteration throws when recognition has
   * become impossible: the request refused, the credentials refused twice, nothing but failures for 30 s,
   * or no token for 8 s.
   */
  open(options: SttOpenOptions): SpeechKitStream {
    checkObject('options', options, 'an object with format');
    const { format, endpointing, signal } = options;
    checkFormatAmong('format', format, this.formats);
    const resolved = endpointing === undefined ? this.#options.endpointing : resolveEndpointing(endpointing);
    const { requestIdPrefix } = this.#options;
    const limiter = admissionFor(this.#scope, { clock: this.#clock }).sttStreams;
    const open = async (stop: AbortSignal) => {
      await limiter.acquire({ priority: 'committed', signal: stop });
      const requestId =
        requestIdPrefix === undefined ? {} : { requestId: `${requestIdPrefix}${randomUUID()}` };
      return new RecognitionSession({
        call: this.#rpc.duplex(Recognizer.recognizeStreaming, { connectMs, ...requestId }),
        options: sessionOptions(this.#options, format, resolved),
        format,
        clock: this.#streamClock,
      });
    };
    const { limits, chunkMs, bufferMs, replayMs, replaySpeed } = this.#options;
    // One by one: each object that is put together by `...` is of a shape of its own, and there is one for each call.
    return new RecognitionStream({
      open,
      format,
      endpointing: resolved,
      limits,
      chunkMs,
      bufferMs,
      replayMs,
      replaySpeed,
      clock: this.#streamClock,
      ticker: this.#ticker,
      random: this.#random,
      signal,
    });
  }

  /** Closes the connections. Streams that are open end with an error. */
  close(): void {
    this.#rpc.close();
  }
}
