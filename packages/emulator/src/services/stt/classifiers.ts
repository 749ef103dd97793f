import type { TimedWord } from '@rechka/core';
import type { RecognitionClassifierResultInit } from '@rechka/proto/stt';

/**
 * What each classifier of the service (documented, for Russian) fires on here: words, where the real one judges by a
 * model. Texts are lower case, without punctuation and without «ё».
 */
const phrases: Readonly<Record<string, RegExp>> = {
  formal_greeting: /здравствуй(те)?|добр(ый|ое|ого) (день|дня|утро|вечер|времени суток)|приветствую/gu,
  informal_greeting: /(?<!\p{L})(привет(ик|ики)?|здорово|салют|хай)(?!\p{L})/gu,
  formal_farewell: /до свидания|всего (доброго|хорошего)|хорошего (дня|вечера)|до встречи/gu,
  informal_farewell: /(?<!\p{L})(пока(-пока)?|бывай|чао|до скорого|увидимся)(?!\p{L})/gu,
  insult: /(?<!\p{L})(идиот|дурак|дура(?!\p{L})|болван|придур|кретин|козел|тупица|хам(?!\p{L}))\p{L}*/gu,
  profanity: /(?<!\p{L})(хрен|дерьм|черт(?!а |ой|еж)|сволоч|гадин|блин(?!\p{L}))\p{L}*/gu,
  negative: /(?<!\p{L})(ужас|отврат|безобраз|недовол|возмут|жалоб|кошмар|плохо)\p{L}*/gu,
  answerphone:
    /автоответчик|(оставьте|оставить) (ваше )?сообщение|после (звукового )?сигнала|абонент|голосов\p{L}+ (почт|помощник)\p{L}*|вне зоны/gu,
};

/** The emulator knows no voices: a speaker's gender is what their verbs of the past and adjectives say. */
const feminine = /(?<!\p{L})(я )?\p{L}{2,}(ла|лась)(?!\p{L})/gu;
const masculine = /(?<!\p{L})(я )?\p{L}{2,}[аеиоуыя](л|лся)(?!\p{L})/gu;

/** Assumed: no figure of the real one is known. */
const CONFIDENCE = 0.9;

/** Names that are understood: the service's own, and those of `own`. */
export function isClassifier(name: string, own: Readonly<Record<string, RegExp>>): boolean {
  return name === 'gender' || Object.hasOwn(own, name) || Object.hasOwn(phrases, name);
}

/** What a classifier finds in words; nothing if it does not fire: the service tells only of positives (documented). */
export function classify(
  name: string,
  words: readonly TimedWord[],
  own: Readonly<Record<string, RegExp>>,
): RecognitionClassifierResultInit | undefined {
  const text = words.map((word) => word.text).join(' ');
  if (name === 'gender' && !Object.hasOwn(own, name)) return genderOf(text);
  const expression = Object.hasOwn(own, name) ? own[name] : phrases[name];
  if (expression === undefined) return undefined;
  const everywhere = new RegExp(expression.source, `${expression.flags.replace(/[gy]/g, '')}g`);
  const highlights = [...text.matchAll(everywhere)].flatMap((match) =>
    match[0] === '' ? [] : [highlight(words, match.index, match.index + match[0].length)],
  );
  if (highlights.length === 0) return undefined;
  return { classifier: name, highlights, labels: [{ label: name, confidence: CONFIDENCE }] };
}

function genderOf(text: string): RecognitionClassifierResultInit | undefined {
  const [female, male] = [feminine, masculine].map((endings) => text.match(endings)?.length ?? 0);
  if (female === male) return undefined;
  const confidence = (female ?? 0) > (male ?? 0) ? CONFIDENCE : 1 - CONFIDENCE;
  return {
    classifier: 'gender',
    labels: [
      { label: 'male', confidence: 1 - confidence },
      { label: 'female', confidence },
    ],
  };
}

/** The words of a stretch of their text, whole, with their times. */
function highlight(words: readonly TimedWord[], from: number, to: number) {
  let at = 0;
  const touched = words.filter(({ text }) => {
    const start = at;
    at += text.length + 1;
    return start < to && start + text.length > from;
  });
  return {
    text: touched.map(({ text }) => text).join(' '),
    startTimeMs: touched[0]?.startMs ?? 0,
    endTimeMs: touched.at(-1)?.endMs ?? 0,
  };
}
