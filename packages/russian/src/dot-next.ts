/** The text after a mark, from its next word on, as far as it is here. */
export interface NextText {
  text: string;
  /** No character beyond `text` plays a part. */
  complete: boolean;
}

/** A value that may depend on characters still to come. */
export type Known<T> = T | 'unknown';

const wordAhead = /^[\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)*-?/u;
const countAhead = /^\d[\d\s.,]*(\p{L}*)/u;

/** The next word, in small letters; empty if there is none. */
export function nextWord({ text, complete }: NextText): Known<string> {
  const word = wordAhead.exec(text)?.[0] ?? '';
  if (word.length === text.length && !complete) return 'unknown';
  return word.toLowerCase();
}

/** What the number that comes next counts: «коп» of «90 коп.»; empty if nothing. */
export function nextCounted({ text, complete }: NextText): Known<string> {
  const [whole = '', unit = ''] = countAhead.exec(text) ?? [];
  if (whole.length === text.length && !complete) return 'unknown';
  return unit.toLowerCase();
}

/** Whether an initial comes next: «С. Пушкину». */
export function isInitialNext({ text, complete }: NextText): Known<boolean> {
  if (text.length < 2 && !complete) return 'unknown';
  return /^\p{Lu}\./u.test(text);
}

/** Whether the next word begins as a sentence or a name does. «iPhone» does too. */
export function isCapitalNext({ text, complete }: NextText): Known<boolean> {
  if (/^[ie]$/.test(text) && !complete) return 'unknown';
  return /^(?:\p{Lu}|[ie]\p{Lu})/u.test(text);
}
