import { describe, expect, it } from 'vitest';
import { readPort } from './read-port.js';

describe('the port of the chat', () => {
  it.each([
    [undefined, 8080],
    ['0', 0],
    ['65535', 65_535],
  ])('of PORT %s is %i', (PORT, port) => expect(readPort({ PORT })).toBe(port));

  it.each(['abc', '', '-1', '65536', '80.5', '0x50'])('is not %j, which is told in one line', (PORT) => {
    expect(() => readPort({ PORT })).toThrow(
      expect.objectContaining({
        code: 'ERR_INVALID_OPTION',
        message: expect.stringMatching(
          /^Option PORT is ".*"; expected a number from 0 to 65535, or none for 8080\.$/,
        ) as string,
      }),
    );
  });
});
