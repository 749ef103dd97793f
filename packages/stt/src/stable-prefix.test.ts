import { expect, it } from 'vitest';
import { stablePrefix } from './stable-prefix.js';

it.each([
  [undefined, 'да', ''],
  ['запишите', 'запишите меня', 'запишите'],
  ['запишите меня на пять', 'запишите меня на пятницу', 'запишите меня на'],
  ['запишите меня', 'запишите меня', 'запишите меня'],
  ['стри', 'стрижка', ''],
  ['запишите меня', 'запиши', ''],
  ['на среду', 'в среду', ''],
])('of %j and then %j is %j', (previous, text, stable) => {
  expect(text.slice(0, stablePrefix(previous, text))).toBe(stable);
});
