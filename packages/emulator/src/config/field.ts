import { checkFlag, checkNumber, checkOneOf, checkText, invalidOption } from '@rechka/core';
import type { JsonObject } from '@rechka/proto/wire';
import { checkNames } from '../check-names.js';
import { hiddenOption } from '../hidden-option.js';

/** A field of the config file: what it may hold, for our own check and for editors. Both are made of one description. */
export interface Field {
  /** The same in JSON Schema (draft 2020-12). */
  readonly schema: JsonObject;
  /** Throws `ERR_INVALID_OPTION`; `name` is the path of the field. */
  check(name: string, value: unknown): void;
}

/** A field that is an object of named fields. */
export interface ObjectField extends Field {
  /** What may be in it, by name. */
  readonly fields: Readonly<Record<string, Field>>;
}

/** A field with a word on what it is for, which editors show. */
export function described(description: string, field: Field): Field {
  return { ...field, schema: { ...field.schema, description } };
}

export function number(min: number, max: number, { integer = false } = {}): Field {
  return {
    schema: { type: integer ? 'integer' : 'number', minimum: min, maximum: max },
    check: (name, value) => checkNumber(name, value, { min, max, integer }),
  };
}

export const text: Field = { schema: { type: 'string', pattern: '\\S' }, check: checkText };

/** Any text, also none. */
export const anyText: Field = {
  schema: { type: 'string' },
  check(name, value) {
    if (typeof value !== 'string') throw invalidOption(name, value, 'a string');
  },
};

export const flag: Field = {
  schema: { type: 'boolean' },
  check: (name, value) => checkFlag(name, value),
};

export const no: Field = {
  schema: { const: false },
  check(name, value) {
    if (value !== false) throw invalidOption(name, value, 'false');
  },
};

/** Any JSON. */
export const anything: Field = { schema: {}, check: () => undefined };

export function oneOf(names: readonly string[]): Field {
  return { schema: { enum: [...names] }, check: (name, value) => checkOneOf(name, value, names) };
}

export function list(item: Field, { min = 0 } = {}): Field {
  return {
    schema: {
      type: 'array',
      items: item.schema,
      ...(min > 0 && { minItems: min }),
    },
    check(name, value) {
      if (!Array.isArray(value)) throw invalidOption(name, value, 'an array');
      if (value.length < min) throw invalidOption(name, value, `at least ${min} of them`);
      for (const [index, entry] of value.entries()) item.check(`${name}[${index}]`, entry);
    },
  };
}

/** An object with these fields, all of which may be left out but those of `required`, and no others. */
export function object(
  fields: Readonly<Record<string, Field | ObjectField>>,
  required: readonly string[] = [],
): ObjectField {
  const names = Object.keys(fields);
  return {
    fields,
    schema: {
      type: 'object',
      properties: Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])),
      additionalProperties: false,
      ...(required.length > 0 && { required: [...required] }),
    },
    check(name, value) {
      const given = asObject(name, value);
      const path = (field: string) => (name === '' ? field : `${name}.${field}`);
      checkNames(name, given, names, namesBelow(fields));
      for (const [key, entry] of Object.entries(given)) fields[key]?.check(path(key), entry);
      for (const key of required) {
        if (given[key] === undefined) throw invalidOption(path(key), undefined, 'to be there');
      }
    },
  };
}

/** Names in the objects among these fields, such as `iam.apiKeys`. */
export function namesBelow(fields: Readonly<Record<string, Field | ObjectField>>): string[] {
  return Object.entries(fields).flatMap(([group, field]) =>
    'fields' in field ? Object.keys(field.fields).map((name) => `${group}.${name}`) : [],
  );
}

/** An object whose keys are free. */
export function map(values: Field): Field {
  return {
    schema: { type: 'object', additionalProperties: values.schema },
    check(name, value) {
      for (const [key, entry] of Object.entries(asObject(name, value))) values.check(`${name}.${key}`, entry);
    },
  };
}

/** Any of several kinds of value; `expected` names them all. An object is judged by the kind that is one. */
export function either(expected: string, ...kinds: readonly Field[]): Field {
  return {
    schema: { anyOf: kinds.map(({ schema }) => schema) },
    check(name, value) {
      const failures: unknown[] = [];
      for (const kind of kinds) {
        try {
          kind.check(name, value);
          return;
        } catch (error) {
          failures.push(error);
        }
      }
      // The only kind of that JSON type knows best what is wrong.
      const near = kinds.flatMap(({ schema }, index) =>
        schema['type'] === typeOf(value) ? [failures[index]] : [],
      );
      const [only] = near;
      throw near.length === 1 && only instanceof Error ? only : invalidOption(name, value, expected);
    },
  };
}

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function asObject(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw hiddenOption(name === '' ? 'file' : name, value, 'an object');
  return value as Record<string, unknown>;
}
