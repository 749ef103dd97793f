/** A text without what is not said, each of its characters traced back to the text as written. */
export interface PlainText {
  text: string;
  /** Where each character of `text` was written, and one more: where the text as written ends. */
  at: readonly number[];
}

/** What is left out of a text; `instead` stands for it. Earlier rules win. */
interface Strip {
  pattern: string;
  instead?: string;
}

const vowel = '[аеёиоуыэюяАЕЁИОУЫЭЮЯ]';
const lineStart = String.raw`^[ \t]*`;

/**
 * SpeechKit reads all text as its own markup: `+` marks stress, `**` emphasis, `<[…]>` and `sil<[…]>` pauses,
 * `[[…]]` phonemes (SpeechKit documentation, "TTS markup"). What a model or a caller wrote is text. The rest is
 * Markdown, HTML and emoji: a segment may hold one end of a pair only, so the ends are rules of their own.
 */
const strips: readonly Strip[] = [
  { pattern: String.raw`(?:sil)?<\[\s*(?:\d+|tiny|small|medium|large|huge|accented)\s*\]>` },
  {
    pattern: String.raw`<!--[^\n]{0,500}?-->|<\/?(?:br|p|li|ul|ol|div|tr|td|h\d)(?:\s[^<>\n]*)?\/?>`,
    instead: ' ',
  },
  { pattern: String.raw`<\/?[a-zA-Z][a-zA-Z\d]*(?:\s[^<>\n]*)?\/?>` },
  { pattern: '&nbsp;', instead: ' ' },
  { pattern: '&amp;', instead: '&' },
  { pattern: '&quot;', instead: '"' },
  { pattern: String.raw`&(?:lt|gt|#\d+|[a-z]{2,8});` },
  // Links and pictures leave their text.
  { pattern: String.raw`(?<![\p{L}\p{N}])!(?=\[[^\]\n]*\]\()` },
  { pattern: String.raw`\]\([^()\s]*\)` },
  // Tables: rows of dashes, cells.
  { pattern: String.raw`${lineStart}(?:\|[ \t]*)?:?-{3,}:?[ \t]*(?:\|[ \t:|-]*)?$` },
  { pattern: String.raw`${lineStart}\|[ \t]*|(?:(?<![ \t])[ \t]+)?\|[ \t]*$` },
  { pattern: String.raw`(?:(?<![ \t])[ \t]+)?\|[ \t]*`, instead: ', ' },
  // Rules, headings, quotes, bullets, the bracket of a numbered item.
  { pattern: String.raw`${lineStart}(?:-{3,}|_{3,}|\*{3,})[ \t]*$` },
  { pattern: String.raw`${lineStart}(?:#{1,6}|>|[-*•])[ \t]+` },
  { pattern: String.raw`(?<=${lineStart}\d{1,2})\)(?=\s)`, instead: '.' },
  { pattern: String.raw`(?<=[:;,.] \d{1,2})\)(?=\s)` },
  // `*` is a sign between numbers only, `<` and `>` likewise.
  { pattern: String.raw`(?<!\d\s?)\*|\*(?!\s?\d)|(?<!\d\s?)[<>]|[<>](?!\s?\d)` },
  { pattern: String.raw`(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])|~~` },
  { pattern: String.raw`(?<!\d)\+(?=${vowel})` },
  { pattern: String.raw`(?<=^|\s)[:;]-?[)(D]+(?=$|[\s.,!?])` },
  { pattern: String.raw`[[\]{}\\^${'`'}©®™•★☆]|[\u0301\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]` },
  {
    pattern: String.raw`\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\uFE0F\u20E3]`,
  },
];

const anyStrip = new RegExp(strips.map(({ pattern }) => `(${pattern})`).join('|'), 'gmu');

/** Leaves out of a text what is not said: the provider's markup, Markdown, HTML, emoji. */
export function plainText(written: string): PlainText {
  /** Not a text that grows: to read its end would copy all of it each time. */
  const chars: string[] = [];
  const at: number[] = [];
  const keep = (part: string, start: number, step: 0 | 1) => {
    for (let index = 0; index < part.length; index++) {
      // Where something was left out between two spaces, one of them is enough, and none before a mark.
      const isDoubled =
        index === 0 && chars.at(-1) === ' ' && /^[ ,.!?]/.test(part) && at.at(-1) !== start - 1;
      if (isDoubled && part.startsWith(' ')) continue;
      if (isDoubled) {
        chars.pop();
        at.pop();
      }
      chars.push(part.charAt(index));
      at.push(start + index * step);
    }
  };
  let done = 0;
  for (const match of written.matchAll(anyStrip)) {
    keep(written.slice(done, match.index), done, 1);
    const strip = strips.find((_, index) => match[index + 1] !== undefined);
    if (strip?.instead !== undefined) keep(strip.instead, match.index, 0);
    done = match.index + match[0].length;
  }
  keep(written.slice(done), done, 1);
  at.push(written.length);
  return { text: chars.join(''), at };
}
