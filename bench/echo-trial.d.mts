import type { EchoGuardOptions, EchoVerdict, SttEvent } from '@rechka/core';

export interface EchoTrialOptions {
  /** Loudness of the echo relative to the caller, dB; −Infinity for no echo. */
  leakDb: number;
  /** From the bot's sound to its echo, in ms. */
  delayMs: number;
  /** Bot speech without the caller, in minutes. Default 0. */
  speechMinutes?: number;
  /** Interruptions at random moments after that. Default 0. */
  bargeIns?: number;
  /** Share of words that the recogniser gets altogether wrong, on top of the emulator's mistakes. Default 0. */
  errors?: number;
  /** Default 1. */
  seed?: number;
  /** What is said. `held-out`: texts that nothing was tuned on. Default `tuning`. */
  texts?: 'tuning' | 'held-out';
  /** By how much the loudness of both voices wanders, dB (standard deviation). Default 0. */
  unsteadyDb?: number;
  /** No guard decides in interruptions: the bot falls silent so long after each began, in ms. */
  fallsSilentAfterMs?: number;
  guard?: EchoGuardOptions;
  /** Whether the synthesiser tells the times of words. Default true. */
  wordTimings?: boolean;
  onVerdict?: (judged: { atMs: number; event: SttEvent; verdict: EchoVerdict; trial: unknown }) => void;
}

export interface EchoTrialResult {
  /** Bot speech in the part without the caller. */
  speechMs: number;
  /** Echoes of it that the recogniser took for utterances. */
  utterances: number;
  /** Of those, the ones that were judged the caller's. */
  falseBargeIns: number;
  /** How often the bot paused in it to find out. */
  falsePauses: number;
  bargeIns: number;
  missed: number;
  /** Interruptions, missed or not, of which the recogniser wrote no word. */
  unheard: number;
  /** Missed ones of which it wrote none. */
  missedUnheard: number;
  /** Missed ones for which the bot fell silent for a while. */
  missedNoticed: number;
  /** From the beginning of an interruption to its verdict. */
  waitsMs: number[];
}

export function echoTrial(options: EchoTrialOptions): Promise<EchoTrialResult>;
