/** Where a text is no JSON, both from 1, and what should have come there. */
export interface JsonFault {
  line: number;
  column: number;
  expected: string;
}

/** One piece of JSON, and the white space before it. */
const pieces =
  /[ \t\r\n]*(?:([{}[\],:])|("(?:[^"\\\p{Cc}]|\u007f|[\u0080-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.+-]))/uy;

const aName = 'a name in double quotes';
const aValue = 'a value';

/**
 * The first fault of a text that `JSON.parse` refuses. Its own errors show what stands around the fault, where secrets
 * may be, and not always where that is. Undefined if there is none.
 */
export function findJsonFault(text: string): JsonFault | undefined {
  const open: ('{' | '[')[] = [];
  let expected = aValue;
  pieces.lastIndex = 0;
  for (;;) {
    const from = pieces.lastIndex;
    const [piece, mark, string] = pieces.exec(text) ?? [];
    const next = piece === undefined ? undefined : followed(expected, mark, string, open);
    if (next === undefined) {
      const at = from + (/^[ \t\r\n]*/.exec(text.slice(from))?.[0].length ?? 0);
      return at === text.length && expected === theEnd ? undefined : placeOf(text, at, expected);
    }
    expected = next;
  }
}

const theEnd = 'the end of the file';

/** What may come after a piece, if that may come where `expected` may. */
function followed(
  expected: string,
  mark: string | undefined,
  string: string | undefined,
  open: ('{' | '[')[],
): string | undefined {
  const afterValue = () => (open.length === 0 ? theEnd : open.at(-1) === '{' ? "',' or '}'" : "',' or ']'");
  if (mark === '}' || mark === ']') {
    if (!expected.endsWith(`'${mark}'`)) return undefined;
    open.pop();
    return afterValue();
  }
  if (mark === ',') {
    if (!expected.startsWith("','")) return undefined;
    return open.at(-1) === '{' ? aName : aValue;
  }
  if (mark === ':') return expected === "':'" ? aValue : undefined;
  if (expected.startsWith(aName)) return string === undefined ? undefined : "':'";
  if (!expected.startsWith(aValue)) return undefined;
  if (mark === undefined) return afterValue();
  open.push(mark === '{' ? '{' : '[');
  return mark === '{' ? `${aName} or '}'` : `${aValue} or ']'`;
}

function placeOf(text: string, at: number, expected: string): JsonFault {
  const before = text.slice(0, at).split('\n');
  return { line: before.length, column: (before.at(-1) ?? '').length + 1, expected };
}
