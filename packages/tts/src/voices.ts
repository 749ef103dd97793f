import { VoiceError, invalidOption } from '@rechka/core';

/** A voice of SpeechKit v3: its language and its roles, the default one first. */
interface Voice {
  readonly language: string;
  readonly roles: readonly string[];
}

/** The public voices of SpeechKit v3 and their roles (source: the service's list of voices, January 2026). */
export const voices = {
  alena: { language: 'ru-RU', roles: ['neutral', 'good'] },
  filipp: { language: 'ru-RU', roles: [] },
  ermil: { language: 'ru-RU', roles: ['neutral', 'good'] },
  jane: { language: 'ru-RU', roles: ['neutral', 'good', 'evil'] },
  omazh: { language: 'ru-RU', roles: ['neutral', 'evil'] },
  zahar: { language: 'ru-RU', roles: ['neutral', 'good'] },
  dasha: { language: 'ru-RU', roles: ['neutral', 'good', 'friendly'] },
  julia: { language: 'ru-RU', roles: ['neutral', 'strict'] },
  lera: { language: 'ru-RU', roles: ['neutral', 'friendly'] },
  masha: { language: 'ru-RU', roles: ['good', 'strict', 'friendly'] },
  marina: { language: 'ru-RU', roles: ['neutral', 'whisper', 'friendly'] },
  alexander: { language: 'ru-RU', roles: ['neutral', 'good'] },
  kirill: { language: 'ru-RU', roles: ['neutral', 'strict', 'good'] },
  anton: { language: 'ru-RU', roles: ['neutral', 'good'] },
  madi_ru: { language: 'ru-RU', roles: [] },
  saule_ru: { language: 'ru-RU', roles: ['neutral', 'strict', 'whisper'] },
  zamira_ru: { language: 'ru-RU', roles: ['neutral', 'strict', 'friendly'] },
  zhanar_ru: { language: 'ru-RU', roles: ['neutral', 'strict', 'friendly'] },
  yulduz_ru: { language: 'ru-RU', roles: ['neutral', 'strict', 'friendly', 'whisper'] },
  amira: { language: 'kk-KZ', roles: [] },
  madi: { language: 'kk-KZ', roles: [] },
  saule: { language: 'kk-KZ', roles: ['neutral', 'strict'] },
  zhanar: { language: 'kk-KZ', roles: ['neutral', 'friendly'] },
  nigora: { language: 'uz-UZ', roles: [] },
  zamira: { language: 'uz-UZ', roles: ['neutral', 'strict', 'friendly'] },
  yulduz: { language: 'uz-UZ', roles: ['neutral', 'strict', 'friendly', 'whisper'] },
  lea: { language: 'de-DE', roles: [] },
  john: { language: 'en-US', roles: [] },
  naomi: { language: 'he-IL', roles: ['modern', 'classic'] },
} as const satisfies Record<string, Voice>;

/** Name of one of {@link voices}. */
export type VoiceName = keyof typeof voices;

/**
 * Throws `ERR_INVALID_OPTION` for a voice that is not in the table, or a role that the voice has not: the
 * service would only say so at the first request («Unknown role 'good' for 'marina' voice»).
 */
export function checkVoice(voice: string, role: string | undefined): void {
  if (!Object.hasOwn(voices, voice)) {
    throw invalidOption(
      'voice',
      voice,
      `one of ${Object.keys(voices).join(', ')} (or any other together with allowUnknownVoice)`,
    );
  }
  if (role === undefined) return;
  const { roles }: Voice = voices[voice as VoiceName];
  if (roles.includes(role)) return;
  throw new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: `Option role is ${JSON.stringify(role)}; the voice ${voice} ${
      roles.length === 0 ? 'has no roles: leave it out' : `has ${roles.join(', ')}`
    }.`,
  });
}
