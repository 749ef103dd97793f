// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, Method, OneOf, Reader, Writer } from '../wire.js';
import { createCodec, refuseSeveral, refuseUnknown } from '../wire.js';

/** A question; exactly one. */
export type ServerReflectionRequest = {
  /** The server's name as the client knows it. */
  host: string;
} & OneOf<{
  /** The file of this name. */
  fileByFilename: string;
  /** The file that declares this: a package-qualified message, enum, service or method. */
  fileContainingSymbol: string;
  /** The file that declares this extension. */
  fileContainingExtension: ExtensionRequest;
  /** The numbers of all extensions of this message. */
  allExtensionNumbersOfType: string;
  /** The names of all services; what it says is not looked at. */
  listServices: string;
}>;

/** What may be encoded as a {@link ServerReflectionRequest}. */
export type ServerReflectionRequestInit = {
  /** The server's name as the client knows it. */
  readonly host?: string | undefined;
} & OneOf<{
  /** The file of this name. */
  fileByFilename: string;
  /** The file that declares this: a package-qualified message, enum, service or method. */
  fileContainingSymbol: string;
  /** The file that declares this extension. */
  fileContainingExtension: ExtensionRequestInit;
  /** The numbers of all extensions of this message. */
  allExtensionNumbersOfType: string;
  /** The names of all services; what it says is not looked at. */
  listServices: string;
}>;

const serverReflectionRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'host',
  'fileByFilename',
  'fileContainingSymbol',
  'fileContainingExtension',
  'allExtensionNumbersOfType',
  'listServices',
]);

function writeServerReflectionRequest(writer: Writer, message: ServerReflectionRequestInit): void {
  refuseUnknown('grpc.reflection.v1.ServerReflectionRequest', serverReflectionRequestFields, message);
  if (
    (message.fileByFilename === undefined ? 0 : 1) +
      (message.fileContainingSymbol === undefined ? 0 : 1) +
      (message.fileContainingExtension === undefined ? 0 : 1) +
      (message.allExtensionNumbersOfType === undefined ? 0 : 1) +
      (message.listServices === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'grpc.reflection.v1.ServerReflectionRequest',
      'message_request',
      [
        'fileByFilename',
        'fileContainingSymbol',
        'fileContainingExtension',
        'allExtensionNumbersOfType',
        'listServices',
      ],
      message,
    );
  }
  if (message.listServices !== undefined)
    writer.string(58, message.listServices, 'ServerReflectionRequest.listServices');
  if (message.allExtensionNumbersOfType !== undefined)
    writer.string(50, message.allExtensionNumbersOfType, 'ServerReflectionRequest.allExtensionNumbersOfType');
  if (message.fileContainingExtension !== undefined)
    writer.message(
      42,
      writeExtensionRequest,
      message.fileContainingExtension,
      'ServerReflectionRequest.fileContainingExtension',
    );
  if (message.fileContainingSymbol !== undefined)
    writer.string(34, message.fileContainingSymbol, 'ServerReflectionRequest.fileContainingSymbol');
  if (message.fileByFilename !== undefined)
    writer.string(26, message.fileByFilename, 'ServerReflectionRequest.fileByFilename');
  if (message.host !== undefined && message.host !== '')
    writer.string(10, message.host, 'ServerReflectionRequest.host');
}

