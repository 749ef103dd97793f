import {
  abortError,
  checkFormatAmong,
  checkObject,
  invalidOption,
  leavable,
  pcm,
  type AudioFormat,
  type Clock,
  type TextToSpeech,
  type TtsEvent,
  type TtsSpeakOptions,
  VoiceError,
} from '@rechka/core';
import type { Cloud } from '@rechka/iam';
import { Synthesizer, type UtteranceSynthesisResponse } from '@rechka/proto/tts';
import { checkClientOptions, Commitment, RpcClient } from '@rechka/rpc';
import { PieceReader } from './piece-reader.js';
import type { Piece } from './split-text.js';
import { SpokenEvents } from './spoken-events.js';
import { streamSpeech } from './stream-speech.js';
import { resolveOptions, type ResolvedOptions, type SynthesisOptions } from './synthesis-options.js';
import { streamOptions, utteranceRequest } from './synthesis-request.js';
import { utteranceSpeech, type Place } from './utterance-speech.js';
import { wordTokens } from './word-tokens.js';

/** Options of {@link SpeechKitTts}: where the cloud is, and how the voice sounds. */
export interface SpeechKitTtsOptions
  extends Pick<Cloud, 'auth' | 'folderId' | 'trustedCa'>, SynthesisOptions {
  endpoints: Pick<Cloud['endpoints'], 'tts'>;
  /** Governs deadlines. Default: the host's clock. */
  clock?: Clock;
  /** Source of jitter of repeated requests, 0 ≤ x < 1. Default `Math.random`. */
  random?: () => number;
}

/**
 * Streaming synthesis by Yandex SpeechKit v3, with alignment.
 *
 * @example
 * ```ts
 * const tts = new SpeechKitTts({ ...fromEnv(), voice: 'marina' });
 * for await (const event of tts.speak(segments, { format: pcm(8000) })) {
 *   if (event.type === 'audio') await sink.write(event.data);
 * }
 * ```
 */
export class SpeechKitTts implements TextToSpeech {
  /** Raw PCM; the service gives any rate from 8 to 48 kHz, and these are the common ones. */
  readonly formats = [pcm(8000), pcm(16_000), pcm(22_050), pcm(24_000), pcm(44_100), pcm(48_000)] as const;
  readonly #given: SpeechKitTtsOptions;
  readonly #options: ResolvedOptions;
  #rpc: RpcClient;
  /** Whether the connections are those of another client. */
  #borrowed = false;

  /** Throws `ERR_INVALID_OPTION`, or `ERR_INSECURE_ENDPOINT` for a real credential on a plaintext host. */
  constructor(options: SpeechKitTtsOptions) {
    checkClientOptions(options, 'tts');
    const { auth, folderId, endpoints, trustedCa, clock, random } = options;
    this.#given = options;
    this.#options = resolveOptions(options);
    this.#rpc = new RpcClient({ endpoint: endpoints.tts, auth, folderId, trustedCa, clock, random });
  }

  /**
   * The same client with another voice, speed or the like; what is left out stays, but for the role and model, which
   * belong to the voice. Costs next to nothing: it shares the connections, and with them the quota, of the client it is
   * made from, and ends with that one's `close()`; its own does nothing. Throws `ERR_INVALID_OPTION`.
   *
   * @example
   * ```ts
   * const master = tts.with({ voice: 'filipp', speed: 1.1 });
   * await pipeline.say('Слушаю вас!', { tts: master });
   * ```
   */
  with(options: SynthesisOptions): SpeechKitTts {
    checkObject('options', options, 'an object, e.g. { voice, speed }');
    const { role, model, ...given } = this.#given;
    const ofVoice =
      options.voice === undefined
        ? { ...(role !== undefined && { role }), ...(model !== undefined && { model }) }
        : {};
    const derived = new SpeechKitTts({ ...given, ...ofVoice, ...options });
    // Its own had not connected yet.
    derived.#rpc = this.#rpc;
    derived.#borrowed = true;
    return derived;
  }

  /** Connects and fetches a token ahead of the first call. Rejects with the `VoiceError` of whatever failed. */
  connect(options?: { deadlineMs?: number; signal?: AbortSignal }): Promise<void> {
    return this.#rpc.connect(options);
  }

