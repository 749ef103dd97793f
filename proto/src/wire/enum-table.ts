/** The names and numbers of an enum, for generated code. */
export class EnumTable<Name extends string> {
  readonly typeName: string;
  private readonly names: ReadonlyMap<number, Name>;
  private readonly numbers: Readonly<Record<Name, number>>;

  constructor(typeName: string, numbers: Readonly<Record<Name, number>>) {
    this.typeName = typeName;
    this.numbers = numbers;
    this.names = new Map((Object.keys(numbers) as Name[]).map((name) => [numbers[name], name]));
  }

  /** The name of a number, or the number itself when this version of the schema does not know it. */
  name(number: number): Name | number {
    return this.names.get(number) ?? number;
  }

  /** @throws TypeError when `value` is neither a name of this enum nor a 32-bit integer. */
  number(value: Name | number, field: string): number {
    const number =
      typeof value === 'string' && Object.hasOwn(this.numbers, value) ? this.numbers[value] : value;
    if (typeof number === 'number' && (number | 0) === number) return number;
    throw new TypeError(
      `${field} must be one of ${Object.keys(this.numbers).join(', ')} or an int32, got ${String(value)}.`,
    );
  }
}
