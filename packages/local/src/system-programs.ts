import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { VoiceError } from '@rechka/core';

/** A program and its arguments. */
export type Command = readonly [program: string, ...args: string[]];

/**
 * A period of 20 ms keeps chunks short, 100 ms of buffer outlasts a busy machine; the default of ALSA is
 * half a second. SoX counts its buffer in bytes: the same 20 ms.
 */
const alsaTimes = ['-F', '20000', '-B', '100000'];
const periodMs = 20;

/** The command that gives raw 16-bit mono from the microphone on its standard output. */
export function systemRecorder(sampleRateHz: number): Command {
  if (isOnPath('arecord')) return ['arecord', ...alsaArguments(sampleRateHz)];
  if (isOnPath('rec')) return ['rec', ...soxArguments(sampleRateHz)];
  throw missing('recorder', 'arecord nor rec');
}

/** The command that plays raw 16-bit mono from its standard input. */
export function systemPlayer(sampleRateHz: number): Command {
  if (isOnPath('aplay')) return ['aplay', ...alsaArguments(sampleRateHz)];
  if (isOnPath('play')) return ['play', ...soxArguments(sampleRateHz)];
  throw missing('player', 'aplay nor play');
}

function alsaArguments(sampleRateHz: number): string[] {
  return ['-q', '-t', 'raw', '-f', 'S16_LE', '-c', '1', '-r', String(sampleRateHz), ...alsaTimes, '-'];
}

function soxArguments(sampleRateHz: number): string[] {
  const bufferBytes = Math.round((sampleRateHz * periodMs) / 1000) * 2;
  const format = [
    '-t',
    'raw',
    '-e',
    'signed-integer',
    '-b',
    '16',
    '-L',
    '-c',
    '1',
    '-r',
    String(sampleRateHz),
  ];
  return ['-q', '--buffer', String(bufferBytes), ...format, '-'];
}

function missing(role: string, names: string): VoiceError {
  return new VoiceError({
    code: 'ERR_AUDIO_DEVICE',
    message:
      `No ${role} was found: neither ${names} is on the PATH. Install alsa-utils (Debian, Ubuntu: ` +
      `apt install alsa-utils) or SoX (macOS: brew install sox), or name a program in the option ${role}.`,
  });
}

function isOnPath(program: string): boolean {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      // Not there, or not to be run by us: the next folder may have it.
      return false;
    }
  });
}
