import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { VoiceError, isVoiceError, parseWav, type WavAudio } from '@rechka/core';

/** The files of a conversation: given the bot's voice, `out/bot.wav`, all others are named after it. */
export function filesBeside(voice: string): { voice: string; transcript: string; caller: string } {
  const base = voice.slice(0, -'.wav'.length);
  return { voice, transcript: `${base}.txt`, caller: `${base}-caller.wav` };
}

/** Reads a recording; its faults name the file. */
export function readRecording(path: string): { bytes: Uint8Array; audio: WavAudio } {
  try {
    const bytes = readFileSync(path);
    return { bytes, audio: parseWav(bytes) };
  } catch (error) {
    if (isVoiceError(error)) throw new VoiceError({ code: error.code, message: `${path}: ${error.message}` });
    throw unusable(`${path} cannot be read`, error);
  }
}

/** Writes a file, with its folder if there is none. */
export function writeOut(path: string, content: string | Uint8Array): void {
  try {
    makeFolder(dirname(path));
    writeFileSync(path, content);
  } catch (error) {
    throw unusable(`${path} cannot be written`, error);
  }
}

/** `recursive` of `mkdirSync` would never return for a folder below /proc (Node 20). */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST' || code === 'EISDIR') return;
    if (code !== 'ENOENT' || dirname(folder) === folder) throw error;
    makeFolder(dirname(folder));
    mkdirSync(folder);
  }
}

function unusable(what: string, error: unknown): VoiceError {
  return new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: `${what}: ${reasons[codeOf(error)] ?? String(error)}.`,
  });
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  ENOTDIR: 'its folder is a file',
  EACCES: 'this is not permitted',
  EPERM: 'this is not permitted',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
