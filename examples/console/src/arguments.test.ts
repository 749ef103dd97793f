import { describe, expect, it } from 'vitest';
import { readArguments } from './arguments.js';

describe('the command line', () => {
  it('asks for a conversation with a caller of our own when it is empty', () => {
    expect(readArguments([])).toEqual({ help: false, mic: false, wav: undefined, out: 'out/bot.wav' });
  });

  it('takes paths as typed, or from where the user stands when that is elsewhere', () => {
    const argv = ['--wav', 'in.wav', '--out', '/else/out.WAV'];
    expect(readArguments(argv)).toMatchObject({ wav: 'in.wav', out: '/else/out.WAV' });
    expect(readArguments(argv, '/home/me')).toMatchObject({ wav: '/home/me/in.wav', out: '/else/out.WAV' });
    expect(readArguments([], '/home/me').out).toBe('out/bot.wav');
  });

  it.each([
    [['--frob'], /Unknown option '--frob'\. Try --help\.$/],
    [['file.wav'], /Unexpected argument 'file\.wav'/],
    [['--wav'], /--wav <value>/],
    [['--wav', ''], /--wav is empty/],
    [['--mic', '--wav', 'a.wav'], /--mic and --wav/],
    [['--mic', '--out', 'a.wav'], /--mic and --out/],
    [['--out', 'folder/'], /folder\/ must be a file NAME\.wav/],
    [['--out', 'bot.txt'], /must be a file NAME\.wav/],
    [['--wav', 'a.wav', '--out', './a.wav'], /would overwrite the caller, a\.wav/],
  ])('refuses %j in one line', (argv, message) => {
    const read = () => readArguments(argv);
    expect(read).toThrow(expect.objectContaining({ code: 'ERR_INVALID_OPTION' }));
    expect(read).toThrow(message);
    expect(read).not.toThrow(/\n/);
  });
});
