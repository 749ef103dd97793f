import { STATUS_CODES } from 'node:http';
import { statusName, type status } from '../grpc/status.js';
import { httpStatusOf } from '../refusal.js';

/** Puts a refusal into the JSON body of an error, as one of the gateways does. */
export type ErrorBody = (code: status, message: string) => object;

/** `google.rpc.Status` as gRPC gateways write it. Assumed for IAM, whose real form is not documented. */
export const statusBody: ErrorBody = (code, message) => ({ code, message, details: [] });

/** The form of `llm.api.cloud.yandex.net`, seen by many users (third-party). */
export const gatewayBody: ErrorBody = (code, message) => {
  const httpCode = httpStatusOf(code);
  const httpStatus = STATUS_CODES[httpCode] ?? '';
  return { error: { grpcCode: code, httpCode, message, httpStatus, details: [] } };
};

/** Kinds of errors as OpenAI names them, by HTTP status. */
const openAiTypes: Partial<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  429: 'rate_limit_error',
};

/** The form of OpenAI. Assumed: that of the compatible endpoints is not documented. */
export const openAiBody: ErrorBody = (code, message) => {
  const type = openAiTypes[httpStatusOf(code)] ?? 'server_error';
  return { error: { message, type, param: null, code: statusName(code).toLowerCase() } };
};
