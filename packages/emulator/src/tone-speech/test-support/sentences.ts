import { SeededRandom } from '../../recogniser/seeded-random.js';

const names = ['Анна', 'Пётр', 'Ольга Сергеевна', 'Ёлкин', 'Магомед', 'Щербакова', 'Jean-Pierre'] as const;
const streets = ['ул. Ленина', 'пр-т Мира', 'Большая Ордынка', 'Сретенка', 'пер. Сивцев Вражек'] as const;
const days = ['завтра', 'в субботу', '12 марта', 'послезавтра', 'на 3-е'] as const;
const endings = ['Хорошо?', 'Спасибо!', 'Да…', 'Нет, не так.', 'Подождите — я сейчас.', 'Ладно'] as const;

/** One sentence (or two) as people dictate them on the phone: names, numbers, streets, prices, times. */
export function sentence(random: SeededRandom): string {
  const number = (from: number, to: number) => String(random.integer(from, to));
  const kinds = [
    () => `Здравствуйте, это ${random.pick(names)}.`,
    () => `${random.pick(streets)}, д. ${number(1, 199)}, кв. ${number(1, 400)}`,
    () => `Запишите меня ${random.pick(days)} на ${number(9, 21)}:${number(0, 5)}0, пожалуйста!`,
    () => `Мой телефон +7 9${number(10, 99)} ${number(100, 999)}-${number(10, 99)}-${number(10, 99)}`,
    () => `Стоит ${number(100, 99_999)} ₽ или ${number(1, 99)} %? «${random.pick(names)}» № ${number(1, 9)}`,
    () => `${random.pick(names)}: ${random.pick(days)}; ${random.pick(streets)} 5 5 5`,
  ] as const;
  return random.chance(0.2) ? `${random.pick(kinds)()} ${random.pick(endings)}` : random.pick(kinds)();
}

/** `count` sentences, the same ones for the same seed. */
export function sentences(seed: number, count: number): string[] {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => sentence(random));
}
