import { isOrdinal } from './numerals/word-values.js';
import { wordSet } from './word-set.js';

/** Endings that few other words share. Those that many share (-ом, -ей, -ее) tell nothing and are left out. */
const adjectiveEnding = new RegExp(
  `[а-я]{2}(?:${[
    'ый|ая|яя|ую|юю|ые|ого|ому|ое|ым|ых|ыми',
    '[гкхжшщч](?:ий|ие|их|ими)|[бвгджзклмпрстфхцчшщ]н(?:ий|ие|их|ей|его|ему)|[шщ](?:его|ему|ее|ей|им)|ским',
    '(?:[бвгджзклмпрстфхцчшщ]н|ск|ш|ж|ов|енн|анн)ой',
  ].join('|')})$`,
);

/** Nouns and names that end as an adjective does. */
const nouns = wordSet(
  'выходных выходные выходным взрослых взрослые взрослый столовая столовую столовой гостиная гостиную ванная ванную',
  'парикмахерская парикмахерскую прихожая прачечная кладовая кофейная пирожное мороженое животное животного',
  'животных больная больных русский английский немецкий французский китайский испанский итальянский рабочий рабочие',
  'прошлое будущее насекомых запятая мостовая целое весной знакомый знакомая знакомые прохожий водный дежурный',
  'дежурная наличные наличными безналичный командировочные георгий трудовой душой межой любому любого самому',
  'дорого впервые одному никому никого другому',
);

/** Whether a word looks like an adjective whose noun should follow. A guess from its ending. */
export function isAdjective(word: string): boolean {
  if (isOrdinal(word)) return !/(?:ого|его|ое|ье|ему|ому)$/.test(word);
  return adjectiveEnding.test(word) && !nouns.has(word);
}

/** Endings of an adjective → endings of the nouns that it agrees with. */
const agreement: readonly (readonly [adjective: RegExp, noun: RegExp])[] = [
  [/(?:ая|яя)$/, /[аяь]$/],
  [/(?:ую|юю)$/, /[уюь]$/],
  [/(?:ое|ее)$/, /[ое]$/],
  [/(?:ые|ие)$/, /[ыиа]$/],
  [/(?:ых|их|ыми|ими)$/, /(?:[ая]х|[ая]ми|ов|ей)$/],
  [/(?:ый|ий)$/, /[бвгджзклмнпрстфхцчшщйь]$/],
  [/ой$/, /[оеи]й?$/],
];

/** Whether an adjective belongs to the noun before it, and so may end: «пиццу большую», «урок бесплатный». */
export function agrees(noun: string, adjective: string): boolean {
  return agreement.some(([first, second]) => first.test(adjective) && second.test(noun));
}
