/**
 * IAM tokens (`yandex.cloud.iam.v1`): types, codecs and services. A type nested in another is named `Outer_Inner`.
 *
 * @module
 */
export * from './generated/iam.js';