function readServerReflectionRequest(
  reader: Reader,
  previous: ServerReflectionRequest | undefined,
): ServerReflectionRequest {
  let host: string = '';
  let fileByFilename: string | undefined;
  let fileContainingSymbol: string | undefined;
  let fileContainingExtension: ExtensionRequest | undefined;
  let allExtensionNumbersOfType: string | undefined;
  let listServices: string | undefined;
  if (previous !== undefined)
    ({
      host,
      fileByFilename,
      fileContainingSymbol,
      fileContainingExtension,
      allExtensionNumbersOfType,
      listServices,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        host = reader.string();
        break;
      case 26:
        fileByFilename = reader.string();
        fileContainingSymbol = undefined;
        fileContainingExtension = undefined;
        allExtensionNumbersOfType = undefined;
        listServices = undefined;
        break;
      case 34:
        fileContainingSymbol = reader.string();
        fileByFilename = undefined;
        fileContainingExtension = undefined;
        allExtensionNumbersOfType = undefined;
        listServices = undefined;
        break;
      case 42:
        fileContainingExtension = reader.message(readExtensionRequest, fileContainingExtension);
        fileByFilename = undefined;
        fileContainingSymbol = undefined;
        allExtensionNumbersOfType = undefined;
        listServices = undefined;
        break;
      case 50:
        allExtensionNumbersOfType = reader.string();
        fileByFilename = undefined;
        fileContainingSymbol = undefined;
        fileContainingExtension = undefined;
        listServices = undefined;
        break;
      case 58:
        listServices = reader.string();
        fileByFilename = undefined;
        fileContainingSymbol = undefined;
        fileContainingExtension = undefined;
        allExtensionNumbersOfType = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    host,
    fileByFilename,
    fileContainingSymbol,
    fileContainingExtension,
    allExtensionNumbersOfType,
    listServices,
  } as ServerReflectionRequest;
}

/** Codec of `grpc.reflection.v1.ServerReflectionRequest`. */
export const ServerReflectionRequest: Codec<ServerReflectionRequest, ServerReflectionRequestInit> =
  /* @__PURE__ */ createCodec(
    'grpc.reflection.v1.ServerReflectionRequest',
    writeServerReflectionRequest,
    readServerReflectionRequest,
  );

/** An extension of a message. */
export interface ExtensionRequest {
  containingType: string;
  extensionNumber: number;
}

/** What may be encoded as a {@link ExtensionRequest}. */
export interface ExtensionRequestInit {
  readonly containingType?: string | undefined;
  readonly extensionNumber?: number | undefined;
}

const extensionRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'containingType',
  'extensionNumber',
]);

function writeExtensionRequest(writer: Writer, message: ExtensionRequestInit): void {
  refuseUnknown('grpc.reflection.v1.ExtensionRequest', extensionRequestFields, message);
  if (message.extensionNumber !== undefined && message.extensionNumber !== 0)
    writer.int32(16, message.extensionNumber, 'ExtensionRequest.extensionNumber');
  if (message.containingType !== undefined && message.containingType !== '')
    writer.string(10, message.containingType, 'ExtensionRequest.containingType');
}

function readExtensionRequest(reader: Reader, previous: ExtensionRequest | undefined): ExtensionRequest {
  let containingType: string = '';
  let extensionNumber: number = 0;
  if (previous !== undefined) ({ containingType, extensionNumber } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        containingType = reader.string();
        break;
      case 16:
        extensionNumber = reader.int32();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { containingType, extensionNumber };
}

/** Codec of `grpc.reflection.v1.ExtensionRequest`. */
export const ExtensionRequest: Codec<ExtensionRequest, ExtensionRequestInit> = /* @__PURE__ */ createCodec(
  'grpc.reflection.v1.ExtensionRequest',
  writeExtensionRequest,
  readExtensionRequest,
);

/** The answer to a question. */
export type ServerReflectionResponse = {
  validHost: string;
  originalRequest?: ServerReflectionRequest | undefined;
} & OneOf<{
  fileDescriptorResponse: FileDescriptorResponse;
  allExtensionNumbersResponse: ExtensionNumberResponse;
  listServicesResponse: ListServiceResponse;
  errorResponse: ErrorResponse;
}>;

/** What may be encoded as a {@link ServerReflectionResponse}. */
export type ServerReflectionResponseInit = {
  readonly validHost?: string | undefined;
  readonly originalRequest?: ServerReflectionRequestInit | undefined;
} & OneOf<{
  fileDescriptorResponse: FileDescriptorResponseInit;
  allExtensionNumbersResponse: ExtensionNumberResponseInit;
  listServicesResponse: ListServiceResponseInit;
  errorResponse: ErrorResponseInit;
}>;

const serverReflectionResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'validHost',
  'originalRequest',
  'fileDescriptorResponse',
  'allExtensionNumbersResponse',
  'listServicesResponse',
  'errorResponse',
]);

