import { wordSet } from './word-set.js';

/** Words that agree with what was asked, and confirm what is told. Raw words. */
export const assent = wordSet(
  'да да-да да-да-да ага угу угу-угу ага-ага конечно хорошо ладно точно верно правильно окей ок разумеется ясно отлично',
  'прекрасно замечательно согласен согласна именно',
);
