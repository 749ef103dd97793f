import type { TimedWord } from '@rechka/core';
import type { AlternativeInit, AudioCursorsInit, CodeType, StreamingResponseInit } from '@rechka/proto/stt';
import type { ServerCall } from '../../grpc/server-call.js';
import type { LatencySampler } from '../../latency/latency-sampler.js';
import type { LatencyProfile } from '../../latency/profile.js';
import { randomUuid } from '../../random-ids.js';
import type { RecogniserEvent, SeededRandom } from '../../recogniser/index.js';
import { classify } from './classifiers.js';
import { Outbox } from './outbox.js';
import type { ClassifierTrigger, SessionSettings } from './session-options.js';
import type { SessionStage } from './session-stage.js';
import type { SkippedTime } from './skipped-time.js';
import type { SttServiceOptions } from './stt-service.js';

/** What a result sender is to know of its session. */
export interface ResultSenderOptions {
  call: Pick<ServerCall<unknown, StreamingResponseInit>, 'send' | 'note' | 'progress' | 'clientRequestId'>;
  options: Pick<SttServiceOptions, 'clock' | 'eouDuplicateRate' | 'classifiers'>;
  settings: Pick<SessionSettings, 'classifiers' | 'languages'>;
  latency: LatencySampler;
  random: SeededRandom;
  skipped: SkippedTime;
  /** Told what the session is about. */
  stage: SessionStage;
  /** All audio and silence that came, ms. */
  receivedMs: () => number;
}

/** What a partial, a final and a refinement have in common. */
interface Heard {
  text: string;
  words: readonly TimedWord[];
  startMs: number;
  endMs: number;
}

/** The stretch of speech that each trigger is about. */
const windowOf = {
  ON_UTTERANCE: 'LAST_UTTERANCE',
  ON_FINAL: 'LAST_FINAL',
  ON_PARTIAL: 'LAST_PARTIAL',
} as const;

/** Sends what the recogniser tells as responses of the service: later by its latency, with cursors and duplicates. */
export class ResultSender {
  readonly #context: ResultSenderOptions;
  readonly #outbox: Outbox;
  readonly #uuid: string;
  readonly #startedAt: number;
  #cursors: AudioCursorsInit = {};
  /** Whether a partial with words was sent since the last end of utterance. */
  #talking = false;
  /** How much later the final of this utterance came, and so its end. */
  #finalMs: number | undefined;
  /** Words of the finals since the last end of utterance. */
  #utterance: TimedWord[] = [];

  constructor(context: ResultSenderOptions) {
    const { clock } = context.options;
    this.#context = context;
    this.#outbox = new Outbox(clock);
    this.#uuid = randomUuid(context.random);
    this.#startedAt = clock.now();
  }

  /** Sends a sign of life at once. */
  status(codeType: CodeType, message = ''): void {
    this.#send({ statusCode: { codeType, message } });
  }

  /** Sends what the recogniser tells; `finalsTake` names the latency of its finals. */
  tell(events: readonly RecogniserEvent[], finalsTake: 'sttFinalMs' | 'sttExternalFinalMs'): void {
    for (const event of events) this.#tellOne(event, finalsTake);
  }

  /** Resolves when nothing is left to send. */
  drained(): Promise<void> {
    return this.#outbox.drained();
  }

  /** Forgets what is not sent yet. */
  close(): void {
    this.#outbox.close();
  }

