export { russian, type RussianOptions } from './russian.js';
export { backchannels, interruptions } from './backchannels.js';
export { isComplete } from './completeness.js';
export { fillers } from './fillers.js';
export { disclosure, phrases, recordingDisclosure } from './phrases.js';
export { createSpeakable, speakable, type SpeakableOptions } from './speakable/speakable.js';
export { speakableClasses, type SpeakableClass } from './speakable/rule.js';