function writeServerReflectionResponse(writer: Writer, message: ServerReflectionResponseInit): void {
  refuseUnknown('grpc.reflection.v1.ServerReflectionResponse', serverReflectionResponseFields, message);
  if (
    (message.fileDescriptorResponse === undefined ? 0 : 1) +
      (message.allExtensionNumbersResponse === undefined ? 0 : 1) +
      (message.listServicesResponse === undefined ? 0 : 1) +
      (message.errorResponse === undefined ? 0 : 1) >
    1
  ) {
    refuseSeveral(
      'grpc.reflection.v1.ServerReflectionResponse',
      'message_response',
      ['fileDescriptorResponse', 'allExtensionNumbersResponse', 'listServicesResponse', 'errorResponse'],
      message,
    );
  }
  if (message.errorResponse !== undefined)
    writer.message(58, writeErrorResponse, message.errorResponse, 'ServerReflectionResponse.errorResponse');
  if (message.listServicesResponse !== undefined)
    writer.message(
      50,
      writeListServiceResponse,
      message.listServicesResponse,
      'ServerReflectionResponse.listServicesResponse',
    );
  if (message.allExtensionNumbersResponse !== undefined)
    writer.message(
      42,
      writeExtensionNumberResponse,
      message.allExtensionNumbersResponse,
      'ServerReflectionResponse.allExtensionNumbersResponse',
    );
  if (message.fileDescriptorResponse !== undefined)
    writer.message(
      34,
      writeFileDescriptorResponse,
      message.fileDescriptorResponse,
      'ServerReflectionResponse.fileDescriptorResponse',
    );
  if (message.originalRequest !== undefined)
    writer.message(
      18,
      writeServerReflectionRequest,
      message.originalRequest,
      'ServerReflectionResponse.originalRequest',
    );
  if (message.validHost !== undefined && message.validHost !== '')
    writer.string(10, message.validHost, 'ServerReflectionResponse.validHost');
}

function readServerReflectionResponse(
  reader: Reader,
  previous: ServerReflectionResponse | undefined,
): ServerReflectionResponse {
  let validHost: string = '';
  let originalRequest: ServerReflectionRequest | undefined;
  let fileDescriptorResponse: FileDescriptorResponse | undefined;
  let allExtensionNumbersResponse: ExtensionNumberResponse | undefined;
  let listServicesResponse: ListServiceResponse | undefined;
  let errorResponse: ErrorResponse | undefined;
  if (previous !== undefined)
    ({
      validHost,
      originalRequest,
      fileDescriptorResponse,
      allExtensionNumbersResponse,
      listServicesResponse,
      errorResponse,
    } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        validHost = reader.string();
        break;
      case 18:
        originalRequest = reader.message(readServerReflectionRequest, originalRequest);
        break;
      case 34:
        fileDescriptorResponse = reader.message(readFileDescriptorResponse, fileDescriptorResponse);
        allExtensionNumbersResponse = undefined;
        listServicesResponse = undefined;
        errorResponse = undefined;
        break;
      case 42:
        allExtensionNumbersResponse = reader.message(
          readExtensionNumberResponse,
          allExtensionNumbersResponse,
        );
        fileDescriptorResponse = undefined;
        listServicesResponse = undefined;
        errorResponse = undefined;
        break;
      case 50:
        listServicesResponse = reader.message(readListServiceResponse, listServicesResponse);
        fileDescriptorResponse = undefined;
        allExtensionNumbersResponse = undefined;
        errorResponse = undefined;
        break;
      case 58:
        errorResponse = reader.message(readErrorResponse, errorResponse);
        fileDescriptorResponse = undefined;
        allExtensionNumbersResponse = undefined;
        listServicesResponse = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return {
    validHost,
    originalRequest,
    fileDescriptorResponse,
    allExtensionNumbersResponse,
    listServicesResponse,
    errorResponse,
  } as ServerReflectionResponse;
}

/** Codec of `grpc.reflection.v1.ServerReflectionResponse`. */
export const ServerReflectionResponse: Codec<ServerReflectionResponse, ServerReflectionResponseInit> =
  /* @__PURE__ */ createCodec(
    'grpc.reflection.v1.ServerReflectionResponse',
    writeServerReflectionResponse,
    readServerReflectionResponse,
  );

/** Files as `google.protobuf.FileDescriptorProto`, encoded. */
export interface FileDescriptorResponse {
  fileDescriptorProto: Uint8Array[];
}

/** What may be encoded as a {@link FileDescriptorResponse}. */
export interface FileDescriptorResponseInit {
  readonly fileDescriptorProto?: readonly Uint8Array[] | undefined;
}

const fileDescriptorResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['fileDescriptorProto']);

