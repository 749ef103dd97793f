/** Stems of the weekdays, from Monday. */
const weekdayStems = ['понедельник', 'вторник', 'сред', 'четверг', 'пятниц', 'суббот', 'воскресень'];
const weekdayEndings = /^(?:|а|у|е|ом|ы|и|ой|ей|я|ю|ем)$/;

/** «среду» → 3. */
export function weekdayOfWord(word: string): number | undefined {
  const index = weekdayStems.findIndex(
    (stem) => word.startsWith(stem) && weekdayEndings.test(word.slice(stem.length)),
  );
  return index < 0 ? undefined : index + 1;
}

const monthStems = [
  'январ',
  'феврал',
  'март',
  'апрел',
  'ма',
  'июн',
  'июл',
  'август',
  'сентябр',
  'октябр',
  'ноябр',
  'декабр',
];

/** «декабря» → 12. */
export function monthOfWord(word: string): number | undefined {
  const index = monthStems.findIndex(
    (stem) =>
      word.startsWith(stem) &&
      (stem === 'ма' ? /^(?:й|я|ю|ем|е)$/ : /^(?:|ь|я|ю|ем|е|а|у|ом)$/).test(word.slice(stem.length)),
  );
  return index < 0 ? undefined : index + 1;
}

/** «сегодня» → 0. */
export const daysAhead: ReadonlyMap<string, number> = new Map([
  ['сегодня', 0],
  ['завтра', 1],
  ['послезавтра', 2],
  ['послепослезавтра', 3],
  ['после-послезавтра', 3],
]);

/** Which one of several: «эту», «следующую», «ближайшую». */
export function whichOfWord(word: string): 'this' | 'next' | 'nearest' | undefined {
  if (/^(?:этот|эта|эту|это|эти|этой|этом|этого|этих)$/.test(word)) return 'this';
  if (/^(?:следующ|будущ)(?:ий|ая|ую|ее|ие|ей|ем|его|их|им)$/.test(word)) return 'next';
  return /^ближайш(?:ий|ая|ую|ее|ие|ей|ем|его|их|им)$/.test(word) ? 'nearest' : undefined;
}
