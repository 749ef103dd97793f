import { describe, expect, expectTypeOf, it } from 'vitest';
import type { StandardSchema } from './standard-schema.js';
import { tool } from './tool.js';

interface Booking {
  day: string;
  people: number;
}

const bookingSchema = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: async (value: unknown) => {
      const { day, people = 1 } = value as Partial<Booking>;
      if (typeof day === 'string') return { value: { day, people } };
      return { issues: [{ message: 'expected a date', path: ['slot', { key: 'day' }] }] };
    },
  },
} satisfies StandardSchema<Booking>;

const parameters = { type: 'object', properties: { day: { type: 'string' } } };
const common = { name: 'book', description: 'Books a table.' };

describe('tool', () => {
  it('infers the input from a Standard Schema, and keys calls by what was validated', async () => {
    const book = tool({
      ...common,
      input: bookingSchema,
      parameters,
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<Booking>();
        return input.people;
      },
    });
    const [short, full] = [
      await book.check({ day: 'пт' }),
      await book.check({ people: 1, day: 'пт', extra: 2 }),
    ];
    expect('key' in short && 'key' in full && short.key === full.key).toBe(true);
    expect(book).toMatchObject({ timeoutMs: 15_000, irreversible: false, spec: { ...common, parameters } });
  });

  it('infers the input from what validate returns', async () => {
    const cancel = tool({
      ...common,
      parameters,
      validate: ({ id }) => {
        if (typeof id !== 'number') throw new Error('id: expected a number');
        return { id };
      },
      key: ({ id }) => `cancel ${id}`,
      run: (input) => {
        expectTypeOf(input).toEqualTypeOf<{ id: number }>();
      },
    });
    expect(await cancel.check({ id: 7 })).toMatchObject({ key: 'cancel 7' });
    expect(await cancel.check({ id: 'seven' })).toEqual({ reason: 'id: expected a number' });
  });

  it('says what is wrong with an input, and where', async () => {
    const book = tool({ ...common, input: bookingSchema, parameters, run: () => 'ok' });
    expect(await book.check({})).toEqual({ reason: 'slot.day: expected a date' });
  });

  it('takes the JSON Schema that the schema itself offers', () => {
    const offered = {
      '~standard': { ...bookingSchema['~standard'], jsonSchema: { input: () => parameters } },
    };
    expect(tool({ ...common, input: offered, run: () => 'ok' }).spec.parameters).toBe(parameters);
    const refuses = () => {
      throw new Error('unsupported');
    };
    const refusing = { '~standard': { ...bookingSchema['~standard'], jsonSchema: { input: refuses } } };
    expect(() => tool({ ...common, input: refusing, run: () => 'ok' })).toThrow(/unsupported/);
  });

  it('refuses what cannot work, by name', () => {
    const good = { ...common, parameters, validate: () => 1, run: () => 1 };
    const wrong: [string, object][] = [
      ['name', { name: 'записать' }],
      ['name', { name: '1st' }],
      ['name', { name: 'x'.repeat(65) }],
      ['description', { description: ' ' }],
      ['timeoutMs', { timeoutMs: 0 }],
      ['irreversible', { irreversible: 'yes' }],
      ['run', { run: undefined }],
      ['key', { key: 'slot' }],
      ['validate', { validate: undefined }],
      ['input', { input: {} }],
      ['parameters', { parameters: undefined }],
      ['parameters', { parameters: null }],
      ['parameters', { parameters: [] }],
    ];
    for (const [option, change] of wrong) {
      expect(() => tool({ ...good, ...change }), option).toThrow(
        expect.objectContaining({
          code: 'ERR_INVALID_OPTION',
          message: expect.stringContaining(`Option ${option} `) as string,
        }),
      );
    }
    expect(() => tool(undefined as never)).toThrow(/Option options is undefined/);
    expect(() => tool({ ...common, input: bookingSchema, run: () => 1 })).toThrow(/toJSONSchema/);
  });

  it('does not let an own key be empty', async () => {
    const careless = tool({ ...common, parameters, validate: () => 1, key: () => '', run: () => 1 });
    await expect(careless.check({})).rejects.toThrow(/key\(\) of the tool book/);
  });
});
