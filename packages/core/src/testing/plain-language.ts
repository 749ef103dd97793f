import type { Language, Segment } from '../ports/language.js';

/** What a {@link plainLanguage} knows. */
export interface PlainLanguageOptions {
  /** Default `und`, undetermined. */
  tag?: string;
  /** Raw words that confirm without taking the turn. Default «угу». */
  backchannels?: readonly string[];
  /** Raw words that mean nothing by themselves. Default: none. */
  fillers?: readonly string[];
  /** What the pipeline says when nothing else can be said. Default «Извините.». */
  apology?: string;
}

/**
 * A language for tests, without surprises: a segment ends with a full stop and a space, all text is spoken as it is
 * written, and a caller who pauses has finished.
 */
export function plainLanguage(options: PlainLanguageOptions = {}): Language {
  const { tag = 'und', backchannels = ['угу'], fillers = [], apology = 'Извините.' } = options;
  return {
    tag,
    segment: sentences,
    speakable: (text) => ({
      spoken: text,
      map: [{ sourceStart: 0, sourceEnd: text.length, spokenStart: 0, spokenEnd: text.length }],
    }),
    isComplete: () => 1,
    backchannels: new Set(backchannels),
    fillers: new Set(fillers),
    phrases: { apology },
  };
}

function sentences(): ReturnType<Language['segment']> {
  let held = '';
  let start = 0;
  const take = (length: number): Segment => {
    const segment = { text: held.slice(0, length), start };
    held = held.slice(length);
    start += length;
    return segment;
  };
  return {
    push(more) {
      held += more;
      const segments: Segment[] = [];
      for (let at = held.indexOf('. '); at >= 0; at = held.indexOf('. ')) segments.push(take(at + 2));
      return segments;
    },
    end: () => (held === '' ? [] : [take(held.length)]),
  };
}
