import { invalidOption } from '../errors/validate.js';
import type { Language } from '../ports/language.js';
import type { Endpointing } from '../ports/speech-to-text.js';
import type { Endpointer } from './endpointer.js';
import { localEndpointing } from './local-endpointing.js';

/** Who ends utterances in one conversation: the recogniser as it is told, or one of ours. */
export interface ChosenEndpointing {
  endpointing?: Endpointing | undefined;
  endpointer?: Endpointer;
}

/** What an option asks for. Throws `ERR_INVALID_OPTION` for what is no endpointing. */
export function chooseEndpointing(
  option: 'server' | 'local' | Endpointing | Endpointer | undefined,
  language: Pick<Language, 'isComplete'>,
): ChosenEndpointing {
  // With the settings that the recogniser was made with.
  if (option === undefined || option === 'server') return { endpointing: undefined };
  if (option === 'local') return { endpointer: localEndpointing({ language }) };
  // JavaScript users may give anything, `null` too.
  const { open, type } = Object(option) as Partial<Endpointer & Endpointing>;
  if (typeof open === 'function') return { endpointer: option as Endpointer };
  if (type === 'server' || type === 'external') return { endpointing: option as Endpointing };
  throw invalidOption(
    'endpointing',
    option,
    "'server', 'local', { type: 'server' | 'external', … } or an Endpointer",
  );
}
