import { wordSet } from '../word-set.js';
import type { Token } from './tokens.js';

/** Words after which what was said before is said anew: «в три, ой, в четыре». */
const markers = wordSet(
  'нет не-а ой ошибся ошиблась точнее вернее правильнее лучше простите извините прости извини пардон стоп хотя погодите',
  'подождите передумал передумала наоборот',
);

/** Words that may stand between a marker and what corrects. */
const fillers = wordSet(
  'а и ну э ээ эээ эм мм м да вот там это так не давайте давай можно пожалуйста же все-таки всё-таки значит тогда я мы мне нам меня нас',
  'хотел хотела сказать запишите поставьте пусть будет другой другую другое ох ай ах стойте минуту секунду',
);

/** More words than callers need to take something back. What stands farther apart is not compared. */
const maxBetween = 40;

/** How many tokens a marker takes from `at` on; 0 if there is none. */
export function markerAt(tokens: readonly Token[], at: number): number {
  const [first = '', second = ''] = [tokens[at]?.text, tokens[at + 1]?.text];
  if (first === 'то' && second === 'есть') return 2;
  if (first === 'не' && (second === 'так' || second === 'то')) return 2;
  return markers.has(first) ? 1 : 0;
}

/**
 * Whether tokens [from, to), which stand between two things of one kind, say that the second replaces the first:
 * a marker, and besides nothing but what `passes` and fillers.
 */
export function corrects(
  tokens: readonly Token[],
  from: number,
  to: number,
  passes: ReadonlySet<string>,
): boolean {
  if (to - from > maxBetween) return false;
  let marked = false;
  for (let at = from; at < to;) {
    const length = markerAt(tokens, at);
    const { text = '' } = tokens[at] ?? {};
    if (length === 0 && !fillers.has(text) && !passes.has(text)) return false;
    marked ||= length > 0;
    at += Math.max(1, length);
  }
  return marked;
}

/** Whether a token is one that only fills: «ну», «вот». */
export function isFiller(token: Token | undefined): boolean {
  return token !== undefined && fillers.has(token.text);
}
