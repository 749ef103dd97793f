export { SpeechKitStt, type SpeechKitSttOptions } from './speechkit-stt.js';
export {
  classifierNames,
  recognitionLanguages,
  type ClassifierOptions,
  type NormalizationOptions,
  type RecognitionLanguage,
  type RecognitionOptions,
} from './recognition-options.js';
export { type SpeechKitStream } from './recognition-stream.js';
export { type HearingPhase } from './hearing-phase.js';
