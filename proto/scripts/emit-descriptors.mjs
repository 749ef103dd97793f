import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { format } from 'prettier';
import protobuf from 'protobufjs';
import descriptor from 'protobufjs/ext/descriptor.js';
import { fullName, isEnum, isMessage, isService } from './schema.mjs';

/**
 * The text of the module that has all `.proto` files as descriptors. protobufjs can make descriptors too, but one a package
 * instead of one a file, with names that are not qualified and entries of maps that collide.
 *
 * @param {string} folder where the import paths begin
 * @param {string[]} files what to describe, with all that it imports
 */
export async function emitDescriptors(folder, files) {
  const root = new protobuf.Root();
  const sources = new Map();
  for (const file of files) load(file);
  root.resolveAll();

  const entries = [...sources].map(([file, { packageName, imports, names }]) => {
    const members = names.map((name) => root.lookup(`${packageName}.${name}`));
    const message = {
      name: file,
      package: packageName,
      dependency: imports,
      messageType: members.filter(isMessage).map(describeMessage),
      enumType: members.filter(isEnum).map(describeEnum),
      service: members.filter(isService).map(describeService),
      syntax: 'proto3',
    };
    const bytes = descriptor.FileDescriptorProto.encode(message).finish();
    const symbols = members.flatMap(symbolsOf);
    return { name: file, imports, symbols, base64: Buffer.from(bytes).toString('base64') };
  });
  const text = `// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run \`pnpm generate\`.

/** One \`.proto\` file. */
export interface ProtoFile {
  /** Its path as other files import it. */
  readonly name: string;
  /** Paths of the files that it imports. */
  readonly imports: readonly string[];
  /** Messages, enums, services and methods that it declares, with their package. */
  readonly symbols: readonly string[];
  /** \`google.protobuf.FileDescriptorProto\`, encoded, in base64. */
  readonly base64: string;
}

/** All files, each after those that it imports. */
export const protoFiles: readonly ProtoFile[] = ${JSON.stringify(entries)};
`;
  return format(text, { parser: 'typescript', printWidth: 110, singleQuote: true });

  /** Adds a file to the root, after what it imports. */
  function load(file) {
    if (sources.has(file)) return;
    const common = protobuf.common.get(file);
    if (common) {
      root.addJSON(common.nested);
      const names = Object.keys(common.nested.google.nested.protobuf.nested);
      sources.set(file, { packageName: 'google.protobuf', imports: [], names });
      return;
    }
    const source = readFileSync(join(folder, file), 'utf8');
    const own = new protobuf.Root();
    const { package: packageName, imports = [] } = protobuf.parse(source, own, { keepCase: true });
    for (const imported of imports) load(imported);
    const names = own.lookup(packageName).nestedArray.map(({ name }) => name);
    protobuf.parse(source, root, { keepCase: true });
    sources.set(file, { packageName, imports, names });
  }
}

function describeMessage(type) {
  // As declared: the members of a oneof must stand together.
  const fields = type.fieldsArray;
  return {
    name: type.name,
    field: fields.map((field) => describeField(field, type)),
    nestedType: [
      ...type.nestedArray.filter(isMessage).map(describeMessage),
      ...fields.filter(({ map }) => map).map(describeMapEntry),
    ],
    enumType: type.nestedArray.filter(isEnum).map(describeEnum),
    oneofDecl: type.oneofsArray.map(({ name }) => ({ name })),
    reservedRange: (type.reserved ?? [])
      .filter(Array.isArray)
      .map(([start, end]) => ({ start, end: end + 1 })),
    reservedName: (type.reserved ?? []).filter((name) => typeof name === 'string'),
  };
}

function describeField(field, type) {
  const described = { name: snakeCase(field.name), number: field.id, label: 1, ...typeOf(field) };
  if (field.map) Object.assign(described, { type: 11, typeName: `.${fullName(type)}.${entryName(field)}` });
  if (field.map || field.repeated) described.label = 3;
  if (field.partOf) described.oneofIndex = type.oneofsArray.indexOf(field.partOf);
  if (field.options?.deprecated) described.options = { deprecated: true };
  return described;
}

/** protobufjs has the well-known types with names as in JavaScript. */
function snakeCase(name) {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function typeOf({ type, resolvedType }) {
  if (resolvedType) return { type: isEnum(resolvedType) ? 14 : 11, typeName: `.${fullName(resolvedType)}` };
  return { type: scalars[type] };
}

/** Numbers of `FieldDescriptorProto.Type`. */
const scalars = {
  ...{ double: 1, float: 2, int64: 3, uint64: 4, int32: 5, fixed64: 6, fixed32: 7, bool: 8, string: 9 },
  ...{ bytes: 12, uint32: 13, sfixed32: 15, sfixed64: 16, sint32: 17, sint64: 18 },
};

/** A map is a repeated message of key and value. */
function describeMapEntry(field) {
  return {
    name: entryName(field),
    field: [
      { name: 'key', number: 1, label: 1, type: scalars[field.keyType] },
      { name: 'value', number: 2, label: 1, ...typeOf(field) },
    ],
    options: { mapEntry: true },
  };
}

/** `some_field` → `SomeFieldEntry`. */
function entryName({ name }) {
  return `${name.replace(/(?:^|_)([a-z])/g, (_, letter) => letter.toUpperCase())}Entry`;
}

function describeEnum(type) {
  return {
    name: type.name,
    value: Object.entries(type.values).map(([name, number]) => ({
      name,
      number,
      ...(type.valuesOptions?.[name]?.deprecated && { options: { deprecated: true } }),
    })),
  };
}

function describeService(service) {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: `.${fullName(method.resolvedRequestType)}`,
      outputType: `.${fullName(method.resolvedResponseType)}`,
      ...(method.requestStream && { clientStreaming: true }),
      ...(method.responseStream && { serverStreaming: true }),
    })),
  };
}

function symbolsOf(member) {
  const inner = isService(member) ? member.methodsArray : isMessage(member) ? member.nestedArray : [];
  return [
    fullName(member),
    ...inner.flatMap((nested) => (isService(member) ? fullName(nested) : symbolsOf(nested))),
  ];
}
