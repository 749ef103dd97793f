/** Bytes as they stand in a recording. */
interface EncodedBytes {
  base64: string;
}

/** The only name in an object that could be taken for bytes, or for one that was kept from that. */
const bytesName = /^_*base64$/;

/** One JSON line; bytes become `{ "base64": … }`, and an object that looks like them gets a `_` before its name. */
export function toJsonLine(value: unknown): string {
  return JSON.stringify(value, function (this: Record<string, unknown>, key, shown: unknown) {
    // Before `toJSON`, by which a Buffer would become a list of numbers.
    const whole = this[key];
    if (whole instanceof Uint8Array) return { base64: Buffer.from(whole).toString('base64') };
    const name = onlyName(shown);
    return name === undefined ? shown : { [`_${name}`]: (shown as Record<string, unknown>)[name] };
  });
}

/** What {@link toJsonLine} made a line of. Throws `SyntaxError`. */
export function fromJsonLine(line: string): unknown {
  return JSON.parse(line, (_, value: unknown) => {
    if (isBytes(value)) return Buffer.from(value.base64, 'base64');
    const name = onlyName(value);
    return name === undefined || name === 'base64'
      ? value
      : { [name.slice(1)]: (value as Record<string, unknown>)[name] };
  });
}

/** The name of the only member of an object, if it is one of those that need care. */
function onlyName(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && bytesName.test(name) ? name : undefined;
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
