const units = ['', 'один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь', 'девять'];
const teens = [
  'десять',
  'одиннадцать',
  'двенадцать',
  'тринадцать',
  'четырнадцать',
  'пятнадцать',
  'шестнадцать',
  'семнадцать',
  'восемнадцать',
  'девятнадцать',
];
const tens = [
  '',
  '',
  'двадцать',
  'тридцать',
  'сорок',
  'пятьдесят',
  'шестьдесят',
  'семьдесят',
  'восемьдесят',
  'девяносто',
];
const hundreds = [
  '',
  'сто',
  'двести',
  'триста',
  'четыреста',
  'пятьсот',
  'шестьсот',
  'семьсот',
  'восемьсот',
  'девятьсот',
];

/** Names of a thousand's powers: for one, for two to four, for more; and whether they are feminine. */
const scales = [
  { value: 1_000_000_000, one: 'миллиард', few: 'миллиарда', many: 'миллиардов', feminine: false },
  { value: 1_000_000, one: 'миллион', few: 'миллиона', many: 'миллионов', feminine: false },
  { value: 1_000, one: 'тысяча', few: 'тысячи', many: 'тысяч', feminine: true },
] as const;

export const MAX_SPELLED = 999_999_999_999;

/** Words of 0…999; nothing for 0. */
function spellBelowThousand(value: number, feminine: boolean): string[] {
  const rest = value % 100;
  const words = [hundreds[Math.floor(value / 100)] ?? ''];
  if (rest >= 10 && rest < 20) words.push(teens[rest - 10] ?? '');
  else {
    const unit = rest % 10;
    words.push(tens[Math.floor(rest / 10)] ?? '');
    words.push(feminine && unit === 1 ? 'одна' : feminine && unit === 2 ? 'две' : (units[unit] ?? ''));
  }
  return words.filter((word) => word !== '');
}

function scaleName(count: number, { one, few, many }: (typeof scales)[number]): string {
  const unit = count % 10;
  if (count % 100 >= 11 && count % 100 <= 14) return many;
  return unit === 1 ? one : unit >= 2 && unit <= 4 ? few : many;
}

/**
 * A whole number, 0 to 999 999 999 999, as people say it: masculine nominative, without «один» before a
 * leading «тысяча», «миллион», «миллиард».
 */
export function spellNumber(value: number): string[] {
  if (!Number.isInteger(value) || value < 0 || value > MAX_SPELLED)
    throw new RangeError(`Cannot spell ${value}`);
  if (value === 0) return ['ноль'];
  const words: string[] = [];
  let rest = value;
  for (const scale of scales) {
    const count = Math.floor(rest / scale.value);
    rest %= scale.value;
    if (count === 0) continue;
    if (count > 1 || words.length > 0) words.push(...spellBelowThousand(count, scale.feminine));
    words.push(scaleName(count, scale));
  }
  return [...words, ...spellBelowThousand(rest, false)];
}

/** Digits one after another in the groups that people use: 79991234567 is 7, 999, 123, 45, 67. */
function groupsOf(digits: string): string[] {
  const phone = /^([78]?)(\d{3})(\d{3})(\d{2})(\d{2})$/.exec(digits);
  if (phone) return phone.slice(1).filter((group) => group !== '');
  return digits.length > 12 ? (digits.match(/\d{1,2}/g) ?? []) : [digits];
}

/** A run of digits as it is said: leading zeros one by one, phone numbers in groups. */
export function spellDigits(digits: string): string[] {
  return groupsOf(digits).flatMap((group) => {
    const zeros = /^0*/.exec(group)?.[0].length ?? 0;
    const leading = Array.from({ length: zeros }, () => 'ноль');
    return zeros === group.length ? leading : [...leading, ...spellNumber(Number(group))];
  });
}
