/**
 * The members of a protobuf oneof: any one of `Members` or none of them. Setting two in a literal is a
 * compile error; comparing one with `undefined` narrows the others away.
 */
export type OneOf<Members> = {
  [Name in keyof Members]: { [Key in keyof Pick<Members, Name>]?: Members[Key] | undefined } & {
    [Other in Exclude<keyof Members, Name>]?: undefined;
  };
}[keyof Members];

/**
 * Refuses a message in which several members of one oneof are set: a decoder would silently keep only
 * the last of them.
 *
 * @throws TypeError naming the message, the oneof and the members that are set.
 * @internal
 */
export function refuseSeveral<Message extends object>(
  typeName: string,
  oneof: string,
  members: readonly (keyof Message & string)[],
  message: Message,
): never {
  const set = members.filter((name) => message[name] !== undefined).join(', ');
  throw new TypeError(
    `${typeName}: ${set} are members of the oneof ${oneof}, so only one of them can be set.`,
  );
}
