import { cardinal } from '../numerals/cardinals.js';
import { domainWords, latinWords } from './latin-words.js';
import { spellLetters } from './letters.js';
import { rule, type SpokenRule } from './rule.js';

const label = String.raw`[\p{L}\d](?:[\p{L}\d-]{0,61}[\p{L}\d])?`;
const tops = [...domainWords.keys()].join('|');
const path = String.raw`(?::\d+)?(?:\/[^\s<>()«»"]*[^\s<>()«»".,;:!?])?\/?`;
/** Longer names are not worth being heard, let alone remembered. */
const longestDomain = 24;

/**
 * Links and addresses of mail. Of a link only its domain is said («barber точка ру»): no caller writes down a path.
 * A long one is «ссылка».
 */
export const links: readonly SpokenRule[] = [
  rule(
    'links',
    String.raw`([\p{L}\d._%-]{1,64})@((?:${label}\.){1,8}\p{L}{2,})`,
    ([, name = '', domain = '']) => `${sayName(name)} собака ${sayDomain(domain)}`,
    'i',
  ),
  rule(
    'links',
    String.raw`https?:\/\/(?:www\.)?([^\s\/<>()«»"?#]*[^\s\/<>()«»"?#.,;:!])([\/?#][^\s<>()«»"]*[^\s<>()«»".,;:!?]|[\/?#])?`,
    ([, domain = '']) => sayLink(domain),
    'i',
  ),
  rule(
    'links',
    String.raw`(?:www\.)((?:${label}\.){1,8}\p{L}{2,})${path}`,
    ([, domain = '']) => sayLink(domain),
    'i',
  ),
  rule(
    'links',
    String.raw`((?:${label}\.){1,8}(?:${tops}))(?![\p{L}\d@-])${path}`,
    ([, domain = '']) => sayLink(domain),
    'i',
  ),
];

function sayLink(domain: string): string {
  return domain.length > longestDomain || /^t\.me$/i.test(domain) ? 'ссылка' : sayDomain(domain);
}

function sayDomain(domain: string): string {
  const parts = domain.toLowerCase().split('.');
  const top = parts.pop() ?? '';
  return [...parts.map(sayName), domainWords.get(top) ?? top].join(' точка ');
}

const signs: Readonly<Record<string, string>> = {
  '.': 'точка',
  '-': 'дефис',
  _: 'нижнее подчёркивание',
  '%': 'процент',
};

/** The part before the «собака», or of a domain. */
function sayName(name: string): string {
  return Array.from(name.matchAll(/\p{L}+|\d+|./gu), ([part]) => {
    if (/^\d/.test(part))
      return part.length < 5 && !part.startsWith('0')
        ? cardinal(Number(part))
        : Array.from(part, (digit) => cardinal(Number(digit))).join(' ');
    if (signs[part] !== undefined) return signs[part];
    return latinWords.get(part.toLowerCase()) ?? (part.length === 1 ? spellLetters(part) : part);
  }).join(' ');
}
