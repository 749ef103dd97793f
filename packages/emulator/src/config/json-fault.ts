import { parse, printParseErrorCode, type ParseError } from 'jsonc-parser';

/** Where a text is no JSON, both from 1, and what is wrong there. */
export interface JsonFault {
  line: number;
  column: number;
  wrong: string;
}

/** In place of the names of `jsonc-parser`, which are those of its code. */
const wrongs: Readonly<Record<string, string>> = {
  InvalidSymbol: 'no value of JSON begins like this',
  PropertyNameExpected: 'a name in double quotes is expected',
  ValueExpected: 'a value is expected',
  ColonExpected: "':' is expected",
  CommaExpected: "',' is expected",
  CloseBraceExpected: "'}' is expected",
  CloseBracketExpected: "']' is expected",
  EndOfFileExpected: 'the end of the file is expected',
  InvalidCommentToken: 'there are no comments in JSON',
  UnexpectedEndOfString: 'the text has no end',
  UnexpectedEndOfNumber: 'the number has no end',
  InvalidEscapeCharacter: 'no such escape in a text',
  InvalidUnicode: 'no such escape in a text',
  InvalidCharacter: 'this character has to be escaped',
};

/**
 * The first fault of a text that `JSON.parse` refuses. Its own errors show what stands around the fault, where secrets
 * may be, and not always where that is. Undefined if there is none that can be found.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const errors: ParseError[] = [];
  try {
    parse(text, errors, { disallowComments: true });
  } catch {
    // Nested deeper than there is room on the stack for.
    return undefined;
  }
  const [first] = errors;
  if (first === undefined) return undefined;
  const before = text.slice(0, first.offset).split('\n');
  return {
    line: before.length,
    column: (before.at(-1) ?? '').length + 1,
    wrong: wrongs[printParseErrorCode(first.error)] ?? 'this is no JSON',
  };
}
