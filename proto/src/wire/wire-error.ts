/** Bytes that are not a valid message: truncated, with a bad wire type or varint, or nested too deep. */
export class WireError extends Error {
  /** Full name of the message that was being decoded (the outermost one). */
  readonly typeName: string;
  /** Position in the given bytes at which they stopped making sense. */
  readonly offset: number;

  constructor(typeName: string, offset: number, problem: string) {
    super(`Cannot decode ${typeName}: ${problem} at byte ${offset}.`);
    this.name = 'WireError';
    this.typeName = typeName;
    this.offset = offset;
  }
}
