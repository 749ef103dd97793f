import type { SttEvent } from '../ports/speech-to-text.js';

/**
 * Looks at what a recogniser tells, event by event, and gives what is to be believed of it: the event, a changed one, none,
 * or those it kept back as well. It serves one recognition.
 */
export type Guard = (event: SttEvent) => readonly SttEvent[];

/**
 * The events of a recognition as they come through guards, each seeing what the one before lets through. Utterances that
 * a guard drops are missing whole, with their numbers. Ends as the events do; leaving it leaves them.
 *
 * @example
 * ```ts
 * const heard = guarded(stream, [withoutEcho(echoGuard, timeline), minimumVoiced({ ms: 200 })]);
 * for await (const event of heard) if (event.type === 'transcript-final') console.log(event.text);
 * ```
 */
export async function* guarded(
  events: AsyncIterable<SttEvent>,
  guards: readonly Guard[],
): AsyncGenerator<SttEvent, void, void> {
  for await (const event of events) yield* through(guards, event);
}

function through(guards: readonly Guard[], event: SttEvent): readonly SttEvent[] {
  return guards.reduce<readonly SttEvent[]>((passed, guard) => passed.flatMap((one) => guard(one)), [event]);
}
