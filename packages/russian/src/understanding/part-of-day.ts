import type { Token } from './tokens.js';
import type { Found, PartName, TimePiece } from './when-pieces.js';

/** What parts of the day mean, in hours. Assumed: people differ by an hour or so. */
const partHours: Readonly<Record<PartName, readonly [from: number, to: number]>> = {
  morning: [6, 12],
  day: [12, 17],
  evening: [17, 23],
  night: [0, 6],
};

interface PartPattern {
  /** Words, parted by a blank; `|` within a word. */
  words: string;
  piece: TimePiece;
}

const part = (name: PartName, from = partHours[name][0], to = partHours[name][1]): TimePiece => ({
  kind: 'part',
  name,
  from: from * 60,
  to: to * 60,
});
const stretch = (from: number | undefined, to: number | undefined): TimePiece => ({
  kind: 'part',
  ...(from !== undefined && { from: from * 60 }),
  ...(to !== undefined && { to: to * 60 }),
});

/** Longer ones first. */
const patterns: readonly PartPattern[] = [
  { words: 'рано|раннее|ранним|пораньше утром|утро|утречком', piece: part('morning', 6, 9) },
  { words: 'рано с утра', piece: part('morning', 6, 9) },
  { words: 'с утра|утречка|утреца пораньше', piece: part('morning', 6, 9) },
  { words: 'утром|утречком пораньше', piece: part('morning', 6, 9) },
  { words: 'поздно|поздним|позднее|попозже вечером|вечер|вечерком', piece: part('evening', 20, 23) },
  { words: 'вечером|вечерком попозже', piece: part('evening', 20, 23) },
  { words: 'ближе к вечеру', piece: part('evening', 16, 19) },
  { words: 'к|под вечеру|вечер', piece: part('evening', 16, 19) },
  { words: 'ближе к обеду', piece: stretch(11, 13) },
  { words: 'первой|первую половине|половину дня', piece: stretch(undefined, 13) },
  { words: 'второй|вторую половине|половину дня', piece: part('day', 13, 18) },
  { words: 'до обеда', piece: stretch(undefined, 13) },
  { words: 'после обеда', piece: part('day', 13, 18) },
  { words: 'перед обедом', piece: stretch(11, 13) },
  { words: 'до вечера', piece: stretch(undefined, 17) },
  { words: 'после работы', piece: part('evening', 18, 23) },
  { words: 'до работы', piece: stretch(undefined, 9) },
  { words: 'в|во обед|обеденное|обеденный время|перерыв', piece: stretch(12, 14) },
  { words: 'в обед', piece: stretch(12, 14) },
  { words: 'весь|целый день', piece: { kind: 'any' } },
  { words: 'в течение дня', piece: { kind: 'any' } },
  { words: 'любое время', piece: { kind: 'any' } },
  { words: 'когда угодно|удобно', piece: { kind: 'any' } },
  { words: 'все равно когда', piece: { kind: 'any' } },
  { words: 'без разницы когда', piece: { kind: 'any' } },
  { words: 'с утра|утречка', piece: part('morning') },
  { words: 'утром|утро|утречком', piece: part('morning') },
  { words: 'днем', piece: part('day') },
  { words: 'вечером|вечер|вечерком', piece: part('evening') },
  { words: 'ночью|ночь', piece: part('night') },
];
const split = patterns.map(({ words, piece }) => ({
  words: words.split(' ').map((word) => new Set(word.split('|'))),
  piece,
}));

const greeting = /^(?:добр(?:ый|ое|ого|ой|ая)|спокойной)$/;

/** The part of the day that begins with a token. «добрый вечер» is none. */
export function partAt(tokens: readonly Token[], from: number): Found<TimePiece> | undefined {
  if (greeting.test(tokens[from - 1]?.text ?? '')) return undefined;
  for (const { words, piece } of split) {
    if (words.every((word, index) => word.has(tokens[from + index]?.text ?? ''))) {
      return { value: piece, to: from + words.length };
    }
  }
  return undefined;
}
