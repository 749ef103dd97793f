/** Where two messages first differ. */
export interface Difference {
  /** Names of fields, as in `sessionOptions.recognitionModel.model`; empty for the whole. */
  path: string;
  recorded: unknown;
  got: unknown;
}

/** The first difference of two decoded messages; nothing if they are equal. Bytes are shown by their number. */
export function firstDifference(recorded: unknown, got: unknown, path = ''): Difference | undefined {
  if (recorded instanceof Uint8Array && got instanceof Uint8Array) {
    if (Buffer.compare(recorded, got) === 0) return undefined;
    return { path, recorded: `${recorded.byteLength} bytes`, got: `${got.byteLength} bytes` };
  }
  if (!isObject(recorded) || !isObject(got)) {
    return Object.is(recorded, got) ? undefined : { path, recorded, got };
  }
  for (const name of new Set([...Object.keys(recorded), ...Object.keys(got)])) {
    const found = firstDifference(recorded[name], got[name], path === '' ? name : `${path}.${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Uint8Array);
}
