import { VoiceError, type Clock, type TimedWord } from '@rechka/core';
import { checkNames } from '../check-names.js';
import type { EmulatedService, EmulatorEvent, EmulatorLog } from '../emulator-log.js';
import type { CallBook } from './call-book.js';
import { filterNames, type CallFilter, type EmulatedCall } from './emulated-call.js';
import { expectations, type Expectations } from './expectations.js';
import type { KeptAudio } from './kept-audio.js';
import { nextEvent, type EventOf, type NextOptions } from './next-event.js';

/** What a running emulator tells of its calls. */
export interface Inspection {
  /** Calls that are open and the last 1 000 that were, in the order of their beginning, as they are now. */
  readonly streams: readonly EmulatedCall[];
  /** Those of {@link Inspection.streams} that fit. */
  calls(filter?: CallFilter): readonly EmulatedCall[];
  /** What recognitions have heard so far, word by word, in ms of the audio of their call. */
  words(filter?: CallFilter): readonly TimedWord[];
  /**
   * A WAV file of what a recognition has got or a synthesis has made. Needs `keepAudio`. Throws `ERR_MISUSE` without,
   * and if nothing is kept of that call.
   */
  wav(requestId: string): Uint8Array;
  /** Assertions that tell what there was, for any test runner. */
  readonly expect: Expectations;
  /**
   * Resolves with the next entry of the log that is of this service and type. Rejects with `ERR_DEADLINE` if none comes
   * in time.
   *
   * @example
   * ```ts
   * const { text } = await emulator.next('stt', 'text');
   * ```
   */
  next<Type extends EmulatorEvent['type']>(
    service: EmulatedService,
    type: Type,
    options?: NextOptions,
  ): Promise<EventOf<Type>>;
}

export interface InspectionOptions {
  calls: CallBook;
  audio: KeptAudio;
  log: EmulatorLog;
  clock: Clock;
  /** Whether a fault has struck a call. */
  wasStruck: (requestId: string) => boolean;
}

/** Tells of calls. */
export class Inspector implements Inspection {
  readonly expect: Expectations;
  readonly #options: InspectionOptions;

  constructor(options: InspectionOptions) {
    this.#options = options;
    this.expect = expectations(() => this.streams, options.wasStruck);
  }

  get streams(): readonly EmulatedCall[] {
    return this.calls();
  }

  calls(filter: CallFilter = {}): readonly EmulatedCall[] {
    checkNames('calls', filter, filterNames);
    return this.#options.calls.view(filter);
  }

  words(filter?: CallFilter): readonly TimedWord[] {
    return this.calls(filter).flatMap(({ words }) => words);
  }

  wav(requestId: string): Uint8Array {
    const { audio } = this.#options;
    const wav = audio.wav(requestId);
    if (wav !== undefined) return wav;
    const message = audio.isOn
      ? `No audio is kept of a call '${requestId}'; requestId of emulator.streams names one.`
      : 'Audio is not kept; start the emulator with keepAudio: true.';
    throw new VoiceError({ code: 'ERR_MISUSE', message });
  }

  next<Type extends EmulatorEvent['type']>(
    service: EmulatedService,
    type: Type,
    options: NextOptions = {},
  ): Promise<EventOf<Type>> {
    return nextEvent(this.#options, service, type, options);
  }
}
