import { VoiceError } from '../errors/voice-error.js';
import type { Turn } from './turn.js';

/** Where turns are given to the user's loop: one loop, one turn at a time. */
export class TurnDesk {
  #waiter: { resolve: (turn: Turn | undefined) => void; reject: (error: VoiceError) => void } | undefined;
  #current: Turn | undefined;
  #taken = false;
  /** What ended the conversation; thrown once. */
  #fault: VoiceError | undefined;

  /** The turn that was given last. */
  get current(): Turn | undefined {
    return this.#current;
  }

  /** For the only loop there may be; throws `ERR_MISUSE` the second time. */
  take(): void {
    if (this.#taken) {
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message:
          'turns() was called before: each turn is given once, to one loop. Share the turns inside it.',
      });
    }
    this.#taken = true;
  }

  /** The next turn, or undefined when there will be none; `ask` asks for it. */
  next(ask: () => void): Promise<Turn | undefined> {
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
      ask();
    });
  }

  give(turn: Turn): void {
    this.#current = turn;
    this.#waiter?.resolve(turn);
    this.#waiter = undefined;
  }

  /** The conversation is over, and this has ended it. */
  close(fault: VoiceError | undefined): void {
    this.#fault = fault;
  }

  /** There is no next turn. */
  end(): void {
    const waiter = this.#waiter;
    if (!waiter) return;
    this.#waiter = undefined;
    const fault = this.#fault;
    this.#fault = undefined;
    if (fault) waiter.reject(fault);
    else waiter.resolve(undefined);
  }
}
