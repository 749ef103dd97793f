/**
 * What a text is made speakable in, so that each can be left to the provider: `numbers` are also ordinals, ranges,
 * fractions, codes and versions, `latin` brand names and Latin letter words, `acronyms` Russian ones.
 */
export const speakableClasses = [
  'numbers',
  'dates',
  'times',
  'money',
  'units',
  'phones',
  'addresses',
  'abbreviations',
  'latin',
  'acronyms',
  'links',
] as const;

/** One of {@link speakableClasses}. */
export type SpeakableClass = (typeof speakableClasses)[number];

/** Where something stands, with what is around it. */
export interface Place {
  /** What precedes it, as far as it plays a part. */
  before: string;
  after: string;
}

/** How something is said. */
export interface SpokenRule {
  class: SpeakableClass;
  /** Sticky: is tried where a word, a number or a sign begins. */
  pattern: RegExp;
  /** The words; undefined: it is not that after all. */
  say: (match: RegExpExecArray, place: Place) => string | undefined;
}

/** A rule whose pattern is tried at one place only. `~` stands for white space within a line,
 * also none. Runs in a pattern are bounded, lest a long text that nearly matches everywhere be read again and again.
 */
export function rule(
  kind: SpeakableClass,
  pattern: string,
  say: SpokenRule['say'],
  flags: '' | 'i' = '',
): SpokenRule {
  return {
    class: kind,
    pattern: new RegExp(pattern.replaceAll('~', String.raw`[ \u00a0\u202f]{0,4}`), `uy${flags}`),
    say,
  };
}
