import { describe, expect, it } from 'vitest';
import { isComplete } from './completeness.js';

describe('isComplete', () => {
  it.each(['', 'запишите меня на', 'завтра и', 'я хочу ну', 'мой номер', 'на среду,'])(
    'waits after «%s»',
    (text) => {
      expect(isComplete(text)).toBeLessThanOrEqual(0.2);
    },
  );

  it.each(['восемь девятьсот двенадцать', 'мой номер 8 912'])('expects more digits after «%s»', (text) => {
    expect(isComplete(text)).toBeGreaterThan(isComplete('запишите меня на'));
    expect(isComplete(text)).toBeLessThan(0.5);
  });

  it.each(['да', 'до свидания', 'Нет, спасибо', 'сколько стоит стрижка?'])('is sure of «%s»', (text) => {
    expect(isComplete(text)).toBeGreaterThanOrEqual(0.9);
  });

  it('leans to the end after a plain phrase', () => {
    expect(isComplete('запишите меня на стрижку завтра вечером')).toBe(0.75);
  });
});
