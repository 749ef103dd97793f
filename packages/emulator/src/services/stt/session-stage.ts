import type { CallProgress } from '../../grpc/server-call.js';
import type { RecogniserEvent } from '../../recogniser/index.js';

/** Reports what a recognition is about: speech from its first words until their final, then maybe a refinement. */
export class SessionStage {
  readonly #progress: CallProgress;
  readonly #normalization: boolean;
  #finalsMade = 0;
  #finalsSent = 0;
  #refinementsSent = 0;
  /** Finals that were made before the last words that a partial had. */
  #finalsBeforeWords = -1;

  constructor(progress: CallProgress, normalization: boolean) {
    this.#progress = progress;
    this.#normalization = normalization;
  }

  /** The recogniser has told this; it is sent at once or later. */
  made(event: RecogniserEvent): void {
    if (event.type === 'final') this.#finalsMade++;
    if (event.type === 'partial' && event.words.length > 0) this.#finalsBeforeWords = this.#finalsMade;
    this.#report();
  }

  /** It is on its way to the client. */
  sent(event: RecogniserEvent): void {
    if (event.type === 'final') this.#finalsSent++;
    if (event.type === 'refinement') this.#refinementsSent++;
    this.#report();
  }

  #report(): void {
    const isRefining = this.#normalization && this.#refinementsSent < this.#finalsSent;
    const isSpeech = this.#finalsBeforeWords >= this.#finalsSent;
    this.#progress.setStage(isRefining ? 'refining' : isSpeech ? 'speech' : 'idle');
  }
}
