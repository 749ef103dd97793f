import { status } from '@grpc/grpc-js';
import type { ClockTimer, TimedWord } from '@rechka/core';
import type {
  AlternativeInit,
  AudioCursorsInit,
  StreamingRequest,
  StreamingResponseInit,
} from '@rechka/proto/stt';
import type { ServerCall } from '../../grpc/server-call.js';
import { randomUuid } from '../../random-ids.js';
import { EmulatedRecogniser, type RecogniserEvent } from '../../recogniser/index.js';
import { Refusal } from '../../refusal.js';
import { Outbox } from './outbox.js';
import { PcmReader } from './pcm-reader.js';
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
  stage: SessionStage;
}

/**
 * One `RecognizeStreaming` call, from its first message to its last. Feeds the audio to the recogniser and
 * sends what it tells, later by the latency asked for, with the cursors, keep-alives and duplicates of the service.
 */
export class SttSession {
  readonly #call: SttCall;
  readonly #options: SttSessionOptions;
  readonly #outbox: Outbox;
  readonly #limits: StreamLimits;
  readonly #skipped = new SkippedTime();
  readonly #uuid: string;
  readonly #startedAt: number;
  #session: Session | undefined;
  #heardSamples = 0;
  #cursors: AudioCursorsInit = {};
  #statusTimer: ClockTimer | undefined;
  /** Whether a partial with words was sent since the last end of utterance. */
  #talking = false;

  constructor(call: SttCall, options: SttSessionOptions) {
    this.#call = call;
    this.#options = options;
    this.#outbox = new Outbox(options.clock);
    this.#limits = new StreamLimits(options);
    this.#uuid = randomUuid(options.random);
    this.#startedAt = options.clock.now();
  }

