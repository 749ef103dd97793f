import { checkFlag, checkNumber, checkText } from '@rechka/core';
import { checkList } from '../check-list.js';
import { defined } from '../defined.js';
import { hiddenOption } from '../hidden-option.js';

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
  const iam = { tokenTtlMs: dayMs / 2, apiKeys: [], otherFolders: [], endsCalls: false, ...defined(options) };
  checkNumber('iam.tokenTtlMs', iam.tokenTtlMs, { min: 1, max: dayMs });
  checkApiKeys('iam.apiKeys', iam.apiKeys);
  checkList('iam.otherFolders', iam.otherFolders, 'an array of ids');
  for (const folder of iam.otherFolders) checkText('iam.otherFolders', folder);
  checkFlag('iam.endsCalls', iam.endsCalls);
  return iam;
}

/** Checks keys without showing any. Throws `ERR_INVALID_OPTION`. */
export function checkApiKeys(name: string, value: unknown): void {
  if (!Array.isArray(value)) throw hiddenOption(name, value, 'an array of keys');
  for (const [index, key] of value.entries())
    if (typeof key !== 'string' || key.trim() === '')
      throw hiddenOption(`${name}[${index}]`, key, 'a non-empty string');
}
