import { VoiceError } from '@rechka/core';
import { virtualTime, type VirtualTime } from './virtual-time.js';

/** A conversation that lasts longer has been forgotten. */
const longestMs = 86_400_000;

/** A simulated call left behind by a test that failed. */
let open: Simulation | undefined;

/** A run of virtual time whose time passes only while something is being done in it. */
export class Simulation {
  readonly #vt: VirtualTime;
  readonly #run: Promise<void>;
  readonly #begun: Promise<void>;
  readonly #failed: Promise<never>;
  readonly #endings: (() => Promise<void>)[] = [];
  #fail: (fault: unknown) => void = () => undefined;
  #finish: () => void = () => undefined;
  #resume: (() => void) | undefined;
  #doing = 0;
  #ended: Promise<void> | undefined;

  /** Begins one, after the end of what an earlier caller left behind. */
  static async begin(options: { startAtEpochMs?: number; seed: number }): Promise<Simulation> {
    await open?.end();
    const simulation = new Simulation(options);
    open = simulation;
    await Promise.race([simulation.#begun, simulation.#failed]);
    return simulation;
  }

  private constructor(options: { startAtEpochMs?: number; seed: number }) {
    this.#vt = virtualTime({ maxVirtualMs: longestMs, ...options });
    this.#failed = new Promise((_, reject) => (this.#fail = reject));
    // A fault is told to whoever does something next; until then it is nobody's.
    this.#failed.catch(() => undefined);
    let begin: () => void = () => undefined;
    this.#begun = new Promise((resolve) => (begin = resolve));
    this.#run = this.#vt.run(() => {
      begin();
      return new Promise((resolve) => (this.#finish = resolve));
    });
    this.#run.catch((fault: unknown) => this.#fail(fault));
    this.#resume = this.#vt.pause();
  }

  /** Time passes until `act` settles, or something has failed. */
  async live<T>(act: () => Promise<T>): Promise<T> {
    if (this.#ended !== undefined)
      throw new VoiceError({
        code: 'ERR_MISUSE',
        message: 'The simulated call has ended; make another with simulateCall().',
      });
    return this.#while(() => Promise.race([act(), this.#failed]));
  }

  /** Something failed that nobody waits for: whoever does something next is told. */
  fail(fault: unknown): void {
    this.#fail(fault);
  }

  /** Done at the end, the last first. */
  atEnd(ending: () => Promise<void>): void {
    this.#endings.push(ending);
  }

  end(): Promise<void> {
    this.#ended ??= this.#end();
    return this.#ended;
  }

  async #end(): Promise<void> {
    try {
      for (const ending of this.#endings.reverse()) await this.#while(ending);
    } finally {
      this.#resume?.();
      this.#finish();
      await this.#run.catch(() => undefined);
      if (open === this) open = undefined;
    }
  }

  async #while<T>(act: () => Promise<T>): Promise<T> {
    this.#doing += 1;
    this.#resume?.();
    this.#resume = undefined;
    try {
      return await act();
    } finally {
      this.#doing -= 1;
      if (this.#doing === 0) this.#resume = this.#vt.pause();
    }
  }
}
