import { VoiceError } from '@rechka/core';

/**
 * Hands a generator out as an iterator, once. `return()` cancels first: a generator alone would make a
 * consumer that leaves while a message is awaited wait for that message.
 */
export class CallIterator<Response> {
  readonly #messages: () => AsyncGenerator<Response, undefined, undefined>;
  readonly #cancel: () => void;
  #taken = false;

  /** `messages` makes the generator, when it is taken. */
  constructor(messages: () => AsyncGenerator<Response, undefined, undefined>, cancel: () => void) {
    this.#messages = messages;
    this.#cancel = cancel;
  }

  /** It is read in another way. Throws `ERR_MISUSE` if it is read already. */
  claim(): void {
    if (this.#taken) throw new VoiceError({ code: 'ERR_MISUSE', message: 'A call can be read only once.' });
    this.#taken = true;
  }

  take(first?: Promise<IteratorResult<Response, undefined>>): AsyncIterator<Response, undefined, undefined> {
    this.claim();
    const messages = this.#messages();
    let ahead = first;
    return {
      next: () => {
        const result = ahead ?? messages.next();
        ahead = undefined;
        return result;
      },
      return: () => {
        this.#cancel();
        return messages.return(undefined);
      },
    };
  }
}
