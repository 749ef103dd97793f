import type { Language, Segment, Segmenter } from '../ports/language.js';

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
  /** How long its segmenter waits for more text after a full stop ({@link Segmenter.waitMs}). Default: for ever. */
  afterSentenceMs?: number;
}

/**
 * A language for tests, without surprises: a segment ends with a full stop and a space, all text is spoken as it is
 * written, and a caller who pauses has finished.
 */
export function plainLanguage(options: PlainLanguageOptions = {}): Language {
  const {
    tag = 'und',
    backchannels = ['угу'],
    fillers = [],
    apology = 'Извините.',
    afterSentenceMs,
  } = options;
  return {
    tag,
    segment: () => sentences(afterSentenceMs),
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

function sentences(afterSentenceMs: number | undefined): Segmenter {
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
    get waitMs() {
      return held.endsWith('.') ? afterSentenceMs : undefined;
    },
  };
}
