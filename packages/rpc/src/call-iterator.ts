import { VoiceError } from '@rechka/core';

/** Of a call that is about to be read. Throws `ERR_MISUSE` if it `isRead` already. */
export function checkUnread(isRead: boolean): void {
  if (isRead) throw new VoiceError({ code: 'ERR_MISUSE', message: 'A call can be read only once.' });
}

/**
 * Hands a generator out as an iterator. `return()` cancels first: a generator alone would make a consumer that leaves
 * while a message is awaited wait for that message. `first`: its first result, if that was asked for.
 */
export function iterateCall<Response>(
  messages: AsyncGenerator<Response, undefined, undefined>,
  cancel: () => void,
  first?: Promise<IteratorResult<Response, undefined>>,
): AsyncIterator<Response, undefined, undefined> {
  let ahead = first;
  return {
    next: () => {
      const result = ahead ?? messages.next();
      ahead = undefined;
      return result;
    },
    return: () => {
      cancel();
      return messages.return(undefined);
    },
  };
}
