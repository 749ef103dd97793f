import {
  checkNumber,
  checkText,
  invalidOption,
  sleep,
  systemClock,
  VoiceError,
  type AudioFormat,
} from '@rechka/core';
import { checkNames } from '../check-names.js';
import type { Emulator } from '../start-emulator.js';
import { encodeToneSpeech } from '../tone-speech/index.js';
import type { CallPrices } from './call-prices.js';
import { callReport, type CallReport, type TranscriptLine } from './call-report.js';
import { CallerEar } from './caller-ear.js';
import type { SimulatedApp } from './simulated-app.js';
import { checkNoise, noiseNames, SimulatedLine, type LineNoise } from './simulated-line.js';
import type { Simulation } from './simulation.js';

/** Words, or words and the pauses between them in ms: `['на пятницу', 900, 'или на субботу']`. */
export type CallerWords = string | readonly (string | number)[];

/** How the caller says something. */
export interface SaysOptions {
  /** Silence before the first word, in ms. Default 300: nobody answers at once. */
  afterMs?: number;
  /** How loud, against the usual level, in dB, −40–6. Default 0. */
  gainDb?: number;
}

/** When the caller interrupts. */
export interface InterruptsOptions extends Omit<SaysOptions, 'afterMs'> {
  /** How long the bot has been speaking by then, in ms. Default 1 000. */
  afterMs?: number;
  /** Or once this has been heard. */
  after?: string | RegExp;
}

interface CallerParts {
  simulation: Simulation;
  emulator: Emulator;
  app: (given: SimulatedApp) => unknown;
  format: AudioFormat;
  noise: LineNoise;
  quietMs: number;
  patienceMs: number;
  seed: number;
  callId: string | undefined;
  logStartMs: number;
  prices: CallPrices | undefined;
}

const reactionMs = 300;
/** How often it is looked whether what is waited for has come; it costs no real time. */
const lookEveryMs = 20;
/** How long an agent may take to end when its caller has gone. */
const goodbyeMs = 30_000;

/**
 * A caller in the hands of a test. What they are told to do takes as long as it takes a person, on the virtual clock;
 * what is waited for in vain rejects with `ERR_DEADLINE` and the transcript so far.
 */
export class SimulatedCaller {
  /** The emulated cloud: what it was asked, its faults. */
  readonly emulator: Emulator;
  readonly #parts: CallerParts;
  readonly #line: SimulatedLine;
  readonly #ear: CallerEar;
  readonly #startMs: number;
  readonly #spoken: TranscriptLine[] = [];
  /** Words up to this one have been given out by `hears()`. */
  #told = 0;
  #appEnded = false;
  #released = false;

