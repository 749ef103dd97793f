import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, workspacePackages } from '../dev/workspace.mjs';

const project = 'tsconfig.snippets.json';

/**
 * Type-checks each ```ts fence of the documents as a module of its own, in an app that has the packages
 * installed. A fence marked ```ts no-check is left out.
 */
export async function checkSnippets(appFolder, { compile, compilerOptions, report }) {
  const snippets = documents().flatMap(snippetsOf);
  if (snippets.length === 0) return;
  mkdirSync(path.join(appFolder, 'snippets'), { recursive: true });
  for (const { file, line, code } of snippets) {
    // Blank lines before it, so that the compiler names the line of the document.
    writeFileSync(path.join(appFolder, file), `${'\n'.repeat(line)}${code}\nexport {};\n`);
  }
  const options = { ...compilerOptions, noEmit: true };
  writeFileSync(
    path.join(appFolder, project),
    JSON.stringify({ compilerOptions: options, include: ['snippets'] }),
  );

  const { ok, output } = await compile(appFolder, project);
  const errors = output.split('\n');
  let explained = ok;
  for (const { document, file, line } of snippets) {
    const own = errors
      .filter((text) => text.startsWith(`${file}(`))
      .map((text) => text.replace(file, document));
    explained ||= own.length > 0;
    report(`snippet ${document}:${line}`, { ok: own.length === 0, output: own.join('\n') });
  }
  if (!explained) report('snippets: compiler', { ok: false, output });
}

/** The documents whose code must compile, from the root. */
function documents() {
  const guides = readdirSync(path.join(root, 'docs')).filter((name) => name.endsWith('.md'));
  const candidates = [
    'README.md',
    'README.ru.md',
    ...guides.map((name) => `docs/${name}`),
    ...workspacePackages().map(({ folder }) => `${folder}/README.md`),
  ];
  return candidates.filter((document) => existsSync(path.join(root, document)));
}

/** The checked snippets of a document; `line` is that of the opening fence. */
function snippetsOf(document) {
  const snippets = [];
  let open;
  for (const [index, text] of readFileSync(path.join(root, document), 'utf8').split('\n').entries()) {
    const fence = /^\s*```(.*)$/.exec(text)?.[1]?.trim();
    if (open !== undefined) {
      if (fence === '') {
        if (open.checked)
          snippets.push({
            document,
            file: fileFor(document, open.line),
            line: open.line,
            code: open.code.join('\n'),
          });
        open = undefined;
      } else {
        open.code.push(text);
      }
    } else if (fence !== undefined) {
      const [language, ...marks] = fence.split(/\s+/);
      open = {
        line: index + 1,
        checked: /^(ts|typescript)$/.test(language) && !marks.includes('no-check'),
        code: [],
      };
    }
  }
  return snippets;
}

function fileFor(document, line) {
  return `snippets/${document.replaceAll(/[/.]/g, '-')}-${line}.ts`;
}
