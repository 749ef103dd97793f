import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const source = `${root}packages/emulator/src`;

/** A row of a table whose last column names tests. */
interface Row {
  behaviour: string;
  status: string;
  tests: string;
  /** Where its section says that tests are. */
  folder: string;
}

/** The rows of the document; a section tells its folder in words: «Tests are in `…`». */
function rowsOf(markdown: string): Row[] {
  const rows: Row[] = [];
  let folder = '.';
  let columns: string[] | undefined;
  for (const line of markdown.split('\n')) {
    folder = /^Tests are (?:in|files of) `packages\/emulator\/src\/?([^`]*)`/.exec(line)?.[1] ?? folder;
    if (!line.startsWith('|')) {
      columns = undefined;
      continue;
    }
    const cells = line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim());
    if (columns === undefined) {
      columns = cells.map((cell) => cell.toLowerCase());
    } else if (columns.at(-1) === 'test' && !/^[-:]+$/.test(cells[0] ?? '')) {
      const [behaviour = '', , status = '', tests = ''] = cells;
      rows.push({ behaviour, status, tests, folder });
    }
  }
  return rows;
}

/** The file that a row means: beside its section's others, or anywhere in the package. */
function fileOf(name: string, folder: string): string | undefined {
  const candidates = [`${source}/${folder}/${name}.test.ts`, `${source}/${name}.test.ts`];
  return candidates.find((path) => existsSync(path));
}

const testNames = new Map<string, string[]>();

/** Names of the tests and groups that are run in a file, and of the rows of their tables; what is filled in is `…`. */
function testsOf(path: string): readonly string[] {
  const names = testNames.get(path) ?? [];
  if (testNames.has(path)) return names;
  testNames.set(path, names);
  const add = (node: ts.Node | undefined) => {
    if (node !== undefined && ts.isStringLiteralLike(node)) names.push(node.text.replace(/%[\w#]/g, '…'));
    else if (node !== undefined && ts.isTemplateExpression(node)) names.push(node.getText());
  };
  const visit = (node: ts.Node): void => {
    if (
      ts.isCallExpression(node) &&
      /^(it|describe|test)\b(?!\.(skip|todo)\b)/.test(node.expression.getText())
    ) {
      const { expression: called } = node;
      add(node.arguments[0]);
      // it.each(rows)(name, …): each row begins with its own name.
      const rowsGiven = ts.isCallExpression(called) ? called.arguments[0] : undefined;
      if (rowsGiven !== undefined && ts.isArrayLiteralExpression(rowsGiven))
        for (const row of rowsGiven.elements) add(ts.isArrayLiteralExpression(row) ? row.elements[0] : row);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  return names;
}

const rows = rowsOf(readFileSync(`${root}docs/emulator-fidelity.md`, 'utf8'));
const statuses = /\b(recorded|documented|third-party|assumed|ours|not emulated|a gap)\b/;

describe('docs/emulator-fidelity.md', () => {
  it('has the behaviours of all services', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(new Set(rows.map(({ folder }) => folder)).size).toBe(3);
  });

  it.each(rows.map((row) => [row.behaviour.slice(0, 80), row] as const))(
    '%s',
    (_, { status, tests, folder }) => {
      expect(status).toMatch(statuses);
      const named = [...tests.matchAll(/`([^`«]+)`(?:,? «[^»]+»)+/g)];
      expect(named.length, `names no test: ${tests}`).toBeGreaterThan(0);
      const unread = named.reduce((text, [whole]) => text.replace(whole, ''), tests);
      expect(unread, 'a test of no file').not.toMatch(/[«»]/);
      for (const [whole, name = ''] of named) {
        const file = fileOf(name, folder);
        expect(file, `there is no test file ${name}`).toBeDefined();
        const known = testsOf(file!);
        for (const [, part = ''] of whole.matchAll(/«([^»]+)»/g)) {
          const found = known.some((test) => test.includes(part));
          expect(found, `${name} has no test with «${part}» in its name`).toBe(true);
        }
      }
    },
  );
});
