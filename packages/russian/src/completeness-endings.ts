import {
  ends,
  isContent,
  isNoun,
  isSetting,
  leansToEnd,
  leansToWait,
  type Rule,
  waits,
} from './completeness-answer.js';
import { agrees, isAdjective } from './completeness-forms.js';
import {
  closingModals,
  dativeVerb,
  isFinite,
  isInfinitive,
  isTransitive,
  modals,
  negatedWhole,
  subjectVerbs,
} from './completeness-verbs.js';
import { fillers } from './fillers.js';
import {
  addressNouns,
  announcingNouns,
  conjunctions,
  determiners,
  figureNouns,
  objectPronouns,
  particles,
  prepositions,
  questionWords,
  relationalNouns,
  subjectPronouns,
} from './function-words.js';
import { cardinalValue, isOrdinal } from './numerals/word-values.js';

// Rules of the last word: what it needs after it, and whether it has had it before.

/** The last word belongs to a closed class that needs the next one. */
export const functionWordLast: Rule = ({ words, last, before }) => {
  if (last === 'все') return words.length > 1 && conjunctions.has(before) ? waits : leansToEnd;
  if (last === 'тоже') return leansToEnd;
  if (last === 'так') return words.length === 1 || before === 'не' ? waits : leansToEnd;
  if (last === 'еще' || last === 'уже') return leansToWait;
  if (last === 'потом' && words.length > 1) return prepositions.has(before) ? leansToEnd : leansToWait;
  // «что что», «сколько сколько»: it was not heard.
  if (words.length === 2 && last === before && (last === 'что' || questionWords.has(last))) return leansToEnd;
  if (last === 'любое' && words.length === 1) return leansToEnd;
  if (sameAgain(last, before) || sideTaken(last, before)) return leansToEnd;
  if (last === 'что' && /^(?:и|вы|ты|ни)$/.test(before)) return leansToEnd;
  if (prepositions.has(last) || conjunctions.has(last) || particles.has(last)) return waits;
  if (/^(?:столько|много|мало|несколько)$/.test(last)) return leansToEnd;
  if (determiners.has(last)) return waits;
  if (questionWords.has(last)) return words.length === 1 || prepositions.has(before) ? leansToWait : 0.4;
  if (fillers.has(last)) return 0.15;
  return undefined;
};

/** «тот же», «то же самое», and «что то» as a recogniser may write «что-то». */
function sameAgain(last: string, before: string): boolean {
  if (last === 'то' && before === 'не') return true;
  if (last === 'же') return /^(?:т[оае]т?|того|той|так|там|туда|тогда)$/.test(before);
  if (last === 'то') return /^(?:что|кто|когда|куда|чего|кого)$/.test(before);
  return before === 'же' && last.startsWith('сам');
}

/** «я против», «мы за». */
function sideTaken(last: string, before: string): boolean {
  return (last === 'против' || last === 'за') && (subjectPronouns.has(before) || /^был/.test(before));
}

/** «я», «у меня»: a sentence has only begun; «запишите меня», «поехать с ними»: it may have ended. */
export const pronounLast: Rule = ({ words, last, before }) => {
  if (subjectPronouns.has(last)) {
    // «это не я», «узнать как он».
    if (before === 'не' || (/^(?:как|где)$/.test(before) && /^о/.test(last) && words.length > 2))
      return leansToEnd;
    return last === 'это' && isTransitive(before) ? leansToEnd : waits;
  }
  if (!objectPronouns.has(last)) return undefined;
  if (prepositions.has(before)) {
    const said = words.slice(0, -2).some((word) => isFinite(word) || isInfinitive(word));
    return before !== 'у' && said ? leansToEnd : 0.2;
  }
  const dative = /(?:[бн]е|му|ам|им|ей)$/.test(last);
  if (modals.has(before)) return waits;
  if (dative) return dativeVerb.test(before) ? leansToEnd : waits;
  return isFinite(before) || isInfinitive(before) ? leansToEnd : waits;
};

