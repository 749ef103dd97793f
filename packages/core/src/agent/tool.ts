import {
  checkFlag,
  checkFunction,
  checkNumber,
  checkObject,
  checkText,
  invalidOption,
} from '../errors/validate.js';
import type { ToolSpec } from '../ports/language-model.js';
import type { RespondContext } from '../pipeline/responder.js';
import { canonicalJson } from './canonical-json.js';
import { describeIssues, type StandardSchema } from './standard-schema.js';

/** JSON Schema of the arguments of a tool: an object, as the model is shown it. */
export type JsonSchema = Record<string, unknown>;

/** What a handler gets besides its input. */
export interface ToolContext {
  /**
   * The same for the same booking: send it along as the idempotency key where the other side takes one. Text of
   * any length in any alphabet; hash it for a header.
   */
  readonly key: string;
  readonly callId: string;
  /** Aborts at the tool's timeout and when the conversation ends; not when the caller interrupts the bot. */
  readonly signal: AbortSignal;
  /** Says something while it works: «Секунду, смотрю расписание». */
  readonly say: RespondContext['say'];
}

interface CommonToolOptions<Input> {
  /** What the model calls it by: Latin letters, digits, `_`, `-`; at most 64. */
  name: string;
  /** What it does and when to call it, for the model. */
  description: string;
  /**
   * Does it. What it returns is told to the model: text as it is, anything else as JSON. Throw only if nothing
   * was done: the model is told the error's message and may call again. If you cannot know (the connection
   * broke after the request was sent), throw a `VoiceError` with `ERR_DEADLINE`: it is never tried again.
   */
  run: (input: Input, context: ToolContext) => unknown;
  /** How long it may take, in ms. Afterwards its outcome is unknown. Default 15 000. */
  timeoutMs?: number;
  /**
   * What it does cannot be taken back (a booking, a payment): it also waits until the caller has been silent for
   * the agent's `toolGraceMs`, and is not begun if they go on. Default false.
   */
  irreversible?: boolean;
  /**
   * What makes two calls the same one within a conversation, instead of all of the input: a slot without the
   * spelling of a name. A lookup whose answers change needs a key that changes.
   */
  key?: (input: Input) => string;
}

/** Options of {@link tool} with a Standard Schema (zod, valibot, arktype, your own). */
export interface SchemaToolOptions<Input> extends CommonToolOptions<Input> {
  /** Validates the arguments; its output is the handler's input. */
  input: StandardSchema<Input>;
  /** What the model is shown. Default: what the schema itself offers, if it has Standard JSON Schema. */
  parameters?: JsonSchema;
}

/** Options of {@link tool} with a JSON Schema for the model and a function that checks. */
export interface ValidatedToolOptions<Input> extends CommonToolOptions<Input> {
  parameters: JsonSchema;
  /** Returns the handler's input, or throws; the model is told the error's message. */
  validate: (args: Record<string, unknown>) => Input | Promise<Input>;
}

/** The arguments of a call after validation. */
export type CheckedCall =
  | {
      key: string;
      /** Calls the handler with the validated input. */
      run: (context: ToolContext) => unknown;
      reason?: undefined;
    }
  | { reason: string };

/** Something the model may have done; see {@link tool}. */
export interface Tool {
  readonly spec: ToolSpec;
  readonly timeoutMs: number;
  readonly irreversible: boolean;
  /** @internal Validates; rejects only for a fault of the schema or of `key`. */
  check(args: Record<string, unknown>): Promise<CheckedCall>;
}

const namePattern = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/**
 * Something the model may have done, for `agent(llm, { tools })`. The handler runs at most once for a key: the
 * conversation, the tool and its validated input (or the tool's own `key`). A repeated call gets the recorded
 * result. Throws `ERR_INVALID_OPTION`.
 *
 * Schemas of zod 4 and arktype are taken as they are; others need `parameters` beside them.
 *
 * @example
 * ```ts
 * const book = tool({
 *   name: 'book',
 *   description: 'Записывает клиента. Вызывай, когда клиент подтвердил день и время.',
 *   parameters: { type: 'object', properties: { day: { type: 'string' } }, required: ['day'] },
 *   validate: ({ day }) => {
 *     if (typeof day !== 'string') throw new Error('day: expected a string');
 *     return { day };
 *   },
 *   irreversible: true,
 *   run: async ({ day }, { key, signal }) => calendar.book(day, { key, signal }),
 * });
 * ```
 */
export function tool<Input>(options: SchemaToolOptions<Input> | ValidatedToolOptions<Input>): Tool {
  checkObject('options', options, 'an object with name, description and run');
  const { name, description, timeoutMs = 15_000, irreversible = false, key } = options;
  if (typeof name !== 'string' || !namePattern.test(name)) {
    throw invalidOption('name', name, 'up to 64 Latin letters, digits, _ or -, not beginning with a digit');
  }
  checkText('description', description);
  checkNumber('timeoutMs', timeoutMs, { min: 1, max: 3_600_000 });
  checkFlag('irreversible', irreversible);
  checkFunction('run', options.run);
  if (key !== undefined) checkFunction('key', key);
  const validate = validatorOf(options);
  return {
    spec: { name, description, parameters: parametersOf(options) },
    timeoutMs,
    irreversible,
    async check(args) {
      const checked = await validate(args);
      if ('reason' in checked) return checked;
      const { input } = checked;
      return {
        key: key ? ownKey(name, key(input)) : canonicalJson(input),
        run: (context) => options.run(input, context),
      };
    },
  };
}

type Validated<Input> = { input: Input } | { reason: string };

function validatorOf<Input>(
  options: SchemaToolOptions<Input> | ValidatedToolOptions<Input>,
): (args: Record<string, unknown>) => Promise<Validated<Input>> {
  if ('input' in options) {
    const standard = (options.input as Partial<StandardSchema<Input>> | undefined)?.['~standard'];
    if (typeof standard?.validate !== 'function') {
      throw invalidOption('input', options.input, 'a Standard Schema (zod, valibot, arktype)');
    }
    return async (args) => {
      const result = await standard.validate(args);
      return result.issues ? { reason: describeIssues(result.issues) } : { input: result.value };
    };
  }
  if (typeof options.validate !== 'function') {
    throw invalidOption('validate', options.validate, 'a function, or give a Standard Schema as input');
  }
  return async (args) => {
    try {
      return { input: await options.validate(args) };
    } catch (fault) {
      return { reason: fault instanceof Error ? fault.message : String(fault) };
    }
  };
}

function parametersOf<Input>(options: SchemaToolOptions<Input> | ValidatedToolOptions<Input>): JsonSchema {
  const schema = options.parameters ?? ('input' in options ? offeredSchema(options.input) : undefined);
  if (typeof schema !== 'object' || Array.isArray(schema)) {
    throw invalidOption(
      'parameters',
      schema,
      'the JSON Schema of the arguments, e.g. z.toJSONSchema(schema)',
    );
  }
  return schema;
}

function offeredSchema({ '~standard': { jsonSchema } }: StandardSchema): JsonSchema | undefined {
  try {
    return jsonSchema?.input({ target: 'draft-2020-12' });
  } catch (fault) {
    throw invalidOption(
      'input',
      undefined,
      `a schema that has a JSON Schema, or parameters beside it (${String(fault)})`,
    );
  }
}

function ownKey(name: string, key: unknown): string {
  if (typeof key === 'string' && key !== '') return key;
  throw new TypeError(`key() of the tool ${name} returned ${typeof key}; expected a non-empty string`);
}
