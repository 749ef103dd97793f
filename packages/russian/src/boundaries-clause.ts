import { nextWord, type Known, type NextText } from './dot-next.js';
import { wordSet } from './word-set.js';

/** Parts of an address: what comes after a comma and one of these belongs to what stands before. */
const addressParts = wordSet(
  'д кв к корп стр вл лит литера м оф каб под эт доб пом ул улица пр-т просп проспект пер переулок пл наб ш шоссе мкр пос г',
);
/** The same if a number follows: «дом 5», as against «дом стоит во дворе». */
const numberedParts = wordSet('дом квартира корпус строение офис кабинет подъезд этаж домофон код индекс');
const weekdayBefore =
  /(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|завтра|сегодня)$/i;
/** «15 мая, в 15:30», «Ленина, 5» */
const number = /^(?:(?:в|с|к|до|на|по)\s)?\d/;
const numberMayCome = /^(?:в|с|к|до?|на?|по?)\s?$/;
/** Ordinals begin with few letters: other words need not be awaited. */
const ordinalBegun = /^[пвтчшсдо]/;
const ordinal = /^[пвтчшсдо].*(?:ого|его|ое|ье)$/;

/** Whether what stands on both sides of a comma is one thing: an address, a number of a list, a date. */
export function commaBinds(before: string, next: NextText): Known<boolean> {
  if (number.test(next.text)) return true;
  if (numberMayCome.test(next.text) && !next.complete) return 'unknown';
  const word = nextWord(next);
  if (word === 'unknown') {
    const begun = next.text.toLowerCase();
    const parts = [...addressParts, ...numberedParts];
    const mayBind =
      (ordinalBegun.test(begun) && weekdayBefore.test(before)) ||
      parts.some((part) => part.startsWith(begun));
    return mayBind ? 'unknown' : false;
  }
  if (numberedParts.has(word)) {
    const rest = next.text.slice(word.length).trimStart();
    return rest === '' && !next.complete ? 'unknown' : /^\d/.test(rest);
  }
  return addressParts.has(word) || (ordinal.test(word) && weekdayBefore.test(before));
}

/** Whether a colon stands between an abbreviation and what it announces: «тел.: 8 800». */
export function colonBinds(before: string): boolean {
  return /(?:\.|(?<!\p{L})(?:тел|моб|доб|факс|e-?mail|почта|код|№))$/iu.test(before);
}

/**
 * Whether a dash or hyphen joins its sides: a compound word, a range («5 – 10», «пн. – пт.»), a route
 * («Москва – Казань»), the dash of a list item or of a remark.
 */
export function dashBinds(before: string, next: NextText): boolean {
  const head = before.trimEnd();
  if (head.length === before.length || /(?:^|\n)[\s#>*_•]*$/.test(before)) return true;
  if (/\d$/.test(head) && /^\d/.test(next.text)) return true;
  if (/(?<!\p{L})(?:пн|вт|ср|чт|пт|сб|вс)\.?$/iu.test(head)) return true;
  return /(?<!\p{L})\p{Lu}[\p{L}-]*$/u.test(head) && /^\p{Lu}/u.test(next.text);
}
