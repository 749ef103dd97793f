import type { CallContext } from '../../grpc/server-call.js';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';

/** Default voice since 2024-04-03 (release notes of synthesis). */
export const defaultVoice = 'marina';

/** Voices of API v3 and their roles, the default role first (docs: speechkit/tts/voices). */
export const voices: Readonly<Record<string, readonly string[]>> = Object.freeze({
  // ru-RU
  alena: ['neutral', 'good'],
  filipp: [],
  ermil: ['neutral', 'good'],
  jane: ['neutral', 'good', 'evil'],
  omazh: ['neutral', 'evil'],
  zahar: ['neutral', 'good'],
  dasha: ['neutral', 'good', 'friendly'],
  julia: ['neutral', 'strict'],
  lera: ['neutral', 'friendly'],
  masha: ['good', 'strict', 'friendly'],
  marina: ['neutral', 'whisper', 'friendly'],
  alexander: ['neutral', 'good'],
  kirill: ['neutral', 'strict', 'good'],
  anton: ['neutral', 'good'],
  madi_ru: [],
  saule_ru: ['neutral', 'strict', 'whisper'],
  zamira_ru: ['neutral', 'strict', 'friendly'],
  zhanar_ru: ['neutral', 'strict', 'friendly'],
  yulduz_ru: ['neutral', 'strict', 'friendly', 'whisper'],
  // kk-KZ
  amira: [],
  madi: [],
  saule: ['neutral', 'strict'],
  zhanar: ['neutral', 'friendly'],
  // uz-UZ
  nigora: [],
  zamira: ['neutral', 'strict', 'friendly'],
  yulduz: ['neutral', 'strict', 'friendly', 'whisper'],
  // de-DE, en-US, he-IL
  lea: [],
  john: [],
  naomi: ['modern', 'classic'],
});

/** Voices of other languages than Russian, by the name that espeak-ng has for theirs. */
const otherLanguages: Readonly<Record<string, string>> = {
  amira: 'kk',
  madi: 'kk',
  saule: 'kk',
  zhanar: 'kk',
  nigora: 'uz',
  zamira: 'uz',
  yulduz: 'uz',
  lea: 'de',
  john: 'en-us',
  naomi: 'he',
};

/** Men's voices (docs: speechkit/tts/voices); the others are women's. */
const men = new Set(['filipp', 'ermil', 'zahar', 'alexander', 'kirill', 'anton', 'madi_ru', 'madi', 'john']);

/** What espeak-ng is to speak with for a voice of the service. */
export function espeakVoice(voice: string): string {
  return `${otherLanguages[voice] ?? 'ru'}+${men.has(voice) ? 'm3' : 'f2'}`;
}

/** What the service adds to its errors, to be quoted to support. */
export interface RequestIds {
  internalId: string;
  requestId: string;
  clientRequestId: string;
  folderId: string;
}

/** The ids of a call; our `internal_id` is the request's. */
export function requestIds({ requestId, clientRequestId }: CallContext, folderId: string): RequestIds {
  return { internalId: requestId, requestId, clientRequestId, folderId };
}

/** Throws INVALID_ARGUMENT for an unknown voice and for a role that the voice has not. */
export function checkVoice(voice: string, role: string | undefined, ids: RequestIds): void {
  const roles = Object.hasOwn(voices, voice) ? voices[voice] : undefined;
  if (roles === undefined) throw withIds(`Unknown voice '${voice}'`, ids);
  if (role !== undefined && role !== '' && !roles.includes(role)) {
    throw withIds(`Unknown role '${role}' for '${voice}' voice`, ids);
  }
}

/** The form of the service's errors as users have reported it (speechkit.md §5). */
export function withIds(message: string, ids: RequestIds): Refusal {
  return new Refusal(
    status.INVALID_ARGUMENT,
    `${message}, internal_id=${ids.internalId}&request_id=${ids.requestId}&client_request_id=${ids.clientRequestId}&folder_id=${ids.folderId}`,
  );
}
