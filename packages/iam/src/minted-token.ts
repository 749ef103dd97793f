/** A token just got, and how long it will be accepted. */
export interface MintedToken {
  value: string;
  lifetimeMs: number;
}
