/**
 * YandexGPT text generation (`yandex.cloud.ai.foundation_models.v1`): types, codecs and services. A type nested in another is named `Outer_Inner`.
 *
 * @module
 */
export * from './generated/gpt.js';
export * from './generated/operation.js';
