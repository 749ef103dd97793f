import type { Speakable, SpokenSpan } from '@rechka/core';

/** What is not said as written. `say` gives the words instead; nothing when the characters are only dropped. */
interface Rule {
  pattern: string;
  say?: (before: string, after: string) => string;
}

const vowel = '[аеёиоуыэюяАЕЁИОУЫЭЮЯ]';

/**
 * SpeechKit reads all text as its own markup: `+` marks stress, `**` emphasis, `<[…]>` and `sil<[…]>` pauses,
 * `[[…]]` phonemes (SpeechKit documentation, "TTS markup"). What a model wrote is text, so no `+`, `*`, `[`, `]`
 * is left in it. The rest is Markdown and emoji. Earlier rules win.
 */
const rules: readonly Rule[] = [
  { pattern: String.raw`(?:sil)?<\[\s*(?:\d+|tiny|small|medium|large|huge|accented)\s*\]>` },
  { pattern: String.raw`<(?=\[)|(?<=\])>` },
  // A link or picture leaves its text. Its two ends are separate rules: a segment may hold only one of them.
  { pattern: String.raw`(?<![\p{L}\p{N}])!(?=\[[^\]\n]*\]\()` },
  { pattern: String.raw`\]\([^()\s]*\)` },
  { pattern: String.raw`[[\]]` },
  // Rules, headings, quotes, bullets.
  { pattern: String.raw`^[ \t]*(?:-{3,}|_{3,}|\*{3,})[ \t]*$` },
  { pattern: String.raw`^[ \t]*(?:#{1,6}|>|[-*•])[ \t]+` },
  { pattern: String.raw`(?<=\d\s?)\*(?=\s?\d)`, say: spaced('умножить на') },
  { pattern: String.raw`\*+|~~|${'`'}+` },
  { pattern: String.raw`(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])` },
  { pattern: String.raw`(?<!\d)\+(?=${vowel})` },
  { pattern: String.raw`\+`, say: spaced('плюс') },
  {
    pattern: String.raw`(?![©®™])\p{Extended_Pictographic}|[\u{1F1E6}-\u{1F1FF}\u{1F3FB}-\u{1F3FF}\u200D\uFE0F\u20E3]`,
  },
];

const anyRule = new RegExp(rules.map(({ pattern }) => `(${pattern})`).join('|'), 'gmu');
const somethingToSay = /[\p{L}\p{N}]/u;

/** The text as SpeechKit should read it. Empty when nothing in it can be said. */
export function speakable(text: string): Speakable {
  let spoken = '';
  const map: SpokenSpan[] = [];
  const append = (sourceStart: number, sourceEnd: number, words: string) => {
    if (words === '') return;
    map.push({ sourceStart, sourceEnd, spokenStart: spoken.length, spokenEnd: spoken.length + words.length });
    spoken += words;
  };

  let done = 0;
  for (const match of text.matchAll(anyRule)) {
    const end = match.index + match[0].length;
    append(done, match.index, text.slice(done, match.index));
    const rule = rules.find((_, index) => match[index + 1] !== undefined);
    append(match.index, end, rule?.say?.(text.charAt(match.index - 1), text.charAt(end)) ?? '');
    done = end;
  }
  append(done, text.length, text.slice(done));
  // The service refuses a text of markup only, and has no way to say one of punctuation only.
  return somethingToSay.test(spoken) ? { spoken, map } : { spoken: '', map: [] };
}

/** The words, set off from whatever they stand next to. */
function spaced(words: string): (before: string, after: string) => string {
  const glue = (neighbour: string) => (/\S/.test(neighbour) ? ' ' : '');
  return (before, after) => `${glue(before)}${words}${glue(after)}`;
}
