import { Metadata } from '@grpc/grpc-js';
import { VoiceError } from '@rechka/core';

/** What goes into the metadata of every call. */
export interface CallMetadata {
  authorization: string;
  requestId: string;
  folderId?: string | undefined;
  dataLogging?: boolean | undefined;
  metadata?: Record<string, string> | undefined;
}

/** Request metadata as the services document it (`x-folder-id`, `x-client-request-id`, `x-data-logging-enabled`). */
export function callMetadata({
  authorization,
  requestId,
  folderId,
  dataLogging,
  metadata,
}: CallMetadata): Metadata {
  const result = new Metadata();
  const set = (key: string, value: string) => {
    try {
      result.set(key, value);
    } catch {
      // The reason quotes the value, which may be a secret: the key is enough to find it.
      throw new VoiceError({
        code: 'ERR_INVALID_OPTION',
        message: `Metadata ${key} holds characters that a header cannot carry; use printable ASCII.`,
      });
    }
  };
  for (const [key, value] of Object.entries(metadata ?? {})) set(key, value);
  if (authorization !== '') set('authorization', authorization);
  if (folderId !== undefined) set('x-folder-id', folderId);
  if (dataLogging !== undefined) set('x-data-logging-enabled', String(dataLogging));
  set('x-client-request-id', requestId);
  return result;
}
