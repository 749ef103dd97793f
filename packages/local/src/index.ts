export { localCall, type LocalCall, type LocalCallOptions } from './local-call.js';
export { scriptedCall, type SaidSpan, type ScriptedCall, type ScriptedCallOptions } from './scripted-call.js';
export type { Command } from './system-programs.js';
export { wavCall, type WavCall, type WavCallOptions } from './wav-call.js';
