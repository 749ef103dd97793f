import type { AccessControl } from '../../auth/access-control.js';
import { status } from '../../grpc/status.js';
import { Refusal } from '../../refusal.js';
import type { GptApi } from './gpt-request.js';

/**
 * Takes `gpt://<folder>/<model>` with anything after it; the folder must be one that the account may use. The texts
 * are those that users saw (third-party).
 */
export function checkModelUri(modelUri: string, access: AccessControl, api: GptApi): void {
  const [, folderId] = /^gpt:\/\/([^/]+)\/[^/]+/.exec(modelUri) ?? [];
  if (folderId === undefined) {
    const text = api === 'openai' ? 'Failed to parse model URI' : 'invalid model_uri';
    throw new Refusal(status.INVALID_ARGUMENT, text);
  }
  access.checkFolder(folderId);
}