  async run(): Promise<void> {
    try {
      await Promise.race([this.#listen(), this.#limits.exceeded]);
    } finally {
      this.#limits.stop();
      this.#statusTimer?.cancel();
      this.#outbox.close();
    }
  }

  async #listen(): Promise<void> {
    for await (const request of this.#call.requests) {
      this.#limits.messageCame();
      this.#take(request);
    }
    this.#limits.stop();
    if (this.#session === undefined) throw invalid('The stream ended before session_options');
    this.#tell(this.#session.recogniser.end(), this.#options.latency.sttExternalFinalMs);
    await this.#outbox.drained();
    this.#send({ statusCode: { codeType: 'CLOSED' } });
  }

  #take(request: StreamingRequest): void {
    if (request.sessionOptions !== undefined) {
      if (this.#session !== undefined)
        throw invalid('session_options must be sent only once, in the first message');
      this.#call.note({ type: 'options', options: request.sessionOptions });
      this.#begin(readSessionOptions(request.sessionOptions));
      return;
    }
    const session = this.#session;
    if (session === undefined) throw invalid('The first message must be session_options');
    if (request.chunk !== undefined) {
      this.#hear(session, session.reader.read(request.chunk.data), request.chunk.data.byteLength);
    } else if (request.silenceChunk !== undefined) {
      this.#hearSilence(session, request.silenceChunk.durationMs);
    } else if (request.eou !== undefined && session.endpointing.type === 'external') {
      this.#tell(session.recogniser.eou(), this.#options.latency.sttExternalFinalMs);
    }
  }

  #begin(settings: SessionSettings): void {
    const { exact, partialIntervalMs, random, statusIntervalMs, clock } = this.#options;
    const seed = random.integer(0, 0x7fff_ffff);
    const recogniser = new EmulatedRecogniser({
      ...settings,
      exact,
      partialIntervalMs,
      seed,
      ...(this.#options.nextLine && { nextLine: () => this.#nextLine() }),
    });
    const stage = new SessionStage(this.#call.progress, settings.normalization);
    this.#session = { ...settings, recogniser, reader: new PcmReader(), stage };
    this.#limits.sessionBegan();
    const keepAlive = () => {
      this.#send({ statusCode: { codeType: 'WORKING' } });
      this.#statusTimer = clock.setTimeout(keepAlive, statusIntervalMs);
    };
    keepAlive();
  }

  #nextLine(): string | undefined {
    const line = this.#options.nextLine?.();
    if (line !== undefined) this.#call.note({ type: 'ordinary-speech', line });
    return line;
  }

  #hear(session: Session, samples: Int16Array, bytes: number): void {
    this.#heardSamples += samples.length;
    this.#limits.audioCame(bytes, this.#receivedMs());
    this.#call.progress.addAudio(samples, session.sampleRateHz);
    this.#tell(session.recogniser.push(samples), this.#options.latency.sttFinalMs);
  }

  #hearSilence(session: Session, durationMs: number): void {
    if (durationMs < 0 || durationMs > this.#options.maxStreamMs) throw invalid(`duration_ms: ${durationMs}`);
    if (this.#options.silenceChunkDrivesEou) {
      const samples = new Int16Array(Math.round((durationMs * session.sampleRateHz) / 1000));
      this.#hear(session, samples, samples.byteLength);
    } else {
      this.#skipped.add({ atMs: this.#heardMs(), lengthMs: durationMs });
      this.#limits.audioCame(0, this.#receivedMs());
    }
  }

  /** Sends what the recogniser tells; its finals take `finalMs`. */
  #tell(events: readonly RecogniserEvent[], finalMs: number): void {
    const { sttFirstPartialMs, sttPartialMs, sttRefinementMs } = this.#options.latency;
    for (const event of events) {
      this.#session?.stage.made(event);
      switch (event.type) {
        case 'partial': {
          const hasWords = event.words.length > 0;
          const spokenMs = event.cursors.partialTimeMs - event.startMs;
          const firstMs = this.#talking ? 0 : sttFirstPartialMs - spokenMs;
          const delayMs = hasWords ? Math.max(sttPartialMs, firstMs) : 0;
          this.#talking ||= hasWords;
          this.#post(delayMs, event, {
            partial: { alternatives: hasWords ? [this.#alternative(event)] : [] },
          });
          break;
        }
        case 'final':
          this.#call.note({ type: 'text', text: event.text });
          this.#call.progress.addWords(event.words);
          this.#post(finalMs, event, { final: { alternatives: [this.#alternative(event)] } });
          break;
        case 'refinement': {
          const normalizedText = { alternatives: [this.#alternative(event)] };
          this.#post(finalMs + sttRefinementMs, event, {
            finalRefinement: { finalIndex: event.index, normalizedText },
          });
          break;
        }
        case 'eou': {
          this.#talking = false;
          const eouUpdate = { timeMs: this.#skipped.endMs(event.timeMs) };
          // Users see one update after another for the same end of utterance.
          do this.#post(finalMs, event, { eouUpdate });
          while (this.#options.random.chance(this.#options.eouDuplicateRate));
          break;
        }
      }
    }
  }

  #post(delayMs: number, told: RecogniserEvent, event: StreamingResponseInit): void {
    const { cursors } = told;
    this.#outbox.post(delayMs, () => {
      this.#cursors = {
        partialTimeMs: this.#skipped.endMs(cursors.partialTimeMs),
        finalTimeMs: this.#skipped.endMs(cursors.finalTimeMs),
        finalIndex: cursors.finalIndex,
        eouTimeMs: this.#skipped.endMs(cursors.eouTimeMs),
      };
      this.#send(event);
      this.#session?.stage.sent(told);
    });
  }

  #send(event: StreamingResponseInit): void {
    this.#call.send({
      ...event,
      sessionUuid: { uuid: this.#uuid, userRequestId: this.#call.clientRequestId },
      audioCursors: { ...this.#cursors, receivedDataMs: Math.round(this.#receivedMs()) },
      responseWallTimeMs: Math.round(this.#options.clock.now() - this.#startedAt),
    });
  }

  #alternative({ text, words, startMs, endMs }: Heard): AlternativeInit {
    return {
      text,
      startTimeMs: this.#skipped.startMs(startMs),
      endTimeMs: this.#skipped.endMs(endMs),
      words: words.map((word) => ({
        text: word.text,
        startTimeMs: this.#skipped.startMs(word.startMs),
        endTimeMs: this.#skipped.endMs(word.endMs),
      })),
    };
  }

  #heardMs(): number {
    return this.#session === undefined ? 0 : (this.#heardSamples * 1000) / this.#session.sampleRateHz;
  }

  #receivedMs(): number {
    return this.#heardMs() + this.#skipped.totalMs;
  }
}

/** What a partial, a final and a refinement have in common. */
interface Heard {
  text: string;
  words: readonly TimedWord[];
  startMs: number;
  endMs: number;
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
