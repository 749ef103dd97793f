// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type {
  Any,
  AnyInit,
  Codec,
  Method,
  OneOf,
  Reader,
  Timestamp,
  TimestampInit,
  Writer,
} from '../wire.js';
import {
  createCodec,
  readAny,
  readTimestamp,
  refuseSeveral,
  refuseUnknown,
  writeAny,
  writeTimestamp,
} from '../wire.js';
import type { Status, StatusInit } from './google-rpc.js';
import { readStatus, writeStatus } from './google-rpc.js';

/** Names the work. */
export interface GetOperationRequest {
  operationId: string;
}

/** What may be encoded as a {@link GetOperationRequest}. */
export interface GetOperationRequestInit {
  readonly operationId?: string | undefined;
}

const getOperationRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['operationId']);

function writeGetOperationRequest(writer: Writer, message: GetOperationRequestInit): void {
  refuseUnknown('yandex.cloud.operation.GetOperationRequest', getOperationRequestFields, message);
  if (message.operationId !== undefined && message.operationId !== '')
    writer.string(10, message.operationId, 'GetOperationRequest.operationId');
}

function readGetOperationRequest(
  reader: Reader,
  previous: GetOperationRequest | undefined,
): GetOperationRequest {
  let operationId: string = '';
  if (previous !== undefined) ({ operationId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        operationId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { operationId };
}

/** Codec of `yandex.cloud.operation.GetOperationRequest`. */
export const GetOperationRequest: Codec<GetOperationRequest, GetOperationRequestInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.operation.GetOperationRequest',
    writeGetOperationRequest,
    readGetOperationRequest,
  );

/** Names the work to give up. */
export interface CancelOperationRequest {
  operationId: string;
}

/** What may be encoded as a {@link CancelOperationRequest}. */
export interface CancelOperationRequestInit {
  readonly operationId?: string | undefined;
}

const cancelOperationRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['operationId']);

function writeCancelOperationRequest(writer: Writer, message: CancelOperationRequestInit): void {
  refuseUnknown('yandex.cloud.operation.CancelOperationRequest', cancelOperationRequestFields, message);
  if (message.operationId !== undefined && message.operationId !== '')
    writer.string(10, message.operationId, 'CancelOperationRequest.operationId');
}

function readCancelOperationRequest(
  reader: Reader,
  previous: CancelOperationRequest | undefined,
): CancelOperationRequest {
  let operationId: string = '';
  if (previous !== undefined) ({ operationId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        operationId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { operationId };
}

/** Codec of `yandex.cloud.operation.CancelOperationRequest`. */
export const CancelOperationRequest: Codec<CancelOperationRequest, CancelOperationRequestInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.operation.CancelOperationRequest',
    writeCancelOperationRequest,
    readCancelOperationRequest,
  );

/** Work in the background and, once done, its outcome. */
export type Operation = {
  id: string;
  description: string;
  createdAt?: Timestamp | undefined;
  createdBy: string;
  modifiedAt?: Timestamp | undefined;
  done: boolean;
  /** Facts about the work; which message depends on the service. */
  metadata?: Any | undefined;
} & OneOf<{
  error: Status;
  /** What the work produced. */
  response: Any;
}>;

/** What may be encoded as a {@link Operation}. */
export type OperationInit = {
  readonly id?: string | undefined;
  readonly description?: string | undefined;
  readonly createdAt?: TimestampInit | undefined;
  readonly createdBy?: string | undefined;
  readonly modifiedAt?: TimestampInit | undefined;
  readonly done?: boolean | undefined;
  /** Facts about the work; which message depends on the service. */
  readonly metadata?: AnyInit | undefined;
} & OneOf<{
  error: StatusInit;
  /** What the work produced. */
  response: AnyInit;
}>;

const operationFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'id',
  'description',
  'createdAt',
  'createdBy',
  'modifiedAt',
  'done',
  'metadata',
  'error',
  'response',
]);

function writeOperation(writer: Writer, message: OperationInit): void {
  refuseUnknown('yandex.cloud.operation.Operation', operationFields, message);
  if ((message.error === undefined ? 0 : 1) + (message.response === undefined ? 0 : 1) > 1) {
    refuseSeveral('yandex.cloud.operation.Operation', 'result', ['error', 'response'], message);
  }
  if (message.response !== undefined) writer.message(74, writeAny, message.response, 'Operation.response');
  if (message.error !== undefined) writer.message(66, writeStatus, message.error, 'Operation.error');
  if (message.metadata !== undefined) writer.message(58, writeAny, message.metadata, 'Operation.metadata');
  if (message.done !== undefined && message.done !== false) writer.bool(48, message.done, 'Operation.done');
  if (message.modifiedAt !== undefined)
    writer.message(42, writeTimestamp, message.modifiedAt, 'Operation.modifiedAt');
  if (message.createdBy !== undefined && message.createdBy !== '')
    writer.string(34, message.createdBy, 'Operation.createdBy');
  if (message.createdAt !== undefined)
    writer.message(26, writeTimestamp, message.createdAt, 'Operation.createdAt');
  if (message.description !== undefined && message.description !== '')
    writer.string(18, message.description, 'Operation.description');
  if (message.id !== undefined && message.id !== '') writer.string(10, message.id, 'Operation.id');
}

function readOperation(reader: Reader, previous: Operation | undefined): Operation {
  let id: string = '';
  let description: string = '';
  let createdAt: Timestamp | undefined;
  let createdBy: string = '';
  let modifiedAt: Timestamp | undefined;
  let done: boolean = false;
  let metadata: Any | undefined;
  let error: Status | undefined;
  let response: Any | undefined;
  if (previous !== undefined)
    ({ id, description, createdAt, createdBy, modifiedAt, done, metadata, error, response } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        id = reader.string();
        break;
      case 18:
        description = reader.string();
        break;
      case 26:
        createdAt = reader.message(readTimestamp, createdAt);
        break;
      case 34:
        createdBy = reader.string();
        break;
      case 42:
        modifiedAt = reader.message(readTimestamp, modifiedAt);
        break;
      case 48:
        done = reader.bool();
        break;
      case 58:
        metadata = reader.message(readAny, metadata);
        break;
      case 66:
        error = reader.message(readStatus, error);
        response = undefined;
        break;
      case 74:
        response = reader.message(readAny, response);
        error = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { id, description, createdAt, createdBy, modifiedAt, done, metadata, error, response } as Operation;
}

/** Codec of `yandex.cloud.operation.Operation`. */
export const Operation: Codec<Operation, OperationInit> = /* @__PURE__ */ createCodec(
  'yandex.cloud.operation.Operation',
  writeOperation,
  readOperation,
);

/** What becomes of work in the background. */
export const OperationService: {
  /** The work as it is now. */
  readonly get: Method<GetOperationRequestInit, GetOperationRequest, OperationInit, Operation>;
  /** Asks that the work be given up. */
  readonly cancel: Method<CancelOperationRequestInit, CancelOperationRequest, OperationInit, Operation>;
} = {
  get: {
    path: '/yandex.cloud.operation.OperationService/Get',
    requestStream: false,
    responseStream: false,
    request: GetOperationRequest,
    response: Operation,
  },
  cancel: {
    path: '/yandex.cloud.operation.OperationService/Cancel',
    requestStream: false,
    responseStream: false,
    request: CancelOperationRequest,
    response: Operation,
  },
};
