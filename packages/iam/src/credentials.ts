/** How a {@link Credentials} proves who is calling. `none` sends no header at all: for local servers only. */
export type CredentialsKind = 'service-account-key' | 'api-key' | 'iam-token' | 'metadata' | 'none';

/**
 * Proof of identity for Yandex Cloud. One object serves every client of the process, so that they share
 * one token. Printing, inspecting or serialising it shows its kind, length and last four characters only.
 */
export interface Credentials {
  readonly kind: CredentialsKind;
  /**
   * Value of the `authorization` header, refreshed as needed; empty for kind `none`.
   * An aborted `signal` rejects this call with `ERR_ABORTED` and leaves a refresh shared with others running.
   *
   * Rejects with `ERR_UNAUTHENTICATED`, `ERR_PERMISSION_DENIED`, `ERR_BAD_CREDENTIALS`, `ERR_QUOTA`,
   * `ERR_UNAVAILABLE`, `ERR_DEADLINE` or `ERR_PROTOCOL` when no token can be had.
   */
  authorization(options?: { signal?: AbortSignal }): Promise<string>;
  /** Tells that the cloud refused this header value, so that the next call mints anew. Does nothing for fixed ones. */
  refused(authorization: string): void;
  /** Kind, length, last four. */
  toString(): string;
}