function writeFileDescriptorResponse(writer: Writer, message: FileDescriptorResponseInit): void {
  refuseUnknown('grpc.reflection.v1.FileDescriptorResponse', fileDescriptorResponseFields, message);
  if (message.fileDescriptorProto !== undefined)
    writer.bytesList(10, message.fileDescriptorProto, 'FileDescriptorResponse.fileDescriptorProto');
}

function readFileDescriptorResponse(
  reader: Reader,
  previous: FileDescriptorResponse | undefined,
): FileDescriptorResponse {
  let fileDescriptorProto: Uint8Array[] = [];
  if (previous !== undefined) ({ fileDescriptorProto } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        fileDescriptorProto.push(reader.bytes());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { fileDescriptorProto };
}

/** Codec of `grpc.reflection.v1.FileDescriptorResponse`. */
export const FileDescriptorResponse: Codec<FileDescriptorResponse, FileDescriptorResponseInit> =
  /* @__PURE__ */ createCodec(
    'grpc.reflection.v1.FileDescriptorResponse',
    writeFileDescriptorResponse,
    readFileDescriptorResponse,
  );

/** Numbers of the extensions of a message. */
export interface ExtensionNumberResponse {
  baseTypeName: string;
  extensionNumber: number[];
}

/** What may be encoded as a {@link ExtensionNumberResponse}. */
export interface ExtensionNumberResponseInit {
  readonly baseTypeName?: string | undefined;
  readonly extensionNumber?: readonly number[] | undefined;
}

const extensionNumberResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'baseTypeName',
  'extensionNumber',
]);

function writeExtensionNumberResponse(writer: Writer, message: ExtensionNumberResponseInit): void {
  refuseUnknown('grpc.reflection.v1.ExtensionNumberResponse', extensionNumberResponseFields, message);
  if (message.extensionNumber !== undefined)
    writer.packedInt32s(18, message.extensionNumber, 'ExtensionNumberResponse.extensionNumber');
  if (message.baseTypeName !== undefined && message.baseTypeName !== '')
    writer.string(10, message.baseTypeName, 'ExtensionNumberResponse.baseTypeName');
}

function readExtensionNumberResponse(
  reader: Reader,
  previous: ExtensionNumberResponse | undefined,
): ExtensionNumberResponse {
  let baseTypeName: string = '';
  let extensionNumber: number[] = [];
  if (previous !== undefined) ({ baseTypeName, extensionNumber } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        baseTypeName = reader.string();
        break;
      case 16:
        extensionNumber.push(reader.int32());
        break;
      case 18: {
        const outer = reader.enter();
        while (reader.position < reader.end) extensionNumber.push(reader.int32());
        reader.leave(outer);
        break;
      }
      default:
        reader.skip(tag);
    }
  }
  return { baseTypeName, extensionNumber };
}

/** Codec of `grpc.reflection.v1.ExtensionNumberResponse`. */
export const ExtensionNumberResponse: Codec<ExtensionNumberResponse, ExtensionNumberResponseInit> =
  /* @__PURE__ */ createCodec(
    'grpc.reflection.v1.ExtensionNumberResponse',
    writeExtensionNumberResponse,
    readExtensionNumberResponse,
  );

/** All services. */
export interface ListServiceResponse {
  service: ServiceResponse[];
}

/** What may be encoded as a {@link ListServiceResponse}. */
export interface ListServiceResponseInit {
  readonly service?: readonly ServiceResponseInit[] | undefined;
}

const listServiceResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['service']);

