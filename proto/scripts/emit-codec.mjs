import { fullName } from './schema.mjs';

/** The functions that write and read a message, and the codec made of them. */
export function emitCodec(type, fields, { locate, useWire, internal }) {
  const { name } = locate(type);
  const oneofs = [...new Set(fields.map((field) => field.oneof).filter(Boolean))]
    .map((oneof) => ({ name: oneof.name, members: fields.filter((field) => field.oneof === oneof) }))
    .filter((oneof) => oneof.members.length > 1);
  return (
    emitWrite(type, name, fields, oneofs, { useWire, internal }) +
    '\n' +
    emitRead(name, fields, oneofs, { useWire, internal }) +
    `\n/** Codec of \`${fullName(type)}\`. */\n` +
    `export const ${name}: ${useWire('Codec', true)}<${name}, ${name}Init> = /* @__PURE__ */ ${useWire('createCodec')}(\n` +
    `  '${fullName(type)}',\n  write${name},\n  read${name},\n);\n`
  );
}

function emitWrite(type, name, fields, oneofs, { useWire, internal }) {
  const lines = [];
  const known = `${name}Fields`.replace(/^./, (first) => first.toLowerCase());
  if (fields.length > 0) lines.push(`  ${useWire('refuseUnknown')}('${fullName(type)}', ${known}, message);`);
  for (const oneof of oneofs) {
    const members = oneof.members.map((member) => member.name);
    const count = members.map((member) => `(message.${member} === undefined ? 0 : 1)`).join(' + ');
    lines.push(
      `  if (${count} > 1) {`,
      `    ${useWire('refuseSeveral')}('${fullName(type)}', '${oneof.name}', ${JSON.stringify(members)}, message);`,
      `  }`,
    );
  }
  for (const field of [...fields].reverse()) lines.push(`  ${writeField(field, `message.${field.name}`)}`);
  const parameters = fields.length === 0 ? '' : `writer: ${useWire('Writer', true)}, message: ${name}Init`;
  const names = fields.map((field) => `'${field.name}'`).join(', ');
  return (
    (fields.length > 0
      ? `const ${known}: ReadonlySet<string> = /* @__PURE__ */ new Set([${names}]);\n\n`
      : '') +
    `${internal}function write${name}(${parameters}): void {` +
    (lines.length > 0 ? `\n${lines.join('\n')}\n}\n` : `}\n`)
  );
}

function writeField(field, value) {
  if (!field.repeated) {
    const set = field.message || field.oneof ? '' : ` && ${field.isSet(value)}`;
    return `if (${value} !== undefined${set}) ${field.write(field.tag, value)};`;
  }
  const write = field.message
    ? `writer.messages(${field.tag}, ${field.writer}, ${value}, ${field.label})`
    : field.packs
      ? `writer.${field.packs}(${[field.packedTag, field.table, value, field.label].filter(Boolean).join(', ')})`
      : `writer.${field.list}(${field.tag}, ${value}, ${field.label})`;
  return `if (${value} !== undefined) ${write};`;
}

function emitRead(name, fields, oneofs, { useWire, internal }) {
  const reader = useWire('Reader', true);
  if (fields.length === 0) {
    return (
      `${internal}function read${name}(reader: ${reader}): ${name} {\n` +
      `  while (reader.position < reader.end) reader.skip(reader.tag());\n  return {};\n}\n`
    );
  }
  const binding = (field) => (field.local === field.name ? field.name : `${field.name}: ${field.local}`);
  const bindings = fields.map(binding).join(', ');
  const others = new Map(
    oneofs.flatMap(({ members }) =>
      members.map((member) => [member, members.filter((other) => other !== member)]),
    ),
  );
  const clear = (field) =>
    (others.get(field) ?? []).map((other) => `        ${other.local} = undefined;\n`).join('');
  return (
    `${internal}function read${name}(reader: ${reader}, previous: ${name} | undefined): ${name} {\n` +
    fields.map((field) => `  ${declare(field)};\n`).join('') +
    `  if (previous !== undefined) ({ ${bindings} } = previous);\n` +
    `  while (reader.position < reader.end) {\n` +
    `    const tag = reader.tag();\n` +
    `    switch (tag) {\n` +
    fields.map((field) => readCases(field, clear(field))).join('') +
    `      default:\n        reader.skip(tag);\n` +
    `    }\n  }\n` +
    `  return { ${bindings} }${oneofs.length > 0 ? ` as ${name}` : ''};\n}\n`
  );
}

function declare({ local, type, repeated, message, oneof, zero }) {
  if (repeated) return `let ${local}: ${type.includes('|') ? `(${type})[]` : `${type}[]`} = []`;
  if (message || oneof) return `let ${local}: ${type} | undefined`;
  return `let ${local}: ${type} = ${zero}`;
}

function readCases(field, clear) {
  const { local, repeated, message, packs, tag, packedTag, read } = field;
  const arm = (label, body) => `      case ${label}:${body.startsWith(' {') ? body : `\n${body}`}`;
  const set = (statement) => `        ${statement};\n${clear}        break;\n`;
  if (!repeated) return arm(tag, set(`${local} = ${message ? read(local) : read}`));
  const push = `${local}.push(${message ? read('undefined') : read})`;
  const cases = arm(tag, set(push));
  if (!packs) return cases;
  return (
    cases +
    `      case ${packedTag}: {\n` +
    `        const outer = reader.enter();\n` +
    `        while (reader.position < reader.end) ${push};\n` +
    `        reader.leave(outer);\n        break;\n      }\n`
  );
}
