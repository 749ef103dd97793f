import { fullName } from './schema.mjs';

/** A doc comment; `lines` may hold several lines of text. */
export function emitDoc(text, indent = '') {
  const lines = text.split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd() + '\n').join('')}${indent} */\n`;
}

/** The comment of a message, enum, service or rpc: these are public, so they must have one. */
export function requireComment(object) {
  if (!object.comment) throw new Error(`${fullName(object)} has no comment in its .proto file`);
  return object.comment;
}

/** An enum is a union of its names, and a table of their numbers for the codecs. */
export function emitEnum(type, { locate, useWire, internal }) {
  const { name } = locate(type);
  const names = Object.keys(type.values);
  const values = names.map((value) => {
    const comment = type.comments[value];
    return `- \`${value}\` (${type.values[value]})${comment ? `: ${comment.replaceAll('\n', ' ')}` : ''}`;
  });
  return (
    emitDoc([requireComment(type), '', ...values].join('\n')) +
    `export type ${name} = ${names.map((value) => `'${value}'`).join(' | ')};\n\n` +
    `${internal}const ${name}Table = /* @__PURE__ */ new ${useWire('EnumTable')}<${name}>('${fullName(type)}', {\n` +
    names.map((value) => `  ${value}: ${type.values[value]},\n`).join('') +
    `});\n`
  );
}

/** The decoded form of a message and the form to encode, in which everything is optional. */
export function emitMessageTypes(type, fields, { locate, useWire }) {
  const { name } = locate(type);
  const comment = requireComment(type);
  const decoded = (field) => {
    const optional = field.message && !field.repeated;
    return optional
      ? `${field.name}?: ${field.type} | undefined`
      : `${field.name}: ${field.repeated ? list(field.type) : field.type}`;
  };
  const init = (field) =>
    `readonly ${field.name}?: ${field.repeated ? `readonly ${list(field.init)}` : field.init} | undefined`;
  return (
    emitShape(comment, name, fields, decoded, (field) => field.type, useWire) +
    '\n' +
    emitShape(
      `What may be encoded as a {@link ${name}}.`,
      `${name}Init`,
      fields,
      init,
      (field) => field.init,
      useWire,
    )
  );
}

const list = (item) => (item.includes('|') ? `(${item})[]` : `${item}[]`);

function emitShape(comment, name, fields, property, memberType, useWire) {
  const doc = (field) => {
    const text = [field.comment, field.deprecated ? '@deprecated' : undefined].filter(Boolean).join('\n');
    return text ? emitDoc(text, '  ') : '';
  };
  const plain = fields.filter((field) => !field.oneof);
  const body = plain.map((field) => `${doc(field)}  ${property(field)};\n`).join('');
  const oneofs = [...new Set(fields.map((field) => field.oneof).filter(Boolean))].map((oneof) => {
    const members = fields.filter((field) => field.oneof === oneof);
    const lines = members.map((field) => `${doc(field)}  ${field.name}: ${memberType(field)};\n`);
    return `${useWire('OneOf', true)}<{\n${lines.join('')}}>`;
  });
  // Without the index signature an empty interface would accept any object.
  const content = body || '  readonly [field: string]: never;\n';
  if (oneofs.length === 0) return `${emitDoc(comment)}export interface ${name} {\n${content}}\n`;
  const shapes = plain.length > 0 ? [`{\n${body}}`, ...oneofs] : oneofs;
  return `${emitDoc(comment)}export type ${name} = ${shapes.join(' & ')};\n`;
}
