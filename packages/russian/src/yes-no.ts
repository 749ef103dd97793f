import { rawWords } from '@rechka/core';
import { assent } from './assent.js';
import { fillers } from './fillers.js';
import { holdMarkers } from './hold-words.js';
import { wordSet } from './word-set.js';

/** What a spoken answer to a question of yes or no comes to. */
export type YesNo = 'yes' | 'no' | 'unclear';

type Vote = YesNo | 'perhaps' | 'nothing';

/** Sayings whose words would mislead: «почему бы и нет» agrees. Raw words. */
const sayings: readonly (readonly [readonly string[], Vote])[] = Object.entries({
  yes:
    'почему бы и нет|почему бы нет|почему нет|отчего же нет|отчего бы и нет|не против|не возражаю|не возражаем|не откажусь|не помешает|' +
    'нет проблем|без проблем|нет возражений|без возражений|еще бы|как же|так точно|само собой|все так|все верно|' +
    'все правильно|не сомневайтесь|с удовольствием|давайте так|так и есть|да да|без вопросов|не вопрос|нет вопросов|по рукам',
  no:
    'ни в коем случае|ни за что|ни в какую|не в этот раз|не сегодня|не сейчас|не очень|не совсем|не особо|вряд ли|да ну|' +
    'не то|не так|не стоит|да ладно не|ничего подобного|я против|мы против|пока нет|еще нет|уже нет|в другой раз|как нибудь потом|не а|еще чего|отнюдь',
  unclear:
    'не знаю|не уверен|не уверена|не помню|не понял|не поняла|все равно|без разницы|как хотите|как скажете|и да и нет|' +
    'не решил|не решила|надо подумать|нужно подумать|дайте подумать|смотря|сложно сказать|трудно сказать|когда как',
  perhaps:
    'может быть|скорее всего|по идее|в принципе|мне кажется|я думаю|думаю что|я думаю что|наверное что|вроде бы|к сожалению|боюсь что',
})
  .flatMap(([vote, list]) => list.split('|').map((saying) => [saying.split(' '), vote as Vote] as const))
  .sort(([a], [b]) => b.length - a.length);

/** Words that agree at the beginning of an answer, after nothing but other votes, and refuse after «не». */
const opensYes: ReadonlySet<string> = new Set([
  ...assent,
  ...wordSet(
    'обязательно естественно безусловно однозначно определенно согласны соглашусь подтверждаю подтверждаем устраивает',
  ),
]);
/** Words that agree if nothing but such follows: «можно», «хочу», but not «можно в субботу», «хочу отменить». */
const closesYes = wordSet(
  'можно давайте давай попробуем пусть нормально подходит подойдет устроит записывайте запишите хочу хотим хотелось буду',
  'будем можем могу надо нужно нужен нужна нужны интересует получится удобно сойдет годится пойдет договорились',
);
const opensNo = wordSet('нет нет-нет нет-нет-нет неа не-а не-не не-не-не нету');
/** Words that refuse if nothing but such follows: «нельзя», but not «нельзя ли в субботу». */
const closesNo = wordSet('нельзя никогда неправильно неверно неудобно');
const noAnywhere = wordSet('отказываюсь отмена отмените отменяем передумал передумала обойдусь');
const perhaps = wordSet('наверное наверно пожалуй возможно вероятно думаю кажется скорее вроде видимо');
const unclear = wordSet('подумаю посмотрим зависит сомневаюсь затрудняюсь');
const asks = wordSet('сколько когда где какой какая какое какие почему зачем кто куда');
const nothing = wordSet(
  'спасибо пожалуйста я мне меня нам нас вас вам это все так уже тогда же бы что и больше ничего просто очень вполне',
  'благодарю большое тоже до свидания время день вариант ой ах ох давайте-ка увы',
);

/**
 * What an answer to a question of yes or no comes to: «ну давайте» is `yes`, «да нет наверное» is `no`, «не знаю» and
 * anything that answers something else is `unclear`. Answers that say both («да, но я не смогу», «нет, всё верно»)
 * are `unclear` too, for then one should ask again; only «да нет», «конечно нет», «хорошо, не надо» refuse.
 *
 * @example
 * ```ts
 * yesNo('да нет наверное'); // 'no'
 * yesNo('почему бы и нет'); // 'yes'
 * ```
 */
export function yesNo(text: string): YesNo {
  const votes = votesOf(rawWords(text));
  if (votes.includes('unclear')) return 'unclear';
  const decisive = votes.filter((vote) => vote === 'yes' || vote === 'no' || vote === undefined);
  const said = new Set(decisive.filter((vote) => vote !== undefined));
  const [only] = said;
  if (only === undefined) return 'unclear';
  if (said.size === 1) return only;
  // «да нет», «ладно, не надо»: a yes right before the no only softens it.
  const firstNo = decisive.indexOf('no');
  return decisive.slice(0, firstNo).every((vote) => vote === 'yes') && !decisive.includes('yes', firstNo)
    ? 'no'
    : 'unclear';
}

/** A vote for each word or saying; `undefined` for a word that speaks of something else. */
function votesOf(words: readonly string[]): (Vote | undefined)[] {
  const votes: (Vote | undefined)[] = [];
  const closes = words.findLastIndex((word) => !canFollow(word)) + 1;
  let opening = true;
  for (let at = 0; at < words.length;) {
    const saying = sayings.find(([parts]) => parts.every((part, index) => part === words[at + index]));
    const [length, vote]: readonly [length: number, Vote | undefined] = saying
      ? [saying[0].length, saying[1]]
      : voteOf(words[at] ?? '', words[at + 1] ?? '', opening, opening && at >= closes);
    votes.push(vote);
    opening &&= vote !== undefined;
    at += length;
  }
  return votes;
}

/** `opening`: nothing was said yet but votes; `closing`: and nothing is said any more that takes one back. */
function voteOf(
  word: string,
  next: string,
  opening: boolean,
  closing: boolean,
): readonly [length: number, Vote | undefined] {
  if (word === 'не') {
    if (opensYes.has(next) || closesYes.has(next)) return [2, 'no'];
    return [1, opening && (next === '' || next === 'не') ? 'no' : undefined];
  }
  if (noAnywhere.has(word) || (opening && opensNo.has(word)) || (closing && closesNo.has(word)))
    return [1, 'no'];
  if ((opening && opensYes.has(word)) || (closing && closesYes.has(word))) return [1, 'yes'];
  if (unclear.has(word) || holdMarkers.has(word) || asks.has(word)) return [1, 'unclear'];
  if (perhaps.has(word)) return [1, 'perhaps'];
  return [1, addsNothing(word) ? 'nothing' : undefined];
}

/** Whether a word takes nothing back of the vote before it. */
function canFollow(word: string): boolean {
  return addsNothing(word) || [opensYes, closesYes, closesNo].some((words) => words.has(word));
}

function addsNothing(word: string): boolean {
  return nothing.has(word) || fillers.has(word);
}
