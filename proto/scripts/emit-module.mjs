import { format } from 'prettier';
import { emitCodec } from './emit-codec.mjs';
import { emitEnum, emitMessageTypes } from './emit-types.mjs';
import { emitService } from './emit-service.mjs';
import { describeField } from './fields.mjs';
import { camelCase, isEnum, isMessage, isService } from './schema.mjs';

/** The text of one generated module. */
export async function emitModule(schema, module) {
  const imports = new Map();
  const note = (from, name, typeOnly) => {
    const names = imports.get(from) ?? new Map();
    names.set(name, typeOnly && (names.get(name) ?? true));
    imports.set(from, names);
    return name;
  };
  const context = {
    camelCase,
    locate: schema.locate,
    /** The name of a generated thing of `type`, imported if another module has it. */
    use(
      type,
      rename = (name) => name,
      typeOnly = rename(type.name) === type.name || rename('').endsWith('Init'),
    ) {
      const { module: home, name } = schema.locate(type);
      return home === module.name ? rename(name) : note(`./${home}.js`, rename(name), typeOnly);
    },
    /** What precedes a thing that only other generated modules may use. */
    internal: module.shared ? '/** @internal */\nexport ' : '',
    useWire: (name, typeOnly = false) => note('../wire.js', name, typeOnly),
  };

  const parts = [];
  const visit = (member) => {
    if (isEnum(member)) parts.push(emitEnum(member, context));
    else if (isService(member)) parts.push(emitService(member, context));
    else if (isMessage(member)) {
      member.nestedArray.forEach(visit);
      const fields = [...member.fieldsArray]
        .sort((a, b) => a.id - b.id)
        .map((field) => describeField(field, context));
      parts.push(emitMessageTypes(member, fields, context), emitCodec(member, fields, context));
    }
  };
  const members = schema.members(module.package);
  members.filter((member) => !isService(member)).forEach(visit);
  members.filter(isService).forEach(visit);

  const header = `// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run \`pnpm generate\`.\n`;
  const text = [header + emitImports(imports), ...parts].join('\n');
  return format(text, { parser: 'typescript', printWidth: 110, singleQuote: true });
}

function emitImports(imports) {
  const lines = [];
  for (const [from, names] of [...imports].sort(([a], [b]) => (a < b ? -1 : 1))) {
    for (const typeOnly of [true, false]) {
      const list = [...names]
        .filter(([, only]) => only === typeOnly)
        .map(([name]) => name)
        .sort();
      if (list.length > 0)
        lines.push(`import ${typeOnly ? 'type ' : ''}{ ${list.join(', ')} } from '${from}';\n`);
    }
  }
  return lines.join('');
}
