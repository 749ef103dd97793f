import { VoiceError, type Clock } from '@rechka/core';
import type { Pace } from './pace.js';
import type { SessionLeg } from './session-leg.js';

/** A session that lived longer than this has worked: its death begins a new row of failures. */
const youngMs = 5000;
/** A row of failures as long as this, and of so many, is the end: by then a caller has hung up. */
const giveUp = { afterMs: 30_000, failures: 3 };
/** A quota that is used up is free again within a second or so, a service that is restarted within seconds. */
const backoff = { firstMs: 100, quotaMs: 1000, maxMs: 2000 };

interface RecoveryParts {
  pace: Pace;
  clock: Clock;
  /** Of jitter. */
  random: () => number;
}

/**
 * What to do about a failed session: how long to wait for the next, or that it is of no use. Sessions that die too
 * young are tried again ever more slowly and not for ever; so that many calls do not come back all at once, each
 * waits a random part of its time, and then for the quota that all share.
 */
export class Recovery {
  readonly #parts: RecoveryParts;
  #failures = 0;
  #failingSinceMs: number | undefined;
  /** The credentials were refused and a fresh token was asked for; not done twice in a row. */
  #reauthorised = false;

  constructor(parts: RecoveryParts) {
    this.#parts = parts;
  }

  /** Something was recognised. */
  worked({ session }: SessionLeg, recognised: boolean): void {
    if (!recognised && session.livedMs < youngMs) return;
    this.#failures = 0;
    this.#failingSinceMs = undefined;
    this.#reauthorised = false;
  }

  /** How long to wait, in ms, before the next session is opened. Throws the error that ends recognition. */
  delayMs(error: VoiceError, leg: SessionLeg): number {
    const { pace, random } = this.#parts;
    if (leg.feed.hasty && pace.speed > 1 && !isOfTheNetwork(error)) {
      // What the service said no to may have been our haste.
      pace.slowDown();
      if (!error.retryable) return 0;
    }
    if (error.code === 'ERR_UNAUTHENTICATED') {
      // A token may expire or be revoked between two sessions; the client asks for another by itself.
      if (this.#reauthorised) throw error;
      this.#reauthorised = true;
    } else if (!error.retryable) throw error;
    this.#count(error, leg);
    // A session that reached its limit has a successor at once; not one that is at its limit from the start.
    if (this.#failures === 1 && ['ERR_STREAM_LIMIT', 'ERR_UNAUTHENTICATED'].includes(error.code)) return 0;
    const firstMs = error.code === 'ERR_QUOTA' ? backoff.quotaMs : backoff.firstMs;
    const delayMs = Math.min(firstMs * 2 ** (this.#failures - 1), backoff.maxMs);
    return delayMs * (0.5 + random() / 2);
  }

  #count(error: VoiceError, { session }: SessionLeg): void {
    const nowMs = this.#parts.clock.now();
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

/** The service itself has said nothing. */
function isOfTheNetwork({ code }: VoiceError): boolean {
  return code === 'ERR_UNAVAILABLE' || code === 'ERR_DEADLINE';
}
