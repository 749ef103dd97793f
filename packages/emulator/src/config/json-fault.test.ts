import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonFault } from './json-fault.js';

describe('the fault of a text that is no JSON', () => {
  it.each([
    ['', 1, 1, 'a value is expected'],
    [' \n', 2, 1, 'a value is expected'],
    ['{', 1, 2, "'}' is expected"],
    ['{ "seed": 1, }', 1, 14, 'a name in double quotes is expected'],
    ['{\n  "seed": 1\n  "host": "x"\n}', 3, 3, "',' is expected"],
    ['{\n  // mine\n}', 2, 3, 'there are no comments in JSON'],
    ["{ 'seed': 1 }", 1, 3, 'no value of JSON begins like this'],
    ['{ "seed": }', 1, 11, 'a value is expected'],
    ['{ "seed": 01 }', 1, 12, "',' is expected"],
    ['{ "seed": 1. }', 1, 11, 'the number has no end'],
    ['{ "seed": undefined }', 1, 11, 'no value of JSON begins like this'],
    ['[1, 2', 1, 6, "']' is expected"],
    ['{ "a": "b\n" }', 1, 8, 'the text has no end'],
    ['{ "a": "\\x" }', 1, 8, 'no such escape in a text'],
    ['{} {}', 1, 4, 'the end of the file is expected'],
  ])('%j is in line %i, column %i: %s', (text, line, column, wrong) => {
    expect(findJsonFault(text)).toEqual({ line, column, wrong });
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

  it('is looked for in no text that is nested without end', () => {
    expect(findJsonFault('['.repeat(1_000_000))).toBeUndefined();
  });
});
