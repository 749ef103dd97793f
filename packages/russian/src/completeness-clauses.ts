import { ends, isContent, leansToWait, type Rule, waits } from './completeness-answer.js';
import { holdVerbs, isFinite, isInfinitive } from './completeness-verbs.js';
import { fillers } from './fillers.js';
import {
  conjunctions,
  correlatives,
  objectPronouns,
  prepositions,
  settingWords,
  subjectPronouns,
} from './function-words.js';
import { holdMarkers } from './hold-words.js';
import { wordSet } from './word-set.js';

// Rules of the whole sentence: what it opened and has not closed.

/** «подождите», «сейчас посмотрю в календаре»: the caller has asked for time. */
export const asksToWait: Rule = ({ words, last }) => {
  const tail = words.slice(-5);
  const marker = tail.findIndex((word) => holdMarkers.has(word));
  if (marker < 0) return undefined;
  // «можно сейчас» is a time; «так сейчас» is not.
  if (holdMarkers.has(last)) return /^[сщ]е?й?час$/.test(last) && words.length > 2 ? undefined : waits;
  const doing = tail.findIndex((word, index) => index > marker && holdVerbs.has(word));
  return doing >= 0 && tail.length - doing <= 3 ? waits : undefined;
};

/** «в три ой», «на среду нет», «не раньше»: what was said is about to be taken back, or put otherwise. */
export const correctsItself: Rule = ({ words, last, before, expect }) => {
  if (/^(?:ой|ошибся|ошиблась)$/.test(last) || (before === 'то' && last === 'есть')) return waits;
  if (before === 'не' && /^(?:раньше|позже|позднее)$/.test(last)) return waits;
  if (last === 'лучше') {
    if (before === 'тем') return ends;
    return before === 'нет' || !isContent(before) ? waits : undefined;
  }
  if (last !== 'нет' || words.length === 1) return undefined;
  if (/^(?:а|ой|хотя)$/.test(before)) return waits;
  // «мест нет» says something of its own; «в пять нет» does not answer when.
  if (expect === 'free' && words.length < 5 && words[0] !== 'у' && prepositions.has(words[0] ?? ''))
    return leansToWait;
  return expect === 'free' || expect === 'yes-no' ? undefined : waits;
};

const openings: readonly (readonly string[])[] = [
  'честно говоря|в общем|в принципе|такая ситуация|короче говоря|так сказать|понимаете|смотрите|слушайте|знаете',
  'представляете|во первых|на самом деле|такое дело|такой вопрос|до сих пор|там же|может быть|должно быть|по идее',
  'если честно|собственно говоря|грубо говоря|в смысле|где нибудь|как нибудь|кто нибудь|что нибудь|меня зовут',
  'зовут меня|его зовут|ее зовут|за сколько|во сколько|до скольки|так как',
]
  .join('|')
  .split('|')
  .map((saying) => saying.split(' '));

/** «дело в том», «честно говоря»: sayings that open something. */
export const opens: Rule = ({ words }) =>
  openings.some((saying) => saying.every((word, index) => words.at(index - saying.length) === word))
    ? waits
    : undefined;

const clauseOpeners = wordSet('если когда раз пока чем хотя поскольку');

/** «если завтра не получится», «не только стрижку»: the other half of the sentence is still to come. */
export const secondHalfMissing: Rule = ({ words }) => {
  const text = `${words.join(' ')} `;
  const half = correlatives.some(([first, second]) => first.test(text) && !second.test(text.slice(1)));
  if (half) return leansToWait;
  const start = words.findIndex((word) => !fillers.has(word) && word !== 'и' && word !== 'но');
  const opener = words[start] ?? '';
  if (!clauseOpeners.has(opener)) return undefined;
  const rest = words.slice(start + 1);
  if (rest.includes('то') || rest.includes('тогда') || rest.includes('тем')) return undefined;
  const verbs = rest.filter((word) => isFinite(word) || isInfinitive(word));
  // «когда мне перезвонят» is a question: the verb is not alone.
  if (opener === 'когда' && verbs.length > 0 && rest.length > 1) return undefined;
  return verbs.length <= 1 ? leansToWait : undefined;
};

/** «я вчера», «у меня завтра», «у кота», «до скольки вы»: of whom and when is known, what is not. */
export const onlyTheSetting: Rule = ({ words, last, before, expect }) => {
  if (expect !== 'free') return undefined;
  if ((before === 'и' || before === 'но') && settingWords.has(last)) return waits;
  const start = words.findIndex((word) => !fillers.has(word) && !conjunctions.has(word));
  const rest = words.slice(start);
  const [first = '', second = ''] = rest;
  // «у моей машины», «моя карта»
  const whose = rest.slice(0, -1).every((word) => word === 'у' || /^(?:мо|наш)/.test(word));
  if (rest.length > 1 && whose) return 0.2;
  const subject =
    rest.some((word) => subjectPronouns.has(word)) || (first === 'у' && objectPronouns.has(second));
  return subject && !rest.some((word) => isContent(word)) ? waits : undefined;
};

/** «курьер»: one noun of which nobody asked. */
export const loneWord: Rule = ({ words, expect, last }) => {
  if (expect !== 'free' || words.length > 1) return undefined;
  if (settingWords.has(last)) return leansToWait;
  return isFinite(last) || isInfinitive(last) ? undefined : 0.45;
};
