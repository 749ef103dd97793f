import type { ClockTimer } from '@rechka/core';
import type { StreamingRequest, StreamingResponseInit } from '@rechka/proto/stt';
import type { ServerCall } from '../../grpc/server-call.js';
import { status } from '../../grpc/status.js';
import { LatencySampler } from '../../latency/latency-sampler.js';
import { EmulatedRecogniser } from '../../recogniser/index.js';
import { Refusal } from '../../refusal.js';
import { AudioPace } from './audio-pace.js';
import { PcmReader } from './pcm-reader.js';
import { ResultSender } from './result-sender.js';
import { readSessionOptions, type SessionSettings } from './session-options.js';
import { SessionStage } from './session-stage.js';
import { SkippedTime } from './skipped-time.js';
import { StreamLimits } from './stream-limits.js';
import type { SttServiceOptions } from './stt-service.js';

type SttCall = ServerCall<StreamingRequest, StreamingResponseInit>;

export interface SttSessionOptions extends SttServiceOptions {
  /** The next line of the script for ordinary speech, if there is one. */
  nextLine?: () => string | undefined;
}

/** What there is once the session options are here. */
interface Session extends SessionSettings {
  recogniser: EmulatedRecogniser;
  reader: PcmReader;
  results: ResultSender;
  pace: AudioPace;
}

/** Longest silence in one message; assumed. */
const MAX_SILENCE_MS = 300_000;

/**
 * One `RecognizeStreaming` call, from its first message to its last: feeds the audio to the recogniser, keeps the
 * limits and the stream alive.
 */
export class SttSession {
  readonly #call: SttCall;
  readonly #options: SttSessionOptions;
  readonly #limits: StreamLimits;
  readonly #skipped = new SkippedTime();
  #session: Session | undefined;
  #heardSamples = 0;
  #statusTimer: ClockTimer | undefined;
  #warned = false;

  constructor(call: SttCall, options: SttSessionOptions) {
    this.#call = call;
    this.#options = options;
    this.#limits = new StreamLimits(options);
  }

  async run(): Promise<void> {
    try {
      await Promise.race([this.#listen(), this.#limits.exceeded]);
    } finally {
      this.#limits.stop();
      this.#statusTimer?.cancel();
      this.#session?.results.close();
    }
  }

  async #listen(): Promise<void> {
    for await (const request of this.#call.requests) {
      this.#limits.messageCame();
      this.#take(request);
    }
    this.#limits.stop();
    if (this.#session === undefined) throw invalid('The stream ended before session_options');
    const { recogniser, results } = this.#session;
    results.tell(recogniser.end(), 'sttExternalFinalMs');
    await results.drained();
    results.status('CLOSED');
  }

  #take(request: StreamingRequest): void {
    if (request.sessionOptions !== undefined) {
      if (this.#session !== undefined)
        throw invalid('session_options must be sent only once, in the first message');
      this.#call.note({ type: 'options', options: request.sessionOptions });
      this.#begin(readSessionOptions(request.sessionOptions, this.#options));
      return;
    }
    const session = this.#session;
    if (session === undefined) throw invalid('The first message must be session_options');
    if (request.chunk !== undefined) {
      this.#hear(session, session.reader.read(request.chunk.data), request.chunk.data.byteLength);
    } else if (request.silenceChunk !== undefined) {
      this.#hearSilence(session, request.silenceChunk.durationMs);
    } else if (request.eou !== undefined && session.endpointing.type === 'external') {
      session.results.tell(session.recogniser.eou(), 'sttExternalFinalMs');
    }
  }

  #begin(settings: SessionSettings): void {
    const { hearing: manner, exact, toneSpeech, partialIntervalMs, clock, latency } = this.#options;
    const { random } = this.#call;
    const recogniser = new EmulatedRecogniser({
      ...settings,
      ...{ exact, manner, toneSpeech, partialIntervalMs },
      seed: random.integer(0, 0x7fff_ffff),
      ...(this.#options.nextLine && { nextLine: () => this.#nextLine() }),
    });
    const stage = new SessionStage(this.#call.progress, settings.normalization);
    const results = new ResultSender({
      stage,
      call: this.#call,
      options: this.#options,
      settings,
      latency: new LatencySampler(latency, random.fork()),
      random,
      skipped: this.#skipped,
      receivedMs: () => this.#receivedMs(),
    });
    const pace = new AudioPace({ ...this.#options, clock });
    this.#session = { ...settings, recogniser, results, pace, reader: new PcmReader(settings.channels) };
    this.#limits.sessionBegan();
    this.#keepAlive();
  }

  #keepAlive(): void {
    const { clock, statusIntervalMs } = this.#options;
    this.#sendStatus();
    this.#statusTimer = clock.setTimeout(() => this.#keepAlive(), statusIntervalMs);
  }

  #sendStatus(): void {
    const { pace, results } = this.#session ?? {};
    this.#warned = pace?.deservesWarning ?? false;
    if (this.#warned) results?.status('WARNING', 'Audio is ahead of real time');
    else results?.status('WORKING');
  }

  #nextLine(): string | undefined {
    const line = this.#options.nextLine?.();
    if (line !== undefined) this.#call.note({ type: 'ordinary-speech', line });
    return line;
  }

  #hear(session: Session, samples: Int16Array, bytes: number): void {
    this.#heardSamples += samples.length;
    this.#count(session, bytes);
    this.#call.progress.addAudio(samples, session.sampleRateHz);
    session.results.tell(session.recogniser.push(samples), 'sttFinalMs');
  }

  #hearSilence(session: Session, durationMs: number): void {
    if (durationMs < 0 || durationMs > MAX_SILENCE_MS)
      throw invalid(`duration_ms: ${durationMs} is outside the range [0, ${MAX_SILENCE_MS}]`);
    if (this.#options.silenceChunkDrivesEou) {
      const samples = new Int16Array(Math.round((durationMs * session.sampleRateHz) / 1000));
      this.#hear(session, samples, samples.byteLength);
    } else {
      this.#skipped.add({ atMs: this.#heardMs(), lengthMs: durationMs });
      this.#count(session, 0);
    }
  }

  /** Counts what came, and complains of it. */
  #count({ pace }: Session, bytes: number): void {
    this.#limits.audioCame(bytes, this.#receivedMs());
    pace.audioCame(this.#receivedMs());
    if (pace.deservesWarning && !this.#warned) this.#sendStatus();
  }

  #heardMs(): number {
    return this.#session === undefined ? 0 : (this.#heardSamples * 1000) / this.#session.sampleRateHz;
  }

  #receivedMs(): number {
    return this.#heardMs() + this.#skipped.totalMs;
  }
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
