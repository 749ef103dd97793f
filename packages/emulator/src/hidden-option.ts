import { VoiceError } from '@rechka/core';

/** As `invalidOption` of core, for a value that may be a secret: only its kind is told. */
export function hiddenOption(name: string, value: unknown, expected: string): VoiceError {
  return new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: `Option ${name} is ${kindOf(value)}; expected ${expected}.`,
  });
}

function kindOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value === '') return 'an empty string';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
