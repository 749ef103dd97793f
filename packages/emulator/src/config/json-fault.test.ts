import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './json-fault.js';

describe('the fault of a text that is no JSON', () => {
  it.each([
    ['', 1, 1, 'a value'],
    [' \n', 2, 1, 'a value'],
    ['{', 1, 2, "a name in double quotes or '}'"],
    ['{ "seed": 1, }', 1, 14, 'a name in double quotes'],
    ['{\n  "seed": 1\n  "host": "x"\n}', 3, 3, "',' or '}'"],
    ['{\n  // mine\n}', 2, 3, "a name in double quotes or '}'"],
    ["{ 'seed': 1 }", 1, 3, "a name in double quotes or '}'"],
    ['{ "seed" = 1 }', 1, 10, "':'"],
    ['{ "seed": }', 1, 11, 'a value'],
    ['{ "seed": 01 }', 1, 11, 'a value'],
    ['{ "seed": undefined }', 1, 11, 'a value'],
    ['[1, 2', 1, 6, "',' or ']'"],
    ['[1, 2}', 1, 6, "',' or ']'"],
    ['{ "a": "b\n" }', 1, 8, 'a value'],
    ['{} {}', 1, 4, 'the end of the file'],
  ])('%j is in line %i, column %i: no %s', (text, line, column, expected) => {
    expect(findJsonFault(text)).toEqual({ line, column, expected });
  });

  it('is found in all that JSON.parse refuses, and in nothing that it takes', () => {
    const parses = (text: string) => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    /** JSON with some of its characters changed, or left out. */
    const damaged = fc
      .tuple(
        fc.json({ stringUnit: 'binary' }),
        fc.array(
          fc.tuple(fc.nat(), fc.constantFrom('', ',', '"', '}', ']', '\\', '1', '-', ' ', '\n', '\u0000')),
          {
            maxLength: 3,
          },
        ),
      )
      .map(([text, changes]) => {
        const letters = text.split('');
        for (const [at, letter] of changes) letters[at % letters.length] = letter;
        return letters.join('');
      });
    let broken = 0;
    fc.assert(
      fc.property(damaged, (text) => {
        const good = parses(text);
        broken += good ? 0 : 1;
        const fault = findJsonFault(text);
        expect(fault === undefined, text).toBe(good);
        if (fault !== undefined)
          expect(text.split('\n')[fault.line - 1]?.length).toBeGreaterThan(fault.column - 2);
      }),
      { numRuns: 1000 },
    );
    expect(broken).toBeGreaterThan(100);
  });

  it('is found at once, however deep or long', () => {
    expect(findJsonFault('['.repeat(100_000))).toEqual({
      line: 1,
      column: 100_001,
      expected: "a value or ']'",
    });
    expect(findJsonFault(`"${'a'.repeat(1_000_000)}`)).toEqual({ line: 1, column: 1, expected: 'a value' });
  });
});
