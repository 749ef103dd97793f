import { expect, it } from 'vitest';
import { mishear, mishearLast, strangeWord } from './mishear.js';
import { SeededRandom } from './seeded-random.js';

const words = 'а и в на ну то да нет три восемь пятнадцать записаться jean ok x завтра кто-то ъ'.split(' ');

it('a misheard word is never the word itself, and never empty', () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = new SeededRandom(seed);
    for (const word of words) {
      const heard = mishear(word, random);
      expect(heard).not.toBe(word);
      expect(heard).not.toBe('');
    }
  }
});

it('only the last word of a numeral changes', () => {
  const heard = mishearLast(['двадцать', 'один'], new SeededRandom(1));
  expect(heard[0]).toBe('двадцать');
  expect(heard[1]).not.toBe('один');
});

it('repeats itself for the same seed', () => {
  const run = () => {
    const random = new SeededRandom(3);
    return [...words.map((word) => mishear(word, random)), strangeWord(random)];
  };
  expect(run()).toEqual(run());
});
