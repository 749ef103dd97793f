import { describe, expect, it } from 'vitest';
import { startEmulator } from './start-emulator.js';

describe('what startEmulator is given', () => {
  it.each([
    [null, 'options is null'],
    [5, 'options is 5'],
    [{ stt: 'x' }, 'stt is "x"'],
    [{ gpt: null }, 'gpt is null'],
    [{ gpt: { reply: 5 } }, 'gpt.reply is 5'],
    [{ gpt: { reply: ['Да', {}] } }, 'gpt.reply is an object'],
    [{ replay: 'x' }, 'replay is "x"'],
    [{ record: 'x' }, 'record is "x"'],
    [{ faults: {} }, 'faults is an object'],
    [{ keepAudio: 'yes' }, 'keepAudio is "yes"'],
    [{ clock: {} }, 'clock is an object'],
    [{ latency: 'slower' }, 'latency is "slower"'],
    [{ latency: null }, 'latency is null'],
  ])('is refused if it is %j', async (options, text) => {
    await expect(startEmulator(options as never)).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
      message: expect.stringContaining(text) as string,
    });
  });

  it('may be a latency by name', async () => {
    const emulator = await startEmulator({ latency: 'slow' });
    await emulator.close();
  });
});
