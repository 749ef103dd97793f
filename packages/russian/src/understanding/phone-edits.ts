import type { DigitGroup, PhoneItem } from './phone-groups.js';

/** What was dictated so far, after all corrections. */
export interface Dictated {
  /** Whether «плюс» was said. */
  plus: boolean;
  groups: readonly DigitGroup[];
  /** Digits after «добавочный». */
  extension: string;
}

export const nothingDictated: Dictated = { plus: false, groups: [], extension: '' };

/** Whether groups are a whole number. */
export type IsWhole = (dictated: Dictated) => boolean;

/** Goes through what was dictated, with its corrections. */
export function dictate(before: Dictated, items: readonly PhoneItem[], isWhole: IsWhole): Dictated {
  let dictated = before;
  for (let at = 0; at < items.length;) {
    const item = items[at];
    if (item?.type === 'extension') {
      return { ...dictated, extension: digitsOf(groupsFrom(items, at + 1)) };
    }
    if (item?.type === 'not') {
      const [wrong, right, to] = contrast(items, at);
      dictated = replaceLast(dictated, wrong, right);
      at = to;
      continue;
    }
    if (item?.type === 'mend' || item?.type === 'repeat') {
      const tail = groupsFrom(items, at + 1);
      const plus = items[at + 1]?.type === 'plus';
      if (tail.length > 0) dictated = mend(dictated, tail, plus, item.type === 'repeat', isWhole);
      at += 1 + tail.length + (plus ? 1 : 0);
      continue;
    }
    if (item?.type === 'plus') dictated = { plus: true, groups: [], extension: '' };
    if (item?.type === 'digits') dictated = { ...dictated, groups: [...dictated.groups, item.group] };
    at++;
  }
  return dictated;
}

/** The groups from `at` on, up to the next correction. */
function groupsFrom(items: readonly PhoneItem[], at: number): DigitGroup[] {
  const groups: DigitGroup[] = [];
  for (const item of items.slice(items[at]?.type === 'plus' ? at + 1 : at)) {
    if (item.type !== 'digits') break;
    groups.push(item.group);
  }
  return groups;
}

/** «не шестьдесят семь, а шестьдесят восемь»: the wrong groups, the right ones, and where it ends. */
function contrast(items: readonly PhoneItem[], at: number): [DigitGroup[], DigitGroup[], number] {
  const wrong = groupsFrom(items, at + 1);
  const but = at + 1 + wrong.length;
  if (items[but]?.type !== 'but') return [[], [], but];
  const right = groupsFrom(items, but + 1).slice(0, Math.max(1, wrong.length));
  return [wrong, right, but + 1 + right.length];
}

function replaceLast(dictated: Dictated, wrong: DigitGroup[], right: DigitGroup[]): Dictated {
  const { groups } = dictated;
  for (let from = groups.length - wrong.length; from >= 0 && wrong.length > 0; from--) {
    if (digitsOf(groups.slice(from, from + wrong.length)) === digitsOf(wrong)) {
      return {
        ...dictated,
        groups: [...groups.slice(0, from), ...right, ...groups.slice(from + wrong.length)],
      };
    }
  }
  // Nothing of the kind was said: what is right stands in for the last groups.
  return { ...dictated, groups: [...groups.slice(0, groups.length - right.length), ...right] };
}

/**
 * `tail` replaces the last groups. How many is told by the length: as few as make a whole number, else those as long
 * as the first group of the tail, else one.
 */
function mend(
  dictated: Dictated,
  tail: readonly DigitGroup[],
  plus: boolean,
  repeated: boolean,
  isWhole: IsWhole,
): Dictated {
  const { groups } = dictated;
  const anew: Dictated = { ...dictated, plus, groups: tail };
  if (plus || groups.length === 0) return anew;
  const replacing = (count: number): Dictated =>
    count >= groups.length && isWhole(anew)
      ? anew
      : { ...dictated, groups: [...groups.slice(0, groups.length - count), ...tail] };
  const counts = groups.map((_, index) => index + 1);
  if (repeated) {
    if (isWhole(anew)) return anew;
    if (digitsOf(groups).endsWith(digitsOf(tail))) return dictated;
    if (isWhole({ ...dictated, groups: [...groups, ...tail] }) || !isWhole(dictated)) return replacing(0);
  }
  const whole = counts.find((count) => isWhole(replacing(count)));
  if (whole !== undefined) return replacing(whole);
  const [first] = tail;
  const alike = counts.find((count) => digitsOf(groups.slice(-count)).length === first?.digits.length);
  return replacing(alike ?? 1);
}

export function digitsOf(groups: readonly DigitGroup[]): string {
  return groups.map(({ digits }) => digits).join('');
}
