export { SpeechKitStt, type SpeechKitSttOptions } from './speechkit-stt.js';
export {
  recognitionLanguages,
  type NormalizationOptions,
  type RecognitionLanguage,
  type RecognitionOptions,
} from './recognition-options.js';
