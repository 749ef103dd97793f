export { SpeechKitTts, type SpeechKitTtsOptions } from './speechkit-tts.js';
export type { SynthesisOptions } from './synthesis-options.js';
export { voices, type VoiceName } from './voices.js';
