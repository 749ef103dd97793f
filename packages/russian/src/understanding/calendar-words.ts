/** Stems of the weekdays, from Monday. */
const weekdayStems = ['понедельник', 'вторник', 'сред', 'четверг', 'пятниц', 'суббот', 'воскресень'];
const weekdayEndings = /^(?:|а|у|е|ом|ы|и|ой|ей|я|ю|ем|ам|ям)$/;

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

const daysAhead = ['сегодня', 'завтра', 'послезавтра', 'послепослезавтра'];

/** «завтра» → 1, «завтрашний» → 1. */
export function daysAheadOfWord(word: string): number | undefined {
  const adjective = /^(.+(?:а|я))шн(?:ий|его|ем|им|ее|яя|юю|ей|ему)$/.exec(word)?.[1];
  const index = daysAhead.indexOf(adjective ?? word.replace('-', ''));
  return index < 0 ? undefined : index;
}

/** Which one of several: «эту», «следующую», «ближайшую». */
export function whichOfWord(word: string): 'this' | 'next' | 'nearest' | undefined {
  if (/^(?:этот|эта|эту|это|эти|этой|этом|этого|этих)$/.test(word)) return 'this';
  if (/^(?:следующ|будущ)(?:ий|ая|ую|ее|ие|ей|ем|его|их|им)$/.test(word)) return 'next';
  return /^ближайш(?:ий|ая|ую|ее|ие|ей|ем|его|их|им)$/.test(word) ? 'nearest' : undefined;
}
