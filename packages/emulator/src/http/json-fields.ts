import type { JsonObject } from '@rechka/proto/wire';
import { status } from '../grpc/status.js';
import { Refusal } from '../refusal.js';

/**
 * Typed reading of a JSON request. A field is found by its lowerCamelCase name or its name in the .proto file
 * (the JSON mapping of proto3 allows both); absent and null are the same; unknown ones are passed over. Throws
 * INVALID_ARGUMENT, naming the field, for a value of a wrong type.
 */
export class JsonFields {
  readonly #object: Readonly<Record<string, unknown>>;
  readonly #path: string;

  constructor(object: Readonly<Record<string, unknown>>, path = '') {
    this.#object = object;
    this.#path = path;
  }

  /** The object as it was read. */
  get all(): Readonly<Record<string, unknown>> {
    return this.#object;
  }

  /** Of `names`, the one that is written last; the last of a oneof wins on the wire too. */
  lastOf<Name extends string>(names: readonly Name[]): Name | undefined {
    const written = Object.keys(this.#object);
    const place = (name: Name) =>
      this.has(name) ? Math.max(written.indexOf(name), written.indexOf(snakeCase(name))) : -1;
    return names.filter((name) => place(name) >= 0).sort((a, b) => place(b) - place(a))[0];
  }

  has(name: string): boolean {
    return this.value(name) !== undefined;
  }

  /** The value as it is; `undefined` for null. */
  value(name: string): unknown {
    const key = [name, snakeCase(name)].find((candidate) => Object.hasOwn(this.#object, candidate));
    return key === undefined ? undefined : (this.#object[key] ?? undefined);
  }

  text(name: string): string | undefined {
    return this.#typed(name, 'a string', (value) => (typeof value === 'string' ? value : undefined));
  }

  flag(name: string): boolean | undefined {
    return this.#typed(name, 'a boolean', (value) => (typeof value === 'boolean' ? value : undefined));
  }

  number(name: string): number | undefined {
    return this.#typed(name, 'a number', (value) => {
      const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
    });
  }

  /** A 64-bit integer, which JSON of proto3 writes as a string and reads from a number too. */
  integer(name: string): number | undefined {
    const value = this.number(name);
    if (value === undefined || Number.isSafeInteger(value)) return value;
    throw this.#wrong(name, 'an integer');
  }

  /** One of `names`; anything else is refused. */
  oneOf<Name extends string>(name: string, names: readonly Name[]): Name | undefined {
    return this.#typed(name, `one of ${names.join(', ')}`, (value) => names.find((known) => known === value));
  }

  object(name: string): JsonFields | undefined {
    const value = this.json(name);
    return value === undefined ? undefined : new JsonFields(value, this.#pathOf(name));
  }

  /** An object whose members are nobody's business here: a schema, the arguments of a call. */
  json(name: string): JsonObject | undefined {
    return this.#typed(name, 'an object', (value) => (isObject(value) ? (value as JsonObject) : undefined));
  }

  /** The objects of an array; empty if there is none. */
  objects(name: string): JsonFields[] {
    const list = this.#typed(name, 'an array', (value) =>
      Array.isArray(value) ? (value as unknown[]) : undefined,
    );
    return (list ?? []).map((item, index) => {
      const path = `${this.#pathOf(name)}[${index}]`;
      if (!isObject(item)) throw new Refusal(status.INVALID_ARGUMENT, `${path}: must be an object`);
      return new JsonFields(item, path);
    });
  }

  /** A refusal that names this object's field. */
  refusal(name: string, problem: string): Refusal {
    return new Refusal(status.INVALID_ARGUMENT, `${this.#pathOf(name)}: ${problem}`);
  }

  #typed<T>(name: string, expected: string, read: (value: unknown) => T | undefined): T | undefined {
    const value = this.value(name);
    if (value === undefined) return undefined;
    const result = read(value);
    if (result === undefined) throw this.#wrong(name, expected);
    return result;
  }

  #wrong(name: string, expected: string): Refusal {
    return this.refusal(name, `must be ${expected}`);
  }

  #pathOf(name: string): string {
    return this.#path === '' ? name : `${this.#path}.${name}`;
  }
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
