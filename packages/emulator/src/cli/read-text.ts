import { readFile } from 'node:fs/promises';
import { VoiceError } from '@rechka/core';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be read',
};

/**
 * The text of a file that an option names. Rejects with `ERR_INVALID_OPTION`, which names option, file and reason. A key
 * that was given in place of its file is not shown.
 */
export async function readText(name: string, path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    const shown = /[\r\n]|-----/.test(path) ? 'what is given, which is no path,' : path;
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `${name}: ${shown} cannot be read: ${reasons[code] ?? code}.`,
    });
  }
}
