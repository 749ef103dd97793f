import { VoiceError, type Clock } from '@rechka/core';
import type { RecognitionSession } from './recognition-session.js';

/** A session that lived longer than this has worked: its death begins a new row of failures. */
const youngMs = 5000;
/** A row of failures as long as this, and of so many, is the end: by then a caller has hung up. */
const giveUp = { afterMs: 30_000, failures: 3 };
/** A quota that is used up is free again within a second or so, a service that is restarted within seconds. */
const backoff = { firstMs: 100, quotaMs: 1000, maxMs: 2000 };

type Failed = Pick<RecognitionSession, 'connected' | 'livedMs' | 'openedAtMs'>;

/**
 * What to do about a failed session: how long to wait for the next, or that it is of no use. Sessions that die too
 * young are tried again ever more slowly and not for ever; so that many calls do not come back all at once, each
 * waits a random part of its time, and then for the quota that all share.
 */
export class Recovery {
  readonly #clock: Clock;
  readonly #random: () => number;
  #failures = 0;
  #failingSinceMs: number | undefined;
  /** The credentials were refused and a fresh token was asked for; not done twice in a row. */
  #reauthorised = false;

  constructor({ clock, random }: { clock: Clock; random: () => number }) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Something was recognised. */
  worked(session: Pick<RecognitionSession, 'livedMs'>, recognised: boolean): void {
    if (!recognised && session.livedMs < youngMs) return;
    this.#failures = 0;
    this.#failingSinceMs = undefined;
    this.#reauthorised = false;
  }

  /** How long to wait, in ms, before the next session is opened. Throws the error that ends recognition. */
  delayMs(error: VoiceError, session: Failed): number {
    if (error.code === 'ERR_UNAUTHENTICATED') {
      // A token may expire or be revoked between two sessions; the client asks for another by itself.
      if (this.#reauthorised) throw error;
      this.#reauthorised = true;
    } else if (!error.retryable) throw error;
    this.#count(error, session);
    // A session that reached its limit has a successor at once; not one that is at its limit from the start.
    if (this.#failures === 1 && ['ERR_STREAM_LIMIT', 'ERR_UNAUTHENTICATED'].includes(error.code)) return 0;
    const firstMs = error.code === 'ERR_QUOTA' ? backoff.quotaMs : backoff.firstMs;
    const delayMs = Math.min(firstMs * 2 ** (this.#failures - 1), backoff.maxMs);
    return delayMs * (0.5 + this.#random() / 2);
  }

  #count(error: VoiceError, session: Failed): void {
    const nowMs = this.#clock.now();
    if (session.connected && session.livedMs >= youngMs) {
      this.#failures = 1;
      this.#failingSinceMs = nowMs;
      return;
    }
    this.#failures += 1;
    this.#failingSinceMs ??= session.openedAtMs;
    const failingMs = nowMs - this.#failingSinceMs;
    if (this.#failures >= giveUp.failures && failingMs >= giveUp.afterMs) {
      throw hopeless(error, this.#failures, failingMs);
    }
  }
}

function hopeless(error: VoiceError, failures: number, failingMs: number): VoiceError {
  const seconds = Math.round(failingMs / 1000);
  return new VoiceError({
    code: error.code,
    message: `Recognition failed ${failures} times in ${seconds} s, each time before it heard anything. Last: ${error.message}`,
    requestId: error.requestId,
    cause: error,
  });
}

/** The service ended a stream that it should not have ended. */
export function endedByServer(requestId: string): VoiceError {
  return new VoiceError({
    code: 'ERR_UNAVAILABLE',
    message: 'The recogniser ended the stream while audio was still coming.',
    retryable: true,
    requestId,
  });
}

/** The service is there, but does nothing with what it is sent. */
export function stalled(what: string, requestId: string): VoiceError {
  return new VoiceError({
    code: 'ERR_DEADLINE',
    message: `The recogniser ${what}; another session goes on from there.`,
    retryable: true,
    requestId,
  });
}
