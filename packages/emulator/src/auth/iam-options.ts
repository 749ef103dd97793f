import { checkNumber, checkText, invalidOption } from '@rechka/core';

/** How the emulated IAM behaves. */
export interface EmulatedIamOptions {
  /** How long a token is good, on the emulator's clock. Default 12 hours, as the real one. */
  tokenTtlMs?: number;
  /** Static API keys that the services accept. Default none. */
  apiKeys?: readonly string[];
  /** Folders that the service account may use beside its own, in `x-folder-id` and in URIs of models. Default none. */
  otherFolders?: readonly string[];
  /**
   * Whether a call that is under way ends with UNAUTHENTICATED when its token expires or its token or key is revoked;
   * not known of the real services. Default false: only new calls are refused.
   */
  endsCalls?: boolean;
}

const dayMs = 86_400_000;

/** Checks the options and fills in the defaults. Throws `ERR_INVALID_OPTION`. */
export function resolveIam(options: EmulatedIamOptions): Required<EmulatedIamOptions> {
  const iam = { tokenTtlMs: dayMs / 2, apiKeys: [], otherFolders: [], endsCalls: false, ...options };
  checkNumber('iam.tokenTtlMs', iam.tokenTtlMs, { min: 1, max: dayMs });
  for (const apiKey of iam.apiKeys)
    if (apiKey.trim() === '') throw invalidOption('iam.apiKeys', '', 'non-empty keys');
  for (const folder of iam.otherFolders) checkText('iam.otherFolders', folder);
  return iam;
}
