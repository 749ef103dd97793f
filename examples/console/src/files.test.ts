import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcm, writeWav } from '@rechka/core';
import { afterAll, describe, expect, it } from 'vitest';
import { filesBeside, readRecording, writeOut } from './files.js';

const folder = mkdtempSync(join(tmpdir(), 'rechka-files-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the files of a conversation', () => {
  it('lie beside the voice of the bot, each under a name of its own', () => {
    expect(filesBeside('out/bot.wav')).toEqual({
      voice: 'out/bot.wav',
      transcript: 'out/bot.txt',
      caller: 'out/bot-caller.wav',
    });
  });

  it('are written into folders that were not there', () => {
    const path = join(folder, 'not', 'there', 'bot.txt');
    writeOut(path, 'hello');
    writeOut(path, 'again');
    expect(readFileSync(path, 'utf8')).toBe('again');
  });

  it('are refused with the reason where they cannot be written', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const refusal = (message: RegExp): unknown =>
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringMatching(message) as string,
      });
    expect(() => writeOut(folder, '')).toThrow(refusal(/cannot be written: it is a folder\.$/));
    expect(() => writeOut(join(file, 'bot.txt'), '')).toThrow(refusal(/its folder is a file\.$/));
    if (existsSync('/proc')) {
      expect(() => writeOut('/proc/nowhere/bot.txt', '')).toThrow(refusal(/cannot be written/));
    }
  });
});

describe('a recording', () => {
  it('is read with its format', () => {
    const path = join(folder, 'caller.wav');
    writeFileSync(path, writeWav(pcm(8000), new Uint8Array(320)));
    const { audio } = readRecording(path);
    expect(audio.format).toEqual(pcm(8000));
    expect(audio.data).toHaveLength(320);
  });

  it('is refused by name', () => {
    const path = join(folder, 'song.wav');
    writeFileSync(path, 'ID3 and so on');
    expect(() => readRecording(path)).toThrow(
      expect.objectContaining({
        code: 'ERR_BAD_AUDIO',
        message: expect.stringContaining(`${path}: `) as string,
      }),
    );
    expect(() => readRecording(join(folder, 'nothing.wav'))).toThrow(
      /nothing\.wav cannot be read: there is no such/,
    );
  });
});
