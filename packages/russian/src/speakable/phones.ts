import { digitGroup, digitGroups } from './digits.js';
import { rule, type SpokenRule } from './rule.js';

const gap = String.raw`[ \u00a0\u202f-]?`;
const open = String.raw`[ \u00a0\u202f-]?\(?`;
const close = String.raw`\)?[ \u00a0\u202f-]?`;
const end = String.raw`(?![\d-]{0,20}\d)`;

/** Telephone numbers, in the groups in which Russians say them: «девятьсот двенадцать триста сорок пять шестьдесят семь …». */
export const phones: readonly SpokenRule[] = [
  rule(
    'phones',
    String.raw`(\+7|[78])${open}(\d{3,4})${close}(\d{2,3})${gap}(\d{2})${gap}(\d{2})${end}`,
    ([written]) => {
      const digits = written.replace(/\D/g, '');
      if (digits.length !== 11) return undefined;
      return (written.startsWith('+') ? 'плюс ' : '') + digitGroups(digits);
    },
  ),
  rule(
    'phones',
    String.raw`\+(\d{1,3})${open}(\d{2,4})${close}(\d{2,4}(?:[ \u00a0\u202f-]\d{2,4}){0,3})${end}`,
    ([, country = '', code = '', rest = '']) =>
      ['плюс', country, code, ...rest.split(/\D/)]
        .map((group) => (/\d/.test(group) ? digitGroup(group) : group))
        .join(' '),
  ),
  rule('phones', String.raw`\(?(\d{3,4})\)?[ \u00a0\u202f-](\d{2,3})-(\d{2})-(\d{2})${end}`, ([written]) =>
    digitGroups(written.replace(/\D/g, '')),
  ),
  rule(
    'phones',
    String.raw`(\d{3})[- ](\d{2})[- ](\d{2})${end}|(\d{1,3})-(\d{2})-(\d{2})${end}`,
    ([written]) => digitGroups(written.replace(/\D/g, '')),
  ),
  rule('phones', String.raw`9\d{9}(?!\d)`, ([written]) => digitGroups(written)),
];