/** «хочу», «можно мне»: the infinitive is still to come, unless it was said before. */
export const modalLast: Rule = ({ words, last, before, expect }) => {
  let at = words.length - 1;
  while (at > 0 && !modals.has(words[at] ?? '') && isSetting(words[at] ?? '')) at--;
  const modal = words[at] ?? '';
  if (!modals.has(modal)) return undefined;
  if (at === words.length - 1) {
    if (before === 'если' || before === 'сколько') return leansToEnd;
    if (before === 'не') return negatedWhole.has(last) ? leansToEnd : waits;
    const opening = conjunctions.has(before) || objectPronouns.has(before);
    if (expect === 'yes-no' && closingModals.has(last) && !opening) return ends;
    const said = words.slice(0, at).some((word) => isInfinitive(word));
    if (closingModals.has(last) && said) return leansToEnd;
    // «какие документы нужны», «паспорт нужен»
    if (words.length > 1 && /^нуж[ен]/.test(last) && isNoun(before)) return leansToEnd;
    return waits;
  }
  if (words.slice(0, at).some((word) => isInfinitive(word))) return undefined;
  return modal === 'будет' || /^(?:не|как|если)$/.test(words[at - 1] ?? '') ? undefined : waits;
};

/** «хочу отменить», «сколько стоит», «у вас есть»: what, is still to come, unless it was said before. */
export const verbLast: Rule = ({ words, last, before }) => {
  if (last === 'есть') {
    if (objectPronouns.has(before) && words.length <= 4) return waits;
    return before === 'если' || modals.has(before) ? waits : leansToEnd;
  }
  const said = words.slice(0, -1);
  if (subjectVerbs.has(last)) {
    // «у моей машины стучит»: whose, is not what.
    const named = said.some(
      (word, index) =>
        word === 'это' ||
        (isContent(word) && !isFinite(word) && !said.slice(Math.max(0, index - 2), index).includes('у')),
    );
    return named ? leansToEnd : waits;
  }
  if (!isTransitive(last)) return undefined;
  if (said.some((word) => questionWords.has(word))) return leansToEnd;
  const nounBefore = said.some((word) => isContent(word) && !/[оеыи]$/.test(word));
  // «звоню чтобы отменить»
  if (isInfinitive(last) && conjunctions.has(before)) return 0.2;
  if (isInfinitive(last) && nounBefore && !said.some(isFinite)) return leansToEnd;
  const object = said.some(
    (word, index) =>
      (/^(?:меня|нас|его|ее|их|это|все|двоих|троих|что|ничего|никого|вас)$/.test(word) ||
        /[а-я]{2}[ую]$/.test(word)) &&
      !modals.has(word) &&
      !prepositions.has(said[index - 1] ?? '') &&
      !isTransitive(word),
  );
  if (object) return leansToEnd;
  return before === 'не' ? 0.5 : 0.2;
};

/** «короткую», «на ближайшее»: its noun is still to come, unless it stood before. */
export const adjectiveLast: Rule = ({ last, before, words, expect }) => {
  if (!isAdjective(last)) return undefined;
  if (isFinite(before) && /[ыи]м$/.test(last)) return leansToEnd;
  if (isNoun(before) && agrees(before, last)) return leansToEnd;
  // «заказ пришёл неполный», «большую пиццу нет среднюю»: its noun was said.
  if (isFinite(before) && !isTransitive(before) && agrees(words.at(-3) ?? '', last)) return leansToEnd;
  const contrasts = words
    .slice(0, -2)
    .some((word) => isContent(word) && isAdjective(word) && word.at(-1) === last.at(-1));
  if (contrasts && expect === 'free' && (cardinalValue(before) ?? 1) === 1) return leansToEnd;
  if (isOrdinal(last)) return 0.2;
  // «что-то подешевле», «ничего срочного»
  if (/(?:[чк]то|чего) (?:то|нибудь)|ничего/.test(words.join(' '))) return leansToEnd;
  // «самую обычную», «на любое раннее»: of which, is known from what was said before.
  if (before.startsWith('сам') && words.length > 2) return leansToEnd;
  if (/^(?:он|она|они|оно|все|это|так)$/.test(before)) return leansToEnd;
  return 0.25;
};

/** «номер», «в конце», «улица»: of what, is still to come. */
export const nounLast: Rule = ({ words, last, before, expect }) => {
  const opening = !words.slice(0, -1).some((word) => isContent(word) || questionWords.has(word));
  if (relationalNouns.has(last)) return waits;
  if (addressNouns.has(last)) {
    if (isOrdinal(before)) return leansToEnd;
    return expect === 'address' || opening ? waits : undefined;
  }
  if (last === 'номер' && announcingNouns.has(before)) return waits;
  if (announcingNouns.has(last))
    return opening && !(determiners.has(before) && words.length > 2) ? 0.2 : undefined;
  const announced = figureNouns.has(before) && words.length <= 3 && isNoun(last);
  return announced || (expect === 'address' && before === 'код') ? 0.25 : undefined;
};