  #tellOne(event: RecogniserEvent, finalsTake: keyof LatencyProfile): void {
    const { call, latency, options, random, settings, stage } = this.#context;
    stage.made(event);
    switch (event.type) {
      case 'partial': {
        const hasWords = event.words.length > 0;
        const delayMs = hasWords ? this.#partialDelayMs(event) : 0;
        this.#talking ||= hasWords;
        const alternatives = hasWords ? [this.#alternative(event)] : [];
        this.#post(delayMs, event, { partial: { alternatives } }, { provisional: hasWords });
        this.#classify('ON_PARTIAL', event.words, delayMs, event);
        break;
      }
      case 'final': {
        const finalMs = latency.ms('roundTripMs', finalsTake);
        this.#finalMs = finalMs;
        call.note({ type: 'text', text: event.text });
        call.progress.addWords(event.words);
        const languages = settings.languages.estimate(event.text);
        this.#post(finalMs, event, { final: { alternatives: [{ ...this.#alternative(event), languages }] } });
        this.#classify('ON_FINAL', event.words, finalMs, event);
        this.#utterance.push(...event.words);
        break;
      }
      case 'refinement': {
        const normalizedText = { alternatives: [this.#alternative(event)] };
        this.#post((this.#finalMs ?? 0) + latency.ms('sttRefinementMs'), event, {
          finalRefinement: { finalIndex: event.index, normalizedText },
        });
        break;
      }
      case 'eou': {
        const delayMs = this.#finalMs ?? latency.ms('roundTripMs', finalsTake);
        const words = this.#utterance;
        this.#finalMs = undefined;
        this.#utterance = [];
        this.#talking = false;
        const eouUpdate = { timeMs: this.#context.skipped.endMs(event.timeMs) };
        this.#post(delayMs, event, { eouUpdate });
        this.#classify('ON_UTTERANCE', words, delayMs, event);
        // Users see one update after another for the same end of utterance.
        while (random.chance(options.eouDuplicateRate)) this.#post(delayMs, event, { eouUpdate });
        break;
      }
    }
  }

  /** The first partial of an utterance comes so long after its beginning, and none sooner than any other. */
  #partialDelayMs({ cursors, startMs }: Extract<RecogniserEvent, { type: 'partial' }>): number {
    const { latency } = this.#context;
    const delayMs = latency.ms('roundTripMs', 'sttPartialMs');
    if (this.#talking) return delayMs;
    return Math.max(delayMs, latency.ms('sttFirstPartialMs') - (cursors.partialTimeMs - startMs));
  }

  /** Runs the classifiers that wait for such an event; those that find something send it right after the event. */
  #classify(
    trigger: ClassifierTrigger,
    words: readonly TimedWord[],
    delayMs: number,
    event: RecogniserEvent,
  ): void {
    const { settings, options, skipped } = this.#context;
    // Only Russian is classified (documented).
    if (settings.classifiers.length === 0 || !settings.languages.has('ru-RU')) return;
    const placed = words.map(({ text, startMs, endMs }) => ({
      text,
      startMs: skipped.startMs(startMs),
      endMs: skipped.endMs(endMs),
    }));
    for (const { name, triggers } of settings.classifiers) {
      if (!triggers.includes(trigger)) continue;
      const classifierResult = classify(name, placed, options.classifiers);
      if (classifierResult === undefined) continue;
      const [startTimeMs, endTimeMs] = [placed[0]?.startMs, placed.at(-1)?.endMs];
      const classifierUpdate = { windowType: windowOf[trigger], startTimeMs, endTimeMs, classifierResult };
      this.#post(delayMs, event, { classifierUpdate }, { provisional: trigger === 'ON_PARTIAL' });
    }
  }

  /** What is provisional is not sent at all if a final would have to wait for it. */
  #post(
    delayMs: number,
    told: RecogniserEvent,
    event: StreamingResponseInit,
    { provisional = false } = {},
  ): void {
    const { skipped, stage } = this.#context;
    const { cursors } = told;
    const send = () => {
      this.#cursors = {
        partialTimeMs: skipped.endMs(cursors.partialTimeMs),
        finalTimeMs: skipped.endMs(cursors.finalTimeMs),
        finalIndex: cursors.finalIndex,
        eouTimeMs: skipped.endMs(cursors.eouTimeMs),
      };
      this.#send(event);
      stage.sent(told);
    };
    this.#outbox.post(delayMs, send, { provisional });
  }

  #send(event: StreamingResponseInit): void {
    const { call, options, receivedMs } = this.#context;
    call.send({
      ...event,
      sessionUuid: { uuid: this.#uuid, userRequestId: call.clientRequestId },
      audioCursors: { ...this.#cursors, receivedDataMs: Math.round(receivedMs()) },
      responseWallTimeMs: Math.round(options.clock.now() - this.#startedAt),
    });
  }

  #alternative({ text, words, startMs, endMs }: Heard): AlternativeInit {
    const { skipped } = this.#context;
    return {
      text,
      startTimeMs: skipped.startMs(startMs),
      endTimeMs: skipped.endMs(endMs),
      words: words.map((word) => ({
        text: word.text,
        startTimeMs: skipped.startMs(word.startMs),
        endTimeMs: skipped.endMs(word.endMs),
      })),
    };
  }
}
