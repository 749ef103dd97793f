import { status } from '@grpc/grpc-js';
import type { AccessControl } from '../../auth/access-control.js';
import { Refusal } from '../../refusal.js';

/** Takes `gpt://<folder>/<model>` with anything after it; the folder must be the account's own. */
export function checkModelUri(modelUri: string, access: AccessControl): void {
  const [, folderId] = /^gpt:\/\/([^/]+)\/[^/]+/.exec(modelUri) ?? [];
  if (folderId === undefined) {
    throw new Refusal(
      status.INVALID_ARGUMENT,
      `Invalid model_uri '${modelUri}': expected gpt://<folder_ID>/<model>[/<version>]`,
    );
  }
  access.checkFolder(folderId);
}
