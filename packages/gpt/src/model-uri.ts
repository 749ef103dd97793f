import { VoiceError, invalidOption } from '@rechka/core';

/**
 * The `gpt://<folder>/<model>[/<version>]` of a model. A full URI (`gpt://`, `ds://` and the like) is taken as
 * it is. Throws `ERR_INVALID_OPTION` when a short name comes without a folder.
 */
export function modelUri(model: string, folderId: unknown): string {
  if (/^[a-z]+:\/\/[^/]+\/.+/u.test(model)) return model;
  if (!/^[\w.-]+(\/[\w.@-]+)?$/u.test(model)) {
    throw invalidOption('model', model, 'a name like yandexgpt-lite or yandexgpt/rc, or a full gpt:// URI');
  }
  if (typeof folderId !== 'string' || folderId.trim() === '') {
    throw new VoiceError({
      code: 'ERR_INVALID_OPTION',
      message: `Option folderId is ${folderId === undefined ? 'missing' : JSON.stringify(folderId)}; the model ${model} is addressed by it. Give folderId, or the full gpt://<folder>/${model}.`,
    });
  }
  return `gpt://${folderId}/${model}`;
}
