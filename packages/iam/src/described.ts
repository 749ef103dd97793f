import type { Credentials, CredentialsKind } from './credentials.js';

/**
 * What all credentials have in common: every way of printing them gives the same harmless line.
 * Secrets live in `#private` fields of the subclasses, which no inspection reaches.
 */
export abstract class DescribedCredentials implements Credentials {
  abstract readonly kind: CredentialsKind;
  abstract authorization(options?: { signal?: AbortSignal }): Promise<string>;
  abstract refused(authorization: string): void;
  /** Length and last four, or whatever else may be said of the secret. */
  protected abstract describe(): string;

  toString(): string {
    const description = this.describe();
    return description === '' ? this.kind : `${this.kind} (${description})`;
  }

  toJSON(): string {
    return this.toString();
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return this.toString();
  }
}
