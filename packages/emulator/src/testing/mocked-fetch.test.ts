import { expect, it, vi } from 'vitest';
import { virtualTime } from './virtual-time.js';

it('a fetch that a test has put in place of its own is not called, and need not work', async () => {
  const mocked = vi.spyOn(globalThis, 'fetch').mockRejectedValue(new Error('no network in tests'));
  try {
    expect(await virtualTime().run(async () => 'done')).toBe('done');
    expect(mocked).not.toHaveBeenCalled();
  } finally {
    mocked.mockRestore();
  }
});
