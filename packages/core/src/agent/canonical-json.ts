/**
 * JSON that is the same for the same data: members sorted, strings in Unicode NFC, `-0` as `0`, members that
 * are `undefined` left out. Throws a `TypeError` for what has no faithful JSON (a `Map`, a `bigint`, `NaN`):
 * two different inputs must never look the same.
 */
export function canonicalJson(value: unknown): string {
  return write(value, 'input');
}

function write(value: unknown, path: string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value.normalize('NFC'));
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    const items = Array.from(value, (item: unknown, index) => write(item ?? null, `${path}[${index}]`));
    return `[${items.join(',')}]`;
  }
  if (typeof value === 'object') return writeObject(value, path);
  throw new TypeError(`${path} is ${typeof value === 'number' ? value : `a ${typeof value}`}, not JSON`);
}

function writeObject(value: object, path: string): string {
  // Dates, and whatever else knows how it is written.
  if ('toJSON' in value && typeof value.toJSON === 'function') {
    return write((value as { toJSON(): unknown }).toJSON(), path);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    throw new TypeError(`${path} is neither a plain object nor an array`);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([name, member]) => [name.normalize('NFC'), write(member, `${path}.${name}`)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${member}`).join(',')}}`;
}
