import { describe, expect, it } from 'vitest';
import { classify, isClassifier } from './classifiers.js';

/** Words of half a second each. */
function said(text: string) {
  return text.split(' ').map((word, i) => ({ text: word, startMs: i * 500, endMs: i * 500 + 400 }));
}

const found = (name: string, text: string) =>
  classify(name, said(text), {})?.highlights?.map((highlight) => highlight.text);

describe('a classifier', () => {
  it.each<[string, string, string[]]>([
    ['formal_greeting', 'алло добрый день это анна', ['добрый день']],
    ['informal_greeting', 'привет как дела', ['привет']],
    ['formal_farewell', 'спасибо до свидания хорошего дня', ['до свидания', 'хорошего дня']],
    ['informal_farewell', 'ну пока', ['пока']],
    ['insult', 'полные идиоты позовите кого нибудь', ['идиоты']],
    ['profanity', 'да что за хрень', ['хрень']],
    ['negative', 'это ужасно я недовольна', ['ужасно', 'недовольна']],
    [
      'answerphone',
      'абонент не отвечает оставьте сообщение после сигнала',
      ['абонент', 'оставьте сообщение', 'после сигнала'],
    ],
  ])('%s fires on «%s»', (name, text, highlights) => {
    expect(found(name, text)).toEqual(highlights);
  });

  it.each([
    ['informal_farewell', 'покажите что у вас есть'],
    ['informal_greeting', 'приветливый персонал'],
    ['insult', 'хамон из испании это не шутка'],
    ['profanity', 'красная черта и чертеж'],
    ['answerphone', 'запишите меня на завтра'],
    ['formal_greeting', 'день недели среда'],
  ])('%s is silent at «%s»', (name, text) => {
    expect(found(name, text)).toBeUndefined();
  });

  it('tells the times of the words that it fired on, and how sure it is', () => {
    expect(classify('insult', said('вы идиот'), {})).toEqual({
      classifier: 'insult',
      highlights: [{ text: 'идиот', startTimeMs: 500, endTimeMs: 900 }],
      labels: [{ label: 'insult', confidence: 0.9 }],
    });
  });

  it('of gender has two labels that make a whole, by the endings of verbs', () => {
    const female = (text: string) =>
      classify('gender', said(text), {})?.labels?.find(({ label }) => label === 'female')?.confidence;
    expect(female('я хотела записаться')).toBeCloseTo(0.9);
    expect(female('я хотел записаться')).toBeCloseTo(0.1);
    expect(female('запишите меня')).toBeUndefined();
  });

  it('may be added or replaced, whatever flags its expression has', () => {
    const own = { booking: /запи\p{L}+/giuy, insult: /бяка/ };
    expect(isClassifier('booking', own)).toBe(true);
    expect(isClassifier('booking', {})).toBe(false);
    expect(isClassifier('toString', {})).toBe(false);
    expect(classify('booking', said('хочу записаться'), own)?.highlights?.[0]?.text).toBe('записаться');
    expect(classify('insult', said('вы идиот'), own)).toBeUndefined();
    expect(classify('insult', said('вы бяка'), own)?.highlights).toHaveLength(1);
  });
});
