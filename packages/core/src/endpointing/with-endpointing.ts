import { checkClock, checkFunction, checkObject, invalidOption } from '../errors/validate.js';
import { unfailingObserver } from '../errors/unfailing-observer.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { SpeechToText, SttOpenOptions, SttStream } from '../ports/speech-to-text.js';
import type { Clock } from '../time/clock.js';
import { systemClock } from '../time/system-clock.js';
import { EndpointedStream } from './endpointed-stream.js';
import type { Endpointer } from './endpointer.js';

/** A recogniser whose utterances end when an {@link Endpointer} says so: tell its streams what was asked for. */
export interface EndpointedStt extends SpeechToText {
  open(options: SttOpenOptions): SttStream & Required<Pick<SttStream, 'expect'>>;
}

/** How {@link withEndpointing} goes about it. */
export interface EndpointingOptions {
  /** Default: the host's. */
  clock?: Clock;
  /** An utterance is over, though its final is still to come. One that throws is not called again in its recognition. */
  ending?: () => void;
  /**
   * The endpointer failed: it is not asked any more in this recognition, in which a second of silence ends utterances from
   * now on. Or `ending` did. Each is told once for a recognition. What this itself throws is dropped. Default: nobody is
   * told.
   */
  onProblem?: (error: VoiceError) => void;
}

/**
 * Has the ends of utterances decided by us, with any recogniser that can leave that to its client. It is opened with
 * `external` endpointing, whatever `open()` is told. Its utterances may have several finals: one for each pause in which
 * the caller might have finished. Events must be read, or nothing is decided in time.
 *
 * Throws `ERR_INVALID_OPTION` for a recogniser that decides by itself.
 *
 * @example
 * ```ts
 * const stt = withEndpointing(new SpeechKitStt(cloud), localEndpointing({ language: russian() }));
 * const stream = stt.open({ format: pcm(16_000) });
 * stream.expect('phone');
 * ```
 */
export function withEndpointing(
  stt: SpeechToText,
  endpointer: Endpointer,
  options: EndpointingOptions = {},
): EndpointedStt {
  checkObject('options', options, 'an object');
  const { clock = systemClock, ending, onProblem = () => undefined } = options;
  checkClock(clock);
  if (ending !== undefined) checkFunction('ending', ending);
  checkFunction('onProblem', onProblem);
  checkObject('stt', stt, 'a recogniser, e.g. new SpeechKitStt(fromEnv())');
  checkEndpointer('endpointer', endpointer);
  if (stt.endpointing?.includes('external') === false) {
    throw invalidOption(
      'stt',
      stt.endpointing.join(', '),
      'a recogniser with `external` endpointing; this one decides by itself when the caller has finished',
    );
  }
  return {
    formats: stt.formats,
    endpointing: ['external'],
    open: (given) =>
      new EndpointedStream({
        stream: stt.open({ ...given, endpointing: { type: 'external' } }),
        format: given.format,
        endpointer,
        clock,
        ending,
        onProblem: unfailingObserver(onProblem),
      }),
  };
}

/** Throws `ERR_INVALID_OPTION` for what is no {@link Endpointer}. */
export function checkEndpointer(name: string, endpointer: unknown): asserts endpointer is Endpointer {
  if (typeof (endpointer as Partial<Endpointer> | null | undefined)?.open !== 'function')
    throw invalidOption(name, endpointer, 'an Endpointer, e.g. localEndpointing({ language })');
}
