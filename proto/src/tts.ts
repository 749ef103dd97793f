/**
 * SpeechKit v3 speech synthesis (`speechkit.tts.v3`): types, codecs and services. A type nested in another is named `Outer_Inner`.
 *
 * @module
 */
export * from './generated/tts.js';
