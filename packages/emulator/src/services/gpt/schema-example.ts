import type { JsonObject, JsonValue } from '@rechka/proto/wire';

/** Deeper than this a schema refers to itself, and null ends it. */
const maxDepth = 16;

/**
 * A small value that fits a JSON Schema, the same each time: what is required, and of that the least. `text` is told
 * by its strings, the way a model would answer in the form it is given. What a schema says by `pattern`, `not` and the
 * like is not heeded: the caller checks.
 */
export function schemaExample(schema: JsonObject, text: string): JsonValue {
  return example(schema, { root: schema, text, depth: 0 });
}

interface Context {
  root: JsonObject;
  text: string;
  depth: number;
}

function example(schema: JsonObject, context: Context): JsonValue {
  if (context.depth > maxDepth) return null;
  const inner = { ...context, depth: context.depth + 1 };
  if (schema['const'] !== undefined) return schema['const'];
  const [choice = schema['default']] = list(schema['enum']);
  if (choice !== undefined) return choice;
  if (typeof schema['$ref'] === 'string') return example(resolve(schema['$ref'], context.root), inner);
  const [alternative] = [...objects(schema['anyOf']), ...objects(schema['oneOf'])];
  if (alternative !== undefined) return example(alternative, inner);
  const parts = objects(schema['allOf']);
  if (parts.length > 0) return example(merged([schema, ...parts]), inner);
  switch (typeOf(schema)) {
    case 'object':
      return objectExample(schema, inner);
    case 'array': {
      const items = isObject(schema['items']) ? schema['items'] : {};
      return Array.from({ length: number(schema['minItems']) ?? 0 }, () => example(items, inner));
    }
    case 'number':
    case 'integer':
      return numberExample(schema);
    case 'boolean':
      return false;
    case 'null':
      return null;
    default:
      return textExample(schema, context.text);
  }
}

/** Required members; all of them if none is said to be required. */
function objectExample(schema: JsonObject, context: Context): JsonObject {
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  const required = list(schema['required']).filter((name) => typeof name === 'string');
  const names = required.length > 0 ? required : Object.keys(properties);
  return Object.fromEntries(
    names.map((name) => {
      const property = properties[name];
      return [name, isObject(property) ? example(property, context) : context.text];
    }),
  );
}

function numberExample(schema: JsonObject): number {
  const step = typeOf(schema) === 'integer' ? 1 : 0.5;
  const least = number(schema['minimum']) ?? below(schema['exclusiveMinimum'], step);
  const most = number(schema['maximum']) ?? below(schema['exclusiveMaximum'], -step);
  const value = Math.min(Math.max(0, least ?? 0), most ?? Infinity);
  return step === 1 ? Math.ceil(value) : value;
}

function below(bound: JsonValue | undefined, step: number): number | undefined {
  const value = number(bound);
  return value === undefined ? undefined : value + step;
}

const formatted: Partial<Record<string, string>> = {
  date: '2026-01-12',
  time: '12:00:00Z',
  'date-time': '2026-01-12T12:00:00Z',
  email: 'caller@example.com',
  uri: 'https://example.com',
  uuid: '00000000-0000-4000-8000-000000000000',
};

function textExample(schema: JsonObject, text: string): string {
  const format = schema['format'];
  const value = (typeof format === 'string' ? formatted[format] : undefined) ?? text;
  const least = number(schema['minLength']) ?? 0;
  return Array.from(value.padEnd(least, '.'))
    .slice(0, number(schema['maxLength']) ?? Infinity)
    .join('');
}

function typeOf(schema: JsonObject): JsonValue | undefined {
  const type = schema['type'];
  if (Array.isArray(type)) return (type as readonly JsonValue[]).find((name) => name !== 'null') ?? 'null';
  return (
    type ?? (isObject(schema['properties']) ? 'object' : isObject(schema['items']) ? 'array' : undefined)
  );
}

/** What a reference within the schema stands for; anything if it leads nowhere. */
function resolve(ref: string, root: JsonObject): JsonObject {
  const names = ref
    .replace(/^#\/?/, '')
    .split('/')
    .filter((name) => name !== '');
  let value: JsonValue | undefined = root;
  for (const name of names) {
    const key = decodeURIComponent(name).replaceAll('~1', '/').replaceAll('~0', '~');
    value = isObject(value) ? value[key] : undefined;
  }
  return isObject(value) ? value : {};
}

/** One schema that says what several say together. */
function merged(schemas: readonly JsonObject[]): JsonObject {
  const properties = Object.assign({}, ...schemas.map((schema) => schema['properties'])) as JsonObject;
  const required = [...new Set(schemas.flatMap((schema) => list(schema['required'])))];
  return { ...Object.assign({}, ...schemas), properties, required, allOf: undefined } as JsonObject;
}

function number(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

function objects(value: JsonValue | undefined): readonly JsonObject[] {
  return list(value).filter(isObject);
}

/** Whether a JSON value is an object. */
export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
