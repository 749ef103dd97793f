import { voices } from '@rechka/tts';

/** What the page must know of its server before a conversation. */
export interface About {
  /** Whether recognition, model and voice are emulated. */
  emulated: boolean;
  /** What can be tried; on the emulator, also what it takes spoken words for, in this order. */
  lines: readonly string[];
  /** Voices that speak Russian, with their roles, the default one first. */
  voices: readonly { name: string; roles: readonly string[] }[];
}

/** A conversation that the emulated receptionist can hold. */
export const lines = [
  'Сколько стоит стрижка?',
  'Запишите меня на завтра',
  'В пятнадцать часов',
  'Меня зовут Иван',
  'Спасибо, до свидания!',
];

/** Tells of a server. */
export function aboutServer(emulated: boolean): About {
  const russian = Object.entries(voices).filter(([, { language }]) => language === 'ru-RU');
  return { emulated, lines, voices: russian.map(([name, { roles }]) => ({ name, roles })) };
}
