import { VoiceError, type Clock } from '@rechka/core';
import type { Pace } from './pace.js';
import type { SessionLeg } from './session-leg.js';

/** A session that lived longer than this has worked: its death begins a new row of failures. */
const youngMs = 5000;
/**
 * A row of failures as long as this, and of so many, is the end: by then a caller has hung up. Not before what is kept
 * for such a case begins to be lost.
 */
const giveUp = { afterMs: 30_000, failures: 3 };
/**
 * The same where there is no token to be had. Credentials have asked for one several times by then, and for the whole
 * second half of the life of the last one: it is not coming, and nothing else that needs it works either.
 */
const noTokenMs = 8000;
/** A quota that is used up is free again within a second or so, a service that is restarted within seconds. */
const backoff = { firstMs: 100, quotaMs: 1000, maxMs: 2000 };

/** One for all: hardly any recognition is ever refused. */
const none: readonly [] = [];

interface RecoveryParts {
  pace: Pace;
  /** How much audio is kept for the next session. */
  replayMs: number;
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
  readonly #pace: Pace;
  readonly #replayMs: number;
  readonly #clock: Clock;
  readonly #random: () => number;
  #failures = 0;
  #failingSinceMs: number | undefined;
  /** How sessions were refused and others tried nevertheless; for each reason not twice in a row. */
  #refused: readonly VoiceError['code'][] = none;
  /** The service has answered: it takes such requests, as a rule. */
  #accepted = false;

  constructor({ pace, replayMs, clock, random }: RecoveryParts) {
    this.#pace = pace;
    this.#replayMs = replayMs;
    this.#clock = clock;
    this.#random = random;
  }

  /** The service has answered; `recognised`: with words. */
  worked({ session }: SessionLeg, recognised: boolean): void {
    this.#accepted = true;
    if (!recognised && session.livedMs < youngMs) return;
    this.#failures = 0;
    this.#failingSinceMs = undefined;
    this.#refused = none;
  }

  /** How long to wait, in ms, before the next session is opened. Throws the error that ends recognition. */
  delayMs(error: VoiceError, leg: SessionLeg): number {
    const pace = this.#pace;
    if (leg.feed.hasty && pace.speed > 1 && !isOfTheNetwork(error)) {
      // What the service said no to may have been our haste.
      pace.slowDown();
      if (!error.retryable) return 0;
    }
    if (!error.retryable) {
      if (this.#refused.includes(error.code) || !this.#deservesAnother(error)) throw error;
      this.#refused = [...this.#refused, error.code];
    }
    this.#count(error, leg);
    // A session that reached its limit has a successor at once; not one that is at its limit from the start.
    if (this.#failures === 1 && (error.code === 'ERR_STREAM_LIMIT' || !error.retryable)) return 0;
    const firstMs = error.code === 'ERR_QUOTA' ? backoff.quotaMs : backoff.firstMs;
    const delayMs = Math.min(firstMs * 2 ** (this.#failures - 1), backoff.maxMs);
    return delayMs * (0.5 + this.#random() / 2);
  }

  /** Whether a refusal may be one of this session only. */
  #deservesAnother({ code }: VoiceError): boolean {
    // A token may expire or be revoked between two sessions; the client asks for another by itself. Bytes that make no
    // sense are an accident, or a proxy, which will do it again.
    if (code === 'ERR_UNAUTHENTICATED' || code === 'ERR_PROTOCOL') return true;
    // What was accepted a moment ago is no mistake in the options: a limit, maybe, that has no status of its own.
    return this.#accepted && (code === 'ERR_INVALID_REQUEST' || code === 'ERR_PERMISSION_DENIED');
  }

  #count(error: VoiceError, { session }: SessionLeg): void {
    const nowMs = this.#clock.now();
    if (session.connected && session.livedMs >= youngMs) {
      this.#failures = 1;
      this.#failingSinceMs = nowMs;
      return;
    }
    this.#failures += 1;
    this.#failingSinceMs ??= session.openedAtMs;
    const failingMs = nowMs - this.#failingSinceMs;
    if (!session.authorized && failingMs >= noTokenMs) throw withoutToken(error, failingMs);
    const patienceMs = Math.max(giveUp.afterMs, this.#replayMs);
    if (this.#failures >= giveUp.failures && failingMs >= patienceMs) {
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

function withoutToken(error: VoiceError, failingMs: number): VoiceError {
  return new VoiceError({
    code: error.code,
    message: `There was no token to recognise with for ${Math.round(failingMs / 1000)} s. Last: ${error.message}`,
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