  /** Made by `simulateCall()`. */
  constructor(parts: CallerParts) {
    const { simulation, emulator, app, format, noise, quietMs, seed, callId } = parts;
    this.#parts = parts;
    this.emulator = emulator;
    this.#startMs = systemClock.now();
    this.#ear = new CallerEar(format.sampleRateHz, quietMs);
    this.#line = new SimulatedLine({
      format,
      noise,
      seed,
      id: callId,
      heard: (frame) => this.#ear.hear(frame),
    });
    simulation.atEnd(async () => this.#line.close());
    void this.#line.released.then(() => (this.#released = true));
    void this.#run({ call: this.#line.call, env: emulator.env, emulator }, app);
  }

  async #run(given: SimulatedApp, app: CallerParts['app']): Promise<void> {
    try {
      await app(given);
    } catch (fault) {
      this.#parts.simulation.fail(fault);
    } finally {
      this.#appEnded = true;
    }
  }

  /** Says it; resolves when the last word is said. */
  says(words: CallerWords, options: SaysOptions = {}): Promise<void> {
    checkNames('says', options, ['afterMs', 'gainDb']);
    const { afterMs = reactionMs, gainDb = 0 } = options;
    checkNumber('afterMs', afterMs, { min: 0, max: 3_600_000 });
    return this.#parts.simulation.live(async () => {
      await sleep(systemClock, afterMs);
      await this.#say(words, gainDb);
    });
  }

  /**
   * Waits until the bot has said something and has been silent for `quietMs`; with `expected`, until that is part of
   * what it has said. Resolves to what was heard since the caller's own last words, or the last `hears()`, as it was
   * synthesised: numbers may be words. A word that was cut short is not heard.
   */
  hears(expected?: string | RegExp, options: { withinMs?: number } = {}): Promise<string> {
    checkNames('hears', options, ['withinMs']);
    const { withinMs = this.#parts.patienceMs } = options;
    checkNumber('withinMs', withinMs, { min: 1, max: 3_600_000 });
    return this.#parts.simulation.live(async () => {
      const { quietMs } = this.#parts;
      const heard = () =>
        this.#untold() !== '' &&
        this.#ear.isSilent(systemClock.now(), quietMs) &&
        (expected === undefined || matches(this.#untold(), expected));
      await this.#until(heard, withinMs, expected === undefined ? 'a word' : String(expected));
      const text = this.#untold();
      this.#told = this.#ear.words.length;
      return text;
    });
  }

  /** Hears that the bot says nothing for so long. Rejects with `ERR_MISUSE` and its words if it speaks. */
  hearsNothing(forMs: number): Promise<void> {
    checkNumber('forMs', forMs, { min: 1, max: 3_600_000 });
    return this.#parts.simulation.live(async () => {
      const begun = this.#ear.soundStartsMs.length;
      await sleep(systemClock, forMs);
      if (this.#ear.soundStartsMs.length === begun && this.#untold() === '') return;
      throw this.#fault(
        'ERR_MISUSE',
        `The bot was to be silent for ${forMs} ms, and said «${this.#untold()}».`,
      );
    });
  }

  /** Speaks while the bot does; resolves when the last word is said. */
  interrupts(words: CallerWords, options: InterruptsOptions = {}): Promise<void> {
    checkNames('interrupts', options, ['afterMs', 'after', 'gainDb']);
    const { afterMs = 1000, after, gainDb = 0 } = options;
    checkNumber('afterMs', afterMs, { min: 0, max: 3_600_000 });
    return this.#parts.simulation.live(async () => {
      const speaking = () => {
        const startMs = this.#ear.soundStartsMs.at(-1);
        const nowMs = systemClock.now();
        if (startMs === undefined || this.#ear.isSilent(nowMs, this.#parts.quietMs)) return false;
        return after === undefined ? nowMs - startMs >= afterMs : matches(this.#untold(), after);
      };
      await this.#until(speaking, this.#parts.patienceMs, 'the bot speaking, to interrupt it');
      await this.#say(words, gainDb);
    });
  }

  /** Lets time pass. */
  waits(ms: number): Promise<void> {
    checkNumber('ms', ms, { min: 0, max: 86_400_000 });
    return this.#parts.simulation.live(() => sleep(systemClock, ms));
  }

  /** Presses keys: `0`–`9`, `*`, `#`, one every 200 ms. */
  presses(keys: string): Promise<void> {
    if (!/^[0-9*#A-D]+$/.test(keys)) throw invalidOption('keys', keys, 'keys of a telephone: 0–9, *, #, A–D');
    return this.#parts.simulation.live(async () => {
      for (const digit of keys) {
        this.#line.signal({ type: 'dtmf', digit });
        await sleep(systemClock, 200);
      }
    });
  }

  /** Changes what is on the line besides words; what is not named stops. Throws `ERR_INVALID_OPTION`. */
  surroundedBy(noise: LineNoise): void {
    checkNames('surroundedBy', noise, noiseNames);
    this.#line.noise = checkNoise(noise);
  }

  /**
   * Hangs up, and waits until the agent has ended. Resolves to the report of the call; rejects with what the agent
   * rejects with, or `ERR_DEADLINE` when it goes on for 30 s.
   */
  async hangsUp(): Promise<CallReport> {
    try {
      await this.#parts.simulation.live(async () => {
        this.#line.hangUp();
        const over = () => this.#appEnded && this.#released;
        await this.#until(over, goodbyeMs, 'the agent to end (its promise settled, and its side hung up)');
      });
      return this.report;
    } finally {
      await this.end();
    }
  }

  /** Whether the bot has hung up. */
  get released(): boolean {
    return this.#released;
  }

  /** To whom the bot wanted to hand the caller over. */
  get transfers(): readonly string[] {
    return this.#line.transfers;
  }

  /** Who said what, in the order of time; times in ms from the beginning of the call. */
  get transcript(): readonly TranscriptLine[] {
    return this.report.transcript;
  }

  /** Turns, their latencies, and what the call has used so far. */
  get report(): CallReport {
    return callReport({
      startMs: this.#startMs,
      spoken: this.#spoken,
      heard: this.#ear.words,
      soundStartsMs: this.#ear.soundStartsMs,
      stretchGapMs: this.#parts.quietMs,
      log: this.emulator.log,
      logStartMs: this.#parts.logStartMs,
      prices: this.#parts.prices,
    });
  }

  /** Ends the call whatever its state, and gives global time back. May be called twice. */
  end(): Promise<void> {
    return this.#parts.simulation.end();
  }

  /** `end()`, for `await using`. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }

  async #say(words: CallerWords, gainDb: number): Promise<void> {
    checkNumber('gainDb', gainDb, { min: -40, max: 6 });
    const { sampleRateHz } = this.#parts.format;
    for (const part of typeof words === 'string' ? [words] : words) {
      if (typeof part === 'number') {
        checkNumber('words', part, { min: 0, max: 600_000 });
        await sleep(systemClock, part);
        continue;
      }
      checkText('words', part);
      const startMs = systemClock.now() - this.#startMs;
      const { samples } = encodeToneSpeech(part, { voice: 'a', sampleRateHz });
      const gain = 10 ** (gainDb / 20);
      await this.#line.say(gainDb === 0 ? samples : samples.map((sample) => sample * gain));
      this.#told = this.#ear.words.length;
      this.#spoken.push({ who: 'caller', text: part, startMs, endMs: systemClock.now() - this.#startMs });
    }
  }

  #untold(): string {
    return this.#ear.words
      .slice(this.#told)
      .map(({ text }) => text)
      .join(' ');
  }

  async #until(happened: () => boolean, withinMs: number, what: string): Promise<void> {
    const deadlineMs = systemClock.now() + withinMs;
    while (!happened()) {
      if (systemClock.now() >= deadlineMs)
        throw this.#fault('ERR_DEADLINE', `The caller waited ${withinMs} ms for ${what}.`);
      await sleep(systemClock, lookEveryMs);
    }
  }

  #fault(code: 'ERR_DEADLINE' | 'ERR_MISUSE', message: string): VoiceError {
    const over = this.#released ? ' The bot has hung up.' : '';
    const lines = this.report.transcript.map(({ who, text }) => `  ${who}: ${text}`);
    const said = lines.length === 0 ? 'Nobody has said a word.' : `So far:\n${lines.join('\n')}`;
    return new VoiceError({ code, message: `${message}${over} ${said}` });
  }
}

function matches(text: string, expected: string | RegExp): boolean {
  return typeof expected === 'string' ? text.includes(expected) : new RegExp(expected).test(text);
}
