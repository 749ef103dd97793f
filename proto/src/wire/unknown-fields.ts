/**
 * Refuses a message with a field that its type does not have: TypeScript does so by itself, but from plain
 * JavaScript a misspelt or snake_case name would be left out without a word.
 *
 * @throws TypeError naming the message, the field and the name that was probably meant.
 * @internal
 */
export function refuseUnknown(typeName: string, known: ReadonlySet<string>, message: object): void {
  for (const name in message) {
    if (known.has(name)) continue;
    const camelCase = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
    const meant = known.has(camelCase) ? `; write ${camelCase}` : `; it has ${[...known].join(', ')}`;
    throw new TypeError(`${typeName} has no field ${name}${meant}.`);
  }
}
