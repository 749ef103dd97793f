/**
 * SpeechKit v3 speech recognition (`speechkit.stt.v3`): types, codecs and services. A type nested in another is named `Outer_Inner`.
 *
 * @module
 */
export * from './generated/stt.js';
export * from './generated/operation.js';
