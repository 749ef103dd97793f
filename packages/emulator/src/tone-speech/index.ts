export { ToneSpeechDecoder, type ToneWord } from './decode.js';
export {
  encodeToneSpeech,
  type EncodedSpeech,
  type EncodedWord,
  type EncodeOptions,
  type PausePlan,
} from './encode.js';
export { frameMs, toneVoices, type ToneVoice } from './parameters.js';
