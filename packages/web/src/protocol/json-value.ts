/** Whatever JSON can carry. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Choices of the person at the page, by name (`voice`, `speed`, …); what they mean is up to the application. */
export type Settings = Readonly<Record<string, JsonValue>>;
