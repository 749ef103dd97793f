import { Validator } from '@cfworker/json-schema';
import type { JsonObject } from '@rechka/proto/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaExample } from './schema-example.js';

/** Schemas as people write them for a model: forms to fill in. */
const schemas = fc.letrec<{ schema: JsonObject; object: JsonObject }>((tie) => ({
  schema: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.record({ minLength: fc.nat(20) }).map(({ minLength }) => ({ type: 'string', minLength })),
    fc.record({ maxLength: fc.nat(5) }).map(({ maxLength }) => ({ type: ['null', 'string'], maxLength })),
    fc
      .tuple(fc.constantFrom('integer', 'number'), fc.integer({ min: -50, max: 50 }), fc.nat(20))
      .map(([type, minimum, size]) => ({ type, minimum, maximum: minimum + size })),
    fc.constantFrom<JsonObject>(
      { type: 'boolean' },
      { enum: ['утро', 'вечер'] },
      { const: 7 },
      { type: 'string', format: 'date' },
      { type: 'integer', exclusiveMinimum: 3 },
      { $ref: '#/$defs/day' },
      {},
    ),
    tie('schema').map((items) => ({ type: 'array', items, minItems: 2 })),
    tie('schema').map((alternative) => ({ anyOf: [alternative, { type: 'null' }] })),
    tie('object'),
  ),
  object: fc
    .dictionary(fc.constantFrom('день', 'час', 'имя', 'заметка'), tie('schema'), { maxKeys: 3 })
    .map((properties) => ({ type: 'object', properties, required: Object.keys(properties) })),
}));

describe('an example of a schema', () => {
  it('fits the schema, whatever the text', () => {
    fc.assert(
      fc.property(schemas.object, fc.string(), (object, text) => {
        const schema = { ...object, $defs: { day: { type: 'string', minLength: 1 } } };
        const { valid, errors } = new Validator(schema, '2020-12').validate(
          schemaExample(schema, text || 'да'),
        );
        expect(valid, JSON.stringify(errors)).toBe(true);
      }),
    );
  });

  it('has the text in its strings and leaves out what is not required', () => {
    const schema = {
      properties: { answer: { type: 'string' }, sure: { type: 'boolean' }, note: { type: 'string' } },
      required: ['answer', 'sure'],
    };
    expect(schemaExample(schema, 'В пятницу')).toEqual({ answer: 'В пятницу', sure: false });
  });

  it('puts parts of one object together', () => {
    const part = (name: string) => ({ properties: { [name]: { type: 'integer' } }, required: [name] });
    expect(schemaExample({ allOf: [part('a'), part('b')] }, '')).toEqual({ a: 0, b: 0 });
  });

  it('ends, even if the schema does not', () => {
    const schema = { properties: { next: { $ref: '#' } }, required: ['next'] };
    expect(JSON.stringify(schemaExample(schema, ''))).toMatch(/^(\{"next":)+null\}+$/);
  });
});
