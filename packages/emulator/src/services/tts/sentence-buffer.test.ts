import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pauseTag } from './markup.js';
import { SentenceBuffer } from './sentence-buffer.js';

/** What is whole, as one reads it: all up to the last end of a sentence that is followed by a space and maybe pauses. */
function wholeOf(text: string): string {
  const whole = new RegExp(String.raw`^.*[.!?…]+\s+(?:(?:${pauseTag.source})\s*)*`, 'su');
  return whole.exec(text)?.[0] ?? '';
}

describe('SentenceBuffer', () => {
  it('gives sentences when something follows them, and the rest when it is asked for', () => {
    const pieces = fc.array(
      fc.constantFrom('да', '.', '?!', '…', ' ', '\n', 'sil<[300]>', '<[tiny]>', '<[', '5'),
    );
    fc.assert(
      fc.property(fc.array(pieces), (pushes) => {
        const buffer = new SentenceBuffer(250);
        let rest = '';
        for (const words of pushes) {
          rest += words.join('');
          const whole = wholeOf(rest);
          expect(buffer.push(words.join('')).join('')).toBe(whole);
          rest = rest.slice(whole.length);
        }
        expect(buffer.flush().join('')).toBe(rest);
      }),
    );
  });

  it('is not held up by a long row of dots that comes dot by dot', () => {
    const buffer = new SentenceBuffer(250);
    // Work that grows with the cube of the row would take half a minute here, and the test its time out.
    for (let dot = 0; dot < 3000; dot++) expect(buffer.push('.')).toEqual([]);
    expect(buffer.push(' да').join('')).toBe(`${'.'.repeat(3000)} `);
  });
});