  /**
   * Speaks the items of `text`, each as soon as it comes; those longer than 250 characters are cut. Items with
   * nothing to say (blank, or markup only) are silent. Nothing is sent before the first `next()`. Iterated
   * once. Throws `ERR_INVALID_OPTION` for a format that is not in {@link formats}, and for a text that is no stream.
   *
   * `speculative` speech is not kept waiting and not tried again: iteration throws `ERR_QUOTA` when less than 30 % of
   * the requests of this second would remain for others. An item is refused when its turn has come to be played, and
   * not if the speech was committed by then. A request that was made is never taken back.
   */
  speak(text: AsyncIterable<string>, options: TtsSpeakOptions): AsyncIterableIterator<TtsEvent, void> {
    if (typeof (text as Partial<typeof text> | undefined)?.[Symbol.asyncIterator] !== 'function')
      throw invalidOption('text', text, 'an async iterable of text');
    checkObject('options', options, 'an object with format');
    const { format } = options;
    checkFormatAmong('format', format, this.formats);
    const stop = new AbortController();
    return leavable(this.#events(text, options, stop), () => stop.abort());
  }

  /** Closes the connections, unless they are another's (see `with`). Speech that is under way ends with an error. */
  close(): void {
    if (!this.#borrowed) this.#rpc.close();
  }

  async *#events(
    text: AsyncIterable<string>,
    options: TtsSpeakOptions,
    stop: AbortController,
  ): AsyncGenerator<TtsEvent, void> {
    const { signal } = options;
    const pieces = new PieceReader(text);
    stop.signal.addEventListener('abort', () => pieces.stop(), { once: true });
    const halt = () => stop.abort();
    signal?.addEventListener('abort', halt, { once: true });
    if (signal?.aborted === true) halt();
    const checkAborted = () => {
      if (signal?.aborted === true) throw abortError(signal);
    };
    try {
      for await (const event of this.#speech(pieces, options, stop.signal)) {
        checkAborted();
        yield event;
      }
      checkAborted();
    } catch (error) {
      checkAborted();
      throw error;
    } finally {
      signal?.removeEventListener('abort', halt);
      halt();
    }
  }

  #speech(
    pieces: PieceReader,
    options: TtsSpeakOptions,
    signal: AbortSignal,
  ): AsyncGenerator<TtsEvent, void> {
    const { format } = options;
    const events = new SpokenEvents(format);
    const commitment = new Commitment(options);
    const { mode, prefetch, deadlineMs } = this.#options;
    if (mode === 'utterance') {
      return utteranceSpeech({
        pieces,
        events,
        prefetch,
        signal,
        request: (piece, place) => this.#request(piece, format, { ...place, commitment }, signal),
      });
    }
    const open = async () => {
      await this.#admitted({ commitment, ahead: false, turn: Promise.resolve() }, signal);
      return this.#rpc.duplex(Synthesizer.streamSynthesis, { signal, connectMs: deadlineMs });
    };
    return streamSpeech({ pieces, events, open, options: streamOptions(this.#options, format) });
  }

  async *#request(
    piece: Piece,
    format: AudioFormat,
    standing: Standing,
    signal: AbortSignal,
  ): AsyncGenerator<UtteranceSynthesisResponse> {
    await this.#admitted(standing, signal);
    const request = utteranceRequest(piece.text, this.#options, format);
    const answer = this.#rpc.serverStream(Synthesizer.utteranceSynthesis, request, {
      signal,
      deadlineMs: this.#options.deadlineMs,
      mayRetry: () => standing.commitment.made,
      readmit: (callSignal) => this.#admitted(standing, callSignal),
    });
    let sounded = false;
    for await (const response of answer) {
      sounded ||= (response.audioChunk?.data.byteLength ?? 0) > 0;
      yield response;
    }
    // Signs alone may be silent.
    if (!sounded && wordTokens(piece.text).length > 0) throw withoutSound(answer.requestId);
  }

  /** Takes the permit of one request. */
  async #admitted({ commitment, ahead, turn }: Standing, signal: AbortSignal): Promise<void> {
    const { ttsRequests } = this.#rpc.admission;
    if (!commitment.made) {
      try {
        await ttsRequests.acquire({ priority: 'speculative', signal });
        return;
      } catch (error) {
        // Told at once, the refusal would be heard of only after what is played before, perhaps in a committed reply.
        const committed = new Promise<boolean>((resolve) => {
          commitment.whenMade(() => resolve(true));
          void turn.then(() => resolve(false));
        });
        if (!(await committed)) throw error;
      }
    }
    await ttsRequests.acquire({ priority: ahead ? 'prefetch' : 'committed', signal });
  }
}

/** How urgent the request for a piece is. */
interface Standing extends Place {
  readonly commitment: Commitment;
}

function withoutSound(requestId: string): VoiceError {
  return new VoiceError({
    code: 'ERR_PROTOCOL',
    message: 'The service ended a request for synthesis without sound; try again.',
    retryable: true,
    requestId,
  });
}