function writeListServiceResponse(writer: Writer, message: ListServiceResponseInit): void {
  refuseUnknown('grpc.reflection.v1.ListServiceResponse', listServiceResponseFields, message);
  if (message.service !== undefined)
    writer.messages(10, writeServiceResponse, message.service, 'ListServiceResponse.service');
}

function readListServiceResponse(
  reader: Reader,
  previous: ListServiceResponse | undefined,
): ListServiceResponse {
  let service: ServiceResponse[] = [];
  if (previous !== undefined) ({ service } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        service.push(reader.message(readServiceResponse, undefined));
        break;
      default:
        reader.skip(tag);
    }
  }
  return { service };
}

/** Codec of `grpc.reflection.v1.ListServiceResponse`. */
export const ListServiceResponse: Codec<ListServiceResponse, ListServiceResponseInit> =
  /* @__PURE__ */ createCodec(
    'grpc.reflection.v1.ListServiceResponse',
    writeListServiceResponse,
    readListServiceResponse,
  );

/** A service. */
export interface ServiceResponse {
  /** With its package. */
  name: string;
}

/** What may be encoded as a {@link ServiceResponse}. */
export interface ServiceResponseInit {
  /** With its package. */
  readonly name?: string | undefined;
}

const serviceResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['name']);

function writeServiceResponse(writer: Writer, message: ServiceResponseInit): void {
  refuseUnknown('grpc.reflection.v1.ServiceResponse', serviceResponseFields, message);
  if (message.name !== undefined && message.name !== '')
    writer.string(10, message.name, 'ServiceResponse.name');
}

function readServiceResponse(reader: Reader, previous: ServiceResponse | undefined): ServiceResponse {
  let name: string = '';
  if (previous !== undefined) ({ name } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        name = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { name };
}

/** Codec of `grpc.reflection.v1.ServiceResponse`. */
export const ServiceResponse: Codec<ServiceResponse, ServiceResponseInit> = /* @__PURE__ */ createCodec(
  'grpc.reflection.v1.ServiceResponse',
  writeServiceResponse,
  readServiceResponse,
);

/** Why a question has no answer. */
export interface ErrorResponse {
  /** A status code of gRPC. */
  errorCode: number;
  errorMessage: string;
}

/** What may be encoded as a {@link ErrorResponse}. */
export interface ErrorResponseInit {
  /** A status code of gRPC. */
  readonly errorCode?: number | undefined;
  readonly errorMessage?: string | undefined;
}

const errorResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['errorCode', 'errorMessage']);

function writeErrorResponse(writer: Writer, message: ErrorResponseInit): void {
  refuseUnknown('grpc.reflection.v1.ErrorResponse', errorResponseFields, message);
  if (message.errorMessage !== undefined && message.errorMessage !== '')
    writer.string(18, message.errorMessage, 'ErrorResponse.errorMessage');
  if (message.errorCode !== undefined && message.errorCode !== 0)
    writer.int32(8, message.errorCode, 'ErrorResponse.errorCode');
}

function readErrorResponse(reader: Reader, previous: ErrorResponse | undefined): ErrorResponse {
  let errorCode: number = 0;
  let errorMessage: string = '';
  if (previous !== undefined) ({ errorCode, errorMessage } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        errorCode = reader.int32();
        break;
      case 18:
        errorMessage = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { errorCode, errorMessage };
}

/** Codec of `grpc.reflection.v1.ErrorResponse`. */
export const ErrorResponse: Codec<ErrorResponse, ErrorResponseInit> = /* @__PURE__ */ createCodec(
  'grpc.reflection.v1.ErrorResponse',
  writeErrorResponse,
  readErrorResponse,
);

/** What a server serves, told by itself: how `grpcurl` and the like work without .proto files. */
export const ServerReflection: {
  /** Questions and their answers, in turn. */
  readonly serverReflectionInfo: Method<
    ServerReflectionRequestInit,
    ServerReflectionRequest,
    ServerReflectionResponseInit,
    ServerReflectionResponse
  >;
} = {
  serverReflectionInfo: {
    path: '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo',
    requestStream: true,
    responseStream: true,
    request: ServerReflectionRequest,
    response: ServerReflectionResponse,
  },
};
