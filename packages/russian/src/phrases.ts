import type { Phrases } from '@rechka/core';

/**
 * What the pipeline says by itself. Of neither gender, so that any voice may say it, and short: the caller waits for
 * something else.
 */
export const phrases: Phrases = {
  apology: 'Извините, у нас технические неполадки. Пожалуйста, перезвоните чуть позже.',
  wait: ['Секунду.', 'Ещё немного.', 'Спасибо, что ждёте.'],
  prompt: ['Вы меня слышите?', 'Алло, вы ещё здесь?'],
  farewell: 'К сожалению, пора заканчивать разговор. Всего доброго!',
  trouble: 'Секунду, вас плохо слышно.',
};

/**
 * Says that one speaks with a bot, for the first words of a call: «Здравствуйте! …». The pipeline does not say it by
 * itself: where it belongs depends on the greeting, and whether it must be said, on the law of the place.
 */
export const disclosure = 'С вами говорит голосовой помощник.';

/** The same where the call is recorded. */
export const recordingDisclosure = 'С вами говорит голосовой помощник. Разговор записывается.';
