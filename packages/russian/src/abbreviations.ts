/** Abbreviations whose dot never ends a sentence: what follows belongs to them («ул. Ленина», «т. е. завтра»). */
export const bindingAbbreviations: ReadonlySet<string> = new Set([
  // Addresses.
  ...['ул', 'пер', 'пл', 'наб', 'просп', 'пр', 'пр-т', 'б-р', 'бул', 'ш', 'пос', 'дер', 'мкр', 'ст', 'оф'],
  ...['д', 'кв', 'корп', 'стр', 'вл', 'под', 'эт', 'лит'],
  // Phones, documents, references.
  ...['тел', 'доб', 'моб', 'напр', 'им', 'гл', 'табл', 'ред', 'изд', 'п', 'пп', 'ср', 'англ', 'рус', 'лат'],
  // People.
  ...['гр', 'кат', 'проф', 'акад', 'ген', 'полк', 'св', 'дж', 'др', 'mr', 'mrs', 'dr', 'st'],
  // The second half of «т. е.», «т. к.», «т. н.», «т. о.».
  ...['е', 'н', 'о'],
]);

/** Abbreviations that end a sentence when a capital letter follows: «1 200 руб. Оплата картой». */
export const endingAbbreviations: ReadonlySet<string> = new Set([
  ...['руб', 'коп', 'долл', 'тыс', 'млн', 'млрд', 'трлн'],
  ...['час', 'мин', 'сек', 'сут', 'нед', 'мес', 'гг', 'вв'],
  ...[
    'шт',
    'чел',
    'экз',
    'обл',
    'рис',
    'ок',
    'проч',
    'янв',
    'февр',
    'апр',
    'авг',
    'сент',
    'окт',
    'нояб',
    'дек',
  ],
]);

/** Units after a number, which may end a sentence («в 2024 г. Потом»), and binding elsewhere («г. Москва»). */
export const unitAbbreviations: ReadonlySet<string> = new Set([
  ...['г', 'ч', 'м', 'с', 'т', 'р', 'к', 'л', 'в', 'см', 'км', 'кг', 'мм', 'кв'],
]);

/** Second words of pairs that may end a sentence, each with its first: «и т. д.», «и др.». */
export const endingPairs: ReadonlyMap<string, string> = new Map([
  ['д', 'т'],
  ['п', 'т'],
  ['др', 'и'],
  ['пр', 'и'],
  ['э', 'н'],
]);
