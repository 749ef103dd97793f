/** Bytes as they stand in a recording. */
interface EncodedBytes {
  base64: string;
}

/** One JSON line; bytes become `{ "base64": … }`. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, shown: unknown) {
    // Before `toJSON`, by which a Buffer would become a list of numbers.
    const whole = this[key];
    return whole instanceof Uint8Array ? { base64: Buffer.from(whole).toString('base64') } : shown;
  });
}

/** What {@link toJsonLine} made a line of. Throws `SyntaxError`. */
export function fromJsonLine(line: string): unknown {
  return JSON.parse(line, (_, value: unknown) =>
    isBytes(value) ? Buffer.from(value.base64, 'base64') : value,
  );
}

function isBytes(value: unknown): value is EncodedBytes {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length === 1 &&
    'base64' in value &&
    typeof value.base64 === 'string'
  );
}
