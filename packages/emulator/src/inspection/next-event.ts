import { VoiceError, checkNumber, checkOneOf, type Clock } from '@rechka/core';
import { checkNames } from '../check-names.js';
import {
  emulatedServices,
  type EmulatedService,
  type EmulatorEvent,
  type EmulatorLog,
} from '../emulator-log.js';

/** An entry of the log of one type. */
export type EventOf<Type extends EmulatorEvent['type']> = Extract<EmulatorEvent, { type: Type }>;

/** Options of {@link Emulator.next}. */
export interface NextOptions {
  /** On the emulator's clock. Default 10 000. */
  withinMs?: number;
}

/** How many of the last entries an error shows. */
const shownEntries = 5;

/** Resolves with the next entry of a service and type that comes after now; rejects with `ERR_DEADLINE`. */
export function nextEvent<Type extends EmulatorEvent['type']>(
  { log, clock }: { log: EmulatorLog; clock: Clock },
  service: EmulatedService,
  type: Type,
  options: NextOptions,
): Promise<EventOf<Type>> {
  checkOneOf('next.service', service, emulatedServices);
  checkNames('next', options, ['withinMs']);
  const { withinMs = 10_000 } = options;
  checkNumber('next.withinMs', withinMs, { min: 0, max: 86_400_000 });
  return new Promise((resolve, reject) => {
    const unfollow = log.follow((event) => {
      if (event.service !== service || event.type !== type) return;
      timer.cancel();
      unfollow();
      resolve(event as EventOf<Type>);
    });
    const timer = clock.setTimeout(() => {
      unfollow();
      const last = log.entries.filter((event) => event.service === service).slice(-shownEntries);
      const shown = last.map((event) => `\n  ${JSON.stringify(event)}`).join('');
      reject(
        new VoiceError({
          code: 'ERR_DEADLINE',
          message: `No '${type}' of ${service} came within ${withinMs} ms; last of ${service}:${shown || ' nothing'}`,
        }),
      );
    }, withinMs);
  });
}
