import { describe, expect, it } from 'vitest';
import { understand, type UnderstandOptions } from './understand.js';

const asked = { now: '2026-11-25T12:20', expect: 'phone' } as const;
const phonesOf = (text: string, options: Partial<UnderstandOptions> = {}) =>
  understand(text, { ...asked, ...options }).phones;
const tail = 'сто двадцать три сорок пять шестьдесят семь';

describe('phones of the countries around', () => {
  it.each([
    [`плюс триста семьдесят пять двадцать девять ${tail}`, '+375291234567'],
    [`плюс девятьсот девяносто восемь девяносто ${tail}`, '+998901234567'],
    [
      `плюс девятьсот девяносто шесть пятьсот пятьдесят пять сто двадцать три четыреста пятьдесят шесть`,
      '+996555123456',
    ],
    [`плюс семь семьсот один ${tail}`, '+77011234567'],
    [`восемь семьсот семь ${tail}`, '+77071234567'],
    [
      `плюс триста семьдесят четыре девяносто один двенадцать тридцать четыре пятьдесят шесть`,
      '+37491123456',
    ],
  ])('%s', (text, number) => {
    expect(phonesOf(text)).toMatchObject([{ status: 'complete', number }]);
  });

  it('knows the trunk of a country that was given', () => {
    expect(phonesOf(`восемь ноль двадцать девять ${tail}`, { country: 'BY' })).toMatchObject([
      { status: 'complete', number: '+375291234567' },
    ]);
  });
});

describe('extensions', () => {
  it.each([
    ['добавочный сто двадцать', '120'],
    ['добавочный двенадцать тридцать четыре', '1234'],
    ['внутренний номер сто двадцать', '120'],
    ['доб ноль пять', '05'],
  ])('%s', (said, extension) => {
    const text = `восемь четыреста девяносто пять ${tail} ${said}`;
    expect(phonesOf(text)).toMatchObject([{ status: 'complete', number: '+74951234567', extension }]);
  });

  it('may come with the next utterance', () => {
    const [phone] = phonesOf(`восемь четыреста девяносто пять ${tail}`);
    expect(phonesOf('добавочный сто двадцать', { phone, expect: 'free' })).toMatchObject([
      { number: '+74951234567', extension: '120' },
    ]);
  });
});
