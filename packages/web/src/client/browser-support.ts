/// <reference lib="dom" />
import { VoiceClientError } from './client-error.js';

/** Throws `ERR_INSECURE_ORIGIN` or `ERR_UNSUPPORTED_BROWSER` if the page can have no conversation at all. */
export function checkBrowser(): void {
  // Outside of a secure context browsers hide what is asked for below.
  if (!isSecureContext) throw new VoiceClientError('ERR_INSECURE_ORIGIN');
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (mediaDevices === undefined || !('AudioWorkletNode' in globalThis) || !('WebSocket' in globalThis)) {
    throw new VoiceClientError('ERR_UNSUPPORTED_BROWSER');
  }
}

/** Tells Safari what the sound is for: it then keeps the loudspeaker, and capture, when the page plays. */
export function declareConversation(): void {
  const { audioSession } = navigator as { audioSession?: { type: string } };
  if (audioSession !== undefined) audioSession.type = 'play-and-record';
}
