import { checkNumber } from '@rechka/core';
import { checkNames } from '../check-names.js';
import type { SecretStore } from './secret-store.js';

/** Tokens and keys of a running emulator, for tests of what clients do when these end. */
export interface EmulatedIam {
  /** A token as one gets it for the key, good for `ttlMs` (default: `iam.tokenTtlMs`). */
  issueToken(options?: { ttlMs?: number }): string;
  /**
   * Makes a token or an API key worthless at once; without one, all tokens. Tells how many were known. Calls that
   * are under way go on unless `iam.endsCalls`.
   */
  revoke(secret?: string): number;
}

/** The same, on a store of secrets. */
export function emulatedIam(secrets: SecretStore): EmulatedIam {
  return {
    issueToken(options = {}) {
      checkNames('issueToken', options, ['ttlMs']);
      const { ttlMs } = options;
      if (ttlMs !== undefined) checkNumber('issueToken.ttlMs', ttlMs, { min: 0, max: 86_400_000 });
      return secrets.issue(ttlMs).token;
    },
    revoke: (secret) => (secret === undefined ? secrets.revokeTokens() : Number(secrets.revoke(secret))),
  };
}
