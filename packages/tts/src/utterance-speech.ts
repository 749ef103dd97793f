import { AsyncQueue, abortError, readAhead, type TtsEvent } from '@rechka/core';
import { Aligner } from './aligner.js';
import type { PieceReader } from './piece-reader.js';
import type { SpokenEvents, SynthesisResponse } from './spoken-events.js';
import type { Piece } from './split-text.js';

interface UtteranceSpeechParts {
  pieces: PieceReader;
  events: SpokenEvents;
  /** Sends the request for a piece and answers with its responses. */
  request: (piece: Piece, place: Place) => AsyncIterable<SynthesisResponse>;
  /** Requests under way besides the one that is played. */
  prefetch: number;
  signal: AbortSignal;
}

/** Where a piece stands in the speech. */
export interface Place {
  /** Something is to be played before it: it may be kept waiting. */
  readonly ahead: boolean;
  /** Resolves when all before it was played. */
  readonly turn: Promise<void>;
}

interface Job {
  readonly piece: Piece;
  readonly responses: AsyncIterable<SynthesisResponse>;
  /** Its turn has come. */
  readonly begin: () => void;
}

/**
 * A request for each piece, several under way at once, played strictly in order. A failed request fails the
 * speech when its turn comes, after all before it were played.
 */
export async function* utteranceSpeech(parts: UtteranceSpeechParts): AsyncGenerator<TtsEvent, void> {
  const { events, signal } = parts;
  const jobs = new AsyncQueue<Job>();
  const room = new Room(parts.prefetch + 1);
  signal.addEventListener('abort', () => jobs.fail(abortError(signal)), { once: true });
  void startJobs(parts, jobs, room);
  for await (const { piece, responses, begin } of jobs) {
    begin();
    const aligner = new Aligner();
    aligner.add(piece);
    events.begin(aligner, { holdUntimed: true });
    for await (const response of responses) yield* events.next(response);
    yield* events.end();
    room.leave();
  }
}

async function startJobs(
  { pieces, request, signal }: UtteranceSpeechParts,
  jobs: AsyncQueue<Job>,
  room: Room,
): Promise<void> {
  try {
    for (;;) {
      await room.enter();
      const piece = await pieces.next();
      if (piece === undefined || signal.aborted) break;
      let begin: () => void = () => undefined;
      const turn = new Promise<void>((resolve) => (begin = resolve));
      jobs.push({ piece, responses: readAhead(request(piece, { ahead: room.occupied > 1, turn })), begin });
    }
    jobs.end();
  } catch (error) {
    jobs.fail(error);
  }
}

/** A room for so many: one more waits until somebody leaves. */
class Room {
  readonly #places: number;
  #occupied = 0;
  #waiting: (() => void) | undefined;

  constructor(places: number) {
    this.#places = places;
  }

  get occupied(): number {
    return this.#occupied;
  }

  async enter(): Promise<void> {
    if (this.#occupied === this.#places) await new Promise<void>((resolve) => (this.#waiting = resolve));
    this.#occupied += 1;
  }

  leave(): void {
    this.#occupied -= 1;
    this.#waiting?.();
    this.#waiting = undefined;
  }
}
