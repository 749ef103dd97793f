import { nextWord, type Known, type NextText } from './dot-next.js';

/** Parts of an address: what comes after a comma and one of these belongs to what stands before. */
const addressParts: readonly string[] = [
  ...['д', 'дом', 'кв', 'квартира', 'к', 'корп', 'корпус', 'стр', 'строение', 'вл', 'лит', 'литера', 'м'],
  ...['оф', 'офис', 'каб', 'кабинет', 'под', 'подъезд', 'эт', 'этаж', 'домофон', 'код', 'доб', 'индекс'],
  ...[
    'ул',
    'улица',
    'пр-т',
    'просп',
    'проспект',
    'пер',
    'переулок',
    'пл',
    'наб',
    'ш',
    'шоссе',
    'мкр',
    'пос',
    'г',
  ],
];
const weekdayBefore =
  /(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|завтра|сегодня)$/i;
const ordinal = /(?:ого|его|ое|ье)$/;

/** Whether what stands on both sides of a comma is one thing: an address, a number of a list, a date. */
export function commaBinds(before: string, next: NextText): Known<boolean> {
  if (/^\d/.test(next.text)) return true;
  const word = nextWord(next);
  if (word === 'unknown') {
    const begun = next.text.toLowerCase();
    const mayBind = weekdayBefore.test(before) || addressParts.some((part) => part.startsWith(begun));
    return mayBind ? 'unknown' : false;
  }
  return addressParts.includes(word) || (weekdayBefore.test(before) && ordinal.test(word));
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
