import { status } from '@grpc/grpc-js';
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

/** What the service adds to its errors, to be quoted to support. */
export interface RequestIds {
  internalId: string;
  requestId: string;
  clientRequestId: string;
  folderId: string;
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
