import type { DelayWindow } from './echo-alignment.js';
import { EchoLevel } from './echo-level.js';
import { RecentMedian } from './recent-median.js';

/** How many of the latest echoes and words of the caller the habits of a line are known by. */
const remembered = 15;
/** Delays are known when this many echoes agree to within this much. */
const enoughEchoes = 5;
const agreeMs = 90;
/** An echo comes this much earlier or later than usual: word times of both sides are rough. */
const toleranceMs = 150;
/** Word times of the synthesiser may be this much late. */
const earlyMs = 100;
/** A line on which so many words of the bot left no trace, the last of them so long ago, has no echo. */
const cleanAfterWords = 6;
const cleanAfterMs = 3000;

/** A recogniser that writes more than this share of strange words among the bot's own is a bad one on this line. */
const badShare = 0.02;
const shareOfLastWords = 150;

/** What has been learned of one line: whether there is an echo, how late it comes, and how loud both sides are. */
export class EchoLine {
  readonly #delay = new RecentMedian(remembered);
  readonly #echoLevel = new EchoLevel();
  readonly #callerDbfs = new RecentMedian(remembered);
  #echoSeen = false;
  #echoWords = 0;
  #strangeWords = 0;

  constructor(private readonly maxDelayMs: number) {}

  /** Delays that an echo may have on any line. */
  get anyDelay(): DelayWindow {
    return { minMs: -earlyMs, maxMs: this.maxDelayMs };
  }

  /** Delays that an echo has on this one; the same as on any while they are not known. */
  get delay(): DelayWindow {
    const { value } = this.#delay;
    if (value === undefined || !this.delayKnown) return this.anyDelay;
    return { minMs: value - toleranceMs, maxMs: value + toleranceMs };
  }

  get delayKnown(): boolean {
    return this.#delay.count >= enoughEchoes && this.#delay.spread <= agreeMs;
  }

  /** How loud the echo is, as far as is known. */
  get echoLevel(): EchoLevel {
    return this.#echoLevel;
  }

  /** Usual loudness of the caller, dBFS. */
  get callerDbfs(): number | undefined {
    return this.#callerDbfs.value;
  }

  /** `spokenWords` have sounded, the first of them at `firstAtMs`, and none of them came back. */
  isClean(spokenWords: number, firstAtMs: number | undefined, nowMs: number): boolean {
    const tried = spokenWords >= cleanAfterWords && nowMs - (firstAtMs ?? nowMs) >= cleanAfterMs;
    return tried && !this.#echoSeen;
  }

  /** Words of the bot have come back. */
  echoSeen(): void {
    this.#echoSeen = true;
  }

  /** Whether words of the bot come back as other ones. */
  get garbles(): boolean {
    return this.#strangeWords > Math.max(1, badShare * this.#echoWords);
  }

  /** An utterance was an echo but for one word at most, which is more likely misheard than said by a caller. */
  echoRead(words: number, strange: number): void {
    this.#echoWords += words;
    this.#strangeWords += strange;
    if (this.#echoWords < shareOfLastWords) return;
    this.#echoWords /= 2;
    this.#strangeWords /= 2;
  }

  /** A word came back for certain. */
  echoTimed(delayMs: number): void {
    this.#delay.add(delayMs);
  }

  echoLoud(dbfs: number): void {
    this.#echoLevel.add(dbfs);
  }

  callerLoud(dbfs: number): void {
    this.#callerDbfs.add(dbfs);
  }
}
