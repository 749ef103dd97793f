import type { SeededRandom } from './seeded-random.js';

/** Sounds that recognisers confuse. */
const confused: Readonly<Record<string, string>> = {
  ...{ а: 'о', о: 'а', е: 'и', и: 'е', я: 'е', у: 'ю', ы: 'и', э: 'е' },
  ...{
    б: 'п',
    п: 'б',
    в: 'ф',
    ф: 'в',
    г: 'к',
    к: 'г',
    д: 'т',
    т: 'д',
    ж: 'ш',
    ш: 'ж',
    з: 'с',
    с: 'з',
    м: 'н',
    н: 'м',
  },
};

/** Short words that stand in for one another. */
const particles: readonly [string, ...string[]] = ['и', 'а', 'в', 'на', 'ну', 'то'];

/** Real words that hardly anyone says to a machine: never, by accident, what was really said. */
const strangers: readonly [string, ...string[]] = [
  'барбарис',
  'левкой',
  'стеклярус',
  'камыш',
  'сатин',
  'выхухоль',
  'бурелом',
  'частокол',
  'позумент',
  'ковыль',
  'мельхиор',
  'перешеек',
];

/** What a recogniser makes of a sound it cannot tell. */
export function strangeWord(random: SeededRandom): string {
  return random.pick(strangers);
}

/** What a recogniser takes a noise for: something short. */
export function noiseWord(random: SeededRandom): string {
  return random.pick(particles);
}

/** A word that sounds like `word` and is not it. */
export function mishear(word: string, random: SeededRandom): string {
  const letters = Array.from(word);
  const places = letters.flatMap((letter, place) => (letter in confused ? [place] : []));
  const [first, ...others] = places;
  if (letters.length > 3 && (first === undefined || random.chance(0.4))) return letters.slice(0, -1).join('');
  if (letters.length > 2 && first !== undefined) {
    const place = random.pick([first, ...others]);
    return letters.map((letter, at) => (at === place ? (confused[letter] ?? letter) : letter)).join('');
  }
  const particle = random.pick(particles);
  return particle === word ? 'угу' : particle;
}

/** The same for what one written word sounds like («двадцать один»): its last word changes. */
export function mishearLast(spoken: readonly string[], random: SeededRandom): string[] {
  const last = spoken.at(-1);
  return last === undefined ? [] : [...spoken.slice(0, -1), mishear(last, random)];
}
