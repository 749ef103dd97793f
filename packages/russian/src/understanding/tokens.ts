import { cardinalForms } from './numeral-forms.js';

/** Part of a text, in UTF-16 units: from the first character to behind the last. */
export interface Span {
  start: number;
  end: number;
}

/** A word or a figure of a text, with its place. */
export interface Token extends Span {
  /** Lower case, ё as е. */
  text: string;
  /** Lower case, ё as it was written. */
  written: string;
  /** What stands between the token before and this one, without white space: «,», «-», mostly nothing. */
  gap: string;
}

/** «17:30», «05.12.2026», «25-го», «3», «+», «где-то». */
const pattern =
  /\d{1,2}(?::\d\d|\.\d{1,2}(?:\.\d{2,4})?)(?!\d)|\d+(?:-?\p{Script=Cyrillic}{1,3}(?!\p{L}))?|\+|\p{L}+(?:-\p{L}+)*/gu;

/** Says nothing, wherever it stands. */
const hesitation = /^(?:э{2,}м*|эм+|м{2,}|а{2,}|хм+)$/i;

/**
 * Takes a text apart. «три-четыре» is two tokens, «где-то» and «петрова-водкина» are one, and so is
 * «где то», as a recogniser writes it; «эээ» is none.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const whole = match[0];
    if (hesitation.test(whole)) {
      end = match.index + whole.length;
      continue;
    }
    const before = tokens.at(-1);
    if (before?.text === 'где' && whole === 'то' && text.slice(end, match.index).trim() === '') {
      end = match.index + whole.length;
      tokens[tokens.length - 1] = { ...before, text: 'где-то', written: 'где-то', end };
      continue;
    }
    const parts = whole.split('-');
    const apart = parts.length > 1 && parts.every((part) => cardinalForms.has(raw(part)));
    let start = match.index;
    for (const part of apart ? parts : [whole]) {
      tokens.push({
        text: raw(part),
        written: part.toLowerCase(),
        gap: text.slice(end, start).trim(),
        start,
        end: start + part.length,
      });
      end = start + part.length;
      start = end + 1;
    }
  }
  return tokens;
}

function raw(word: string): string {
  return word.toLowerCase().replaceAll('ё', 'е');
}

/** The characters of the tokens [from, to). */
export function spanOf(tokens: readonly Token[], from: number, to: number): Span {
  return { start: tokens[from]?.start ?? 0, end: tokens[to - 1]?.end ?? 0 };
}
