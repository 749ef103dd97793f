import { rawWords } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { languageRules } from '../../core/src/pipeline/language-rules.js';
import { backchannels, interruptions } from './backchannels.js';
import { fillers } from './fillers.js';
import { russian } from './russian.js';

const isBackchannel = (text: string) => languageRules(russian()).isBackchannel(rawWords(text));

describe('what a caller says while the bot speaks', () => {
  it.each([
    ...[
      'угу',
      'Ага.',
      'да-да',
      'да да',
      'ну да',
      'понятно',
      'так',
      'так-так',
      'ну понятно',
      'а ясно',
      'да хорошо',
    ],
    ...[
      'угу угу',
      'хорошо понял',
      'вот как',
      'ну надо же',
      'всё понятно',
      'я вас слушаю',
      'да конечно',
      'м-м',
      'э ну да',
      'да слушаю вас',
      'ага всё понятно',
      'вот это да',
      'угу согласна',
      'ну да так и есть',
      'ха ха',
      'продолжайте',
    ],
  ])('«%s» lets the bot go on', (text) => {
    expect(isBackchannel(text)).toBe(true);
  });

  it.each([
    ...[
      'нет',
      'нет-нет',
      'нет нет',
      'подождите',
      'ну подождите',
      'стоп',
      'секунду',
      'да подождите',
      'не надо',
      'алло',
    ],
    ...[
      'да нет',
      'так подождите',
      'да а сколько стоит',
      'хорошо а в субботу',
      'я не понял',
      'понятно не надо',
      'всё понятно но',
      'так не так',
      'слушаю вас а когда',
      'согласен но не в пять',
    ],
  ])('«%s» stops it', (text) => {
    expect(isBackchannel(text)).toBe(false);
  });

  it('has no interruption that would pass for a backchannel', () => {
    expect([...interruptions].filter(isBackchannel)).toEqual([]);
  });

  it.each(Object.entries({ backchannels, interruptions, fillers }))(
    'has raw words only in %s',
    (_, words) => {
      expect([...words].filter((word) => rawWords(word).join(' ') !== word)).toEqual([]);
    },
  );
});
