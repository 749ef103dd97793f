import type { ExpectedAnswer } from '@rechka/core';
import type { PersonName } from './person-name.js';
import type { SpokenPhone } from './phone.js';
import { understand, type Understood } from './understand.js';
import type { Extent, When, WhenReading } from './when.js';

/** A row of `corpora/spoken.tsv`. Not part of the package: for tests and the bench. */
export interface SpokenRow {
  id: number;
  split: string;
  finds: readonly string[];
  now: string;
  hours: { from: string; to: string };
  expect: ExpectedAnswer;
  difficulty: string;
  /** Utterances that go on with one another. */
  utterances: readonly string[];
  expected: string;
}

/** Reads the corpus. */
export function readSpokenRows(corpus: string): SpokenRow[] {
  return corpus
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .slice(1)
    .map((line) => {
      const [id, split = '', finds = '', setting = '', difficulty = '', text = '', expected = ''] =
        line.split('\t');
      const set = new Map(setting.split(' ').map((each) => each.split('=') as [string, string]));
      const [from = '', to = ''] = (set.get('hours') ?? '10:00-21:00').split('-');
      return {
        id: Number(id),
        split,
        finds: finds.split('+'),
        now: set.get('now') ?? '2026-11-25T12:20',
        hours: { from, to },
        expect: (set.get('expect') ?? 'free') as ExpectedAnswer,
        difficulty,
        utterances: text.split(' / '),
        expected,
      };
    });
}

/** What is understood of a row, in the notation of its `expected`. */
export function understoodOf(row: SpokenRow): string {
  let understood: Understood | undefined;
  for (const utterance of row.utterances) {
    const { now, hours: openingHours, expect } = row;
    understood = understand(utterance, { now, openingHours, expect, phone: understood?.phones[0] });
  }
  return row.finds
    .map((kind) => (understood === undefined ? '' : notationOf(understood, kind, row.now)))
    .join(' & ');
}

/** Whether a row is understood as it should be: `¦` parts answers that are equally good. */
export function isUnderstood(row: SpokenRow): boolean {
  return row.expected.split('¦').includes(understoodOf(row));
}

function notationOf(understood: Understood, kind: string, now: string): string {
  if (kind === 'number') {
    return understood.numbers.map(({ value, ordinal }) => `${value}${ordinal ? '-й' : ''}`).join(' ; ');
  }
  if (kind === 'phone') return understood.phones.map(phoneNotation).join(' ; ');
  if (kind === 'name') return understood.names.map(nameNotation).join(' ; ');
  return understood.when.map((when) => whenNotation(when, now)).join(' ; ');
}

function phoneNotation(phone: SpokenPhone): string {
  const extension = phone.extension === undefined ? '' : ` ext ${phone.extension}`;
  if (phone.number !== undefined) return phone.number + extension;
  return phone.missing > 0
    ? `${phone.heard} missing ${phone.missing}`
    : `${phone.heard} extra ${phone.extra}`;
}

function nameNotation(name: PersonName): string {
  return [name, ...name.alternatives]
    .map(({ first, patronymic, last, gender, fullNames }) => {
      const words = [first, patronymic, last].filter((word) => word !== undefined).join(' ');
      const letter = gender === undefined ? '?' : gender === 'male' ? 'м' : 'ж';
      return `${words} ${letter}${fullNames.length > 0 ? ` = ${fullNames.join('/')}` : ''}`;
    })
    .join(' | ');
}

/** A `When` in the notation of the corpus; years that are not that of `now` are written out. */
export function whenNotation({ readings, excluded }: When, now: string): string {
  return (excluded ? 'not ' : '') + readings.map((reading) => readingNotation(reading, now)).join(' | ');
}

function readingNotation({ date, workdays, time, approximate }: WhenReading, now: string): string {
  const day = (value: string) => {
    const [year = '', month = '', ofMonth = ''] = value.split('-');
    return `${ofMonth}.${month}${year === now.slice(0, 4) ? '' : `.${year}`}`;
  };
  const days = workdays === true ? 'workdays' : date && extent(date, day, 'any-day');
  const times = time && extent(time, (value) => value, 'any-time');
  const rough = approximate === true ? '~' : '';
  return times === undefined
    ? rough + (days ?? '')
    : `${days === undefined ? '' : `${days} `}${rough}${times}`;
}

function extent({ from, to }: Extent<string>, format: (value: string) => string, any: string): string {
  if (from === undefined && to === undefined) return any;
  if (from !== undefined && from === to) return format(from);
  return `${from === undefined ? '' : format(from)}..${to === undefined ? '' : format(to)}`;
}
