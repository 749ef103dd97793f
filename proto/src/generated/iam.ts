// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, Method, OneOf, Reader, Timestamp, TimestampInit, Writer } from '../wire.js';
import { createCodec, readTimestamp, refuseSeveral, refuseUnknown, writeTimestamp } from '../wire.js';

/** What to exchange for a token. All of it is secret. */
export type CreateIamTokenRequest = OneOf<{
  /** Up to 4000 characters. */
  yandexPassportOauthToken: string;
  /** Signed with PS256 by the key of a service account; up to 8000 characters. */
  jwt: string;
}>;

/** What may be encoded as a {@link CreateIamTokenRequest}. */
export type CreateIamTokenRequestInit = OneOf<{
  /** Up to 4000 characters. */
  yandexPassportOauthToken: string;
  /** Signed with PS256 by the key of a service account; up to 8000 characters. */
  jwt: string;
}>;

const createIamTokenRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'yandexPassportOauthToken',
  'jwt',
]);

function writeCreateIamTokenRequest(writer: Writer, message: CreateIamTokenRequestInit): void {
  refuseUnknown('yandex.cloud.iam.v1.CreateIamTokenRequest', createIamTokenRequestFields, message);
  if ((message.yandexPassportOauthToken === undefined ? 0 : 1) + (message.jwt === undefined ? 0 : 1) > 1) {
    refuseSeveral(
      'yandex.cloud.iam.v1.CreateIamTokenRequest',
      'identity',
      ['yandexPassportOauthToken', 'jwt'],
      message,
    );
  }
  if (message.jwt !== undefined) writer.string(18, message.jwt, 'CreateIamTokenRequest.jwt');
  if (message.yandexPassportOauthToken !== undefined)
    writer.string(10, message.yandexPassportOauthToken, 'CreateIamTokenRequest.yandexPassportOauthToken');
}

function readCreateIamTokenRequest(
  reader: Reader,
  previous: CreateIamTokenRequest | undefined,
): CreateIamTokenRequest {
  let yandexPassportOauthToken: string | undefined;
  let jwt: string | undefined;
  if (previous !== undefined) ({ yandexPassportOauthToken, jwt } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        yandexPassportOauthToken = reader.string();
        jwt = undefined;
        break;
      case 18:
        jwt = reader.string();
        yandexPassportOauthToken = undefined;
        break;
      default:
        reader.skip(tag);
    }
  }
  return { yandexPassportOauthToken, jwt } as CreateIamTokenRequest;
}

/** Codec of `yandex.cloud.iam.v1.CreateIamTokenRequest`. */
export const CreateIamTokenRequest: Codec<CreateIamTokenRequest, CreateIamTokenRequestInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.iam.v1.CreateIamTokenRequest',
    writeCreateIamTokenRequest,
    readCreateIamTokenRequest,
  );

/** Names the service account; its id has up to 50 characters. */
export interface CreateIamTokenForServiceAccountRequest {
  serviceAccountId: string;
}

/** What may be encoded as a {@link CreateIamTokenForServiceAccountRequest}. */
export interface CreateIamTokenForServiceAccountRequestInit {
  readonly serviceAccountId?: string | undefined;
}

const createIamTokenForServiceAccountRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'serviceAccountId',
]);

function writeCreateIamTokenForServiceAccountRequest(
  writer: Writer,
  message: CreateIamTokenForServiceAccountRequestInit,
): void {
  refuseUnknown(
    'yandex.cloud.iam.v1.CreateIamTokenForServiceAccountRequest',
    createIamTokenForServiceAccountRequestFields,
    message,
  );
  if (message.serviceAccountId !== undefined && message.serviceAccountId !== '')
    writer.string(10, message.serviceAccountId, 'CreateIamTokenForServiceAccountRequest.serviceAccountId');
}

function readCreateIamTokenForServiceAccountRequest(
  reader: Reader,
  previous: CreateIamTokenForServiceAccountRequest | undefined,
): CreateIamTokenForServiceAccountRequest {
  let serviceAccountId: string = '';
  if (previous !== undefined) ({ serviceAccountId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        serviceAccountId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { serviceAccountId };
}

/** Codec of `yandex.cloud.iam.v1.CreateIamTokenForServiceAccountRequest`. */
export const CreateIamTokenForServiceAccountRequest: Codec<
  CreateIamTokenForServiceAccountRequest,
  CreateIamTokenForServiceAccountRequestInit
> = /* @__PURE__ */ createCodec(
  'yandex.cloud.iam.v1.CreateIamTokenForServiceAccountRequest',
  writeCreateIamTokenForServiceAccountRequest,
  readCreateIamTokenForServiceAccountRequest,
);

/** A new token. */
export interface CreateIamTokenResponse {
  /** Secret. */
  iamToken: string;
  expiresAt?: Timestamp | undefined;
}

/** What may be encoded as a {@link CreateIamTokenResponse}. */
export interface CreateIamTokenResponseInit {
  /** Secret. */
  readonly iamToken?: string | undefined;
  readonly expiresAt?: TimestampInit | undefined;
}

const createIamTokenResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['iamToken', 'expiresAt']);

function writeCreateIamTokenResponse(writer: Writer, message: CreateIamTokenResponseInit): void {
  refuseUnknown('yandex.cloud.iam.v1.CreateIamTokenResponse', createIamTokenResponseFields, message);
  if (message.expiresAt !== undefined)
    writer.message(18, writeTimestamp, message.expiresAt, 'CreateIamTokenResponse.expiresAt');
  if (message.iamToken !== undefined && message.iamToken !== '')
    writer.string(10, message.iamToken, 'CreateIamTokenResponse.iamToken');
}

function readCreateIamTokenResponse(
  reader: Reader,
  previous: CreateIamTokenResponse | undefined,
): CreateIamTokenResponse {
  let iamToken: string = '';
  let expiresAt: Timestamp | undefined;
  if (previous !== undefined) ({ iamToken, expiresAt } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        iamToken = reader.string();
        break;
      case 18:
        expiresAt = reader.message(readTimestamp, expiresAt);
        break;
      default:
        reader.skip(tag);
    }
  }
  return { iamToken, expiresAt };
}

/** Codec of `yandex.cloud.iam.v1.CreateIamTokenResponse`. */
export const CreateIamTokenResponse: Codec<CreateIamTokenResponse, CreateIamTokenResponseInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.iam.v1.CreateIamTokenResponse',
    writeCreateIamTokenResponse,
    readCreateIamTokenResponse,
  );

/** The token to revoke. */
export interface RevokeIamTokenRequest {
  /** Secret; up to 4096 characters. */
  iamToken: string;
}

/** What may be encoded as a {@link RevokeIamTokenRequest}. */
export interface RevokeIamTokenRequestInit {
  /** Secret; up to 4096 characters. */
  readonly iamToken?: string | undefined;
}

const revokeIamTokenRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['iamToken']);

function writeRevokeIamTokenRequest(writer: Writer, message: RevokeIamTokenRequestInit): void {
  refuseUnknown('yandex.cloud.iam.v1.RevokeIamTokenRequest', revokeIamTokenRequestFields, message);
  if (message.iamToken !== undefined && message.iamToken !== '')
    writer.string(10, message.iamToken, 'RevokeIamTokenRequest.iamToken');
}

function readRevokeIamTokenRequest(
  reader: Reader,
  previous: RevokeIamTokenRequest | undefined,
): RevokeIamTokenRequest {
  let iamToken: string = '';
  if (previous !== undefined) ({ iamToken } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        iamToken = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { iamToken };
}

/** Codec of `yandex.cloud.iam.v1.RevokeIamTokenRequest`. */
export const RevokeIamTokenRequest: Codec<RevokeIamTokenRequest, RevokeIamTokenRequestInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.iam.v1.RevokeIamTokenRequest',
    writeRevokeIamTokenRequest,
    readRevokeIamTokenRequest,
  );

/** The token is revoked. */
export interface RevokeIamTokenResponse {
  /** Whose token it was. */
  subjectId: string;
}

/** What may be encoded as a {@link RevokeIamTokenResponse}. */
export interface RevokeIamTokenResponseInit {
  /** Whose token it was. */
  readonly subjectId?: string | undefined;
}

const revokeIamTokenResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['subjectId']);

function writeRevokeIamTokenResponse(writer: Writer, message: RevokeIamTokenResponseInit): void {
  refuseUnknown('yandex.cloud.iam.v1.RevokeIamTokenResponse', revokeIamTokenResponseFields, message);
  if (message.subjectId !== undefined && message.subjectId !== '')
    writer.string(10, message.subjectId, 'RevokeIamTokenResponse.subjectId');
}

function readRevokeIamTokenResponse(
  reader: Reader,
  previous: RevokeIamTokenResponse | undefined,
): RevokeIamTokenResponse {
  let subjectId: string = '';
  if (previous !== undefined) ({ subjectId } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        subjectId = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { subjectId };
}

/** Codec of `yandex.cloud.iam.v1.RevokeIamTokenResponse`. */
export const RevokeIamTokenResponse: Codec<RevokeIamTokenResponse, RevokeIamTokenResponseInit> =
  /* @__PURE__ */ createCodec(
    'yandex.cloud.iam.v1.RevokeIamTokenResponse',
    writeRevokeIamTokenResponse,
    readRevokeIamTokenResponse,
  );

/** Tokens that authorize requests. */
export const IamTokenService: {
  /** Exchanges an OAuth token or a signed JWT for an IAM token. */
  readonly create: Method<
    CreateIamTokenRequestInit,
    CreateIamTokenRequest,
    CreateIamTokenResponseInit,
    CreateIamTokenResponse
  >;
  /** Makes a token of a service account that the caller may act for. */
  readonly createForServiceAccount: Method<
    CreateIamTokenForServiceAccountRequestInit,
    CreateIamTokenForServiceAccountRequest,
    CreateIamTokenResponseInit,
    CreateIamTokenResponse
  >;
  /** Makes a token useless. */
  readonly revoke: Method<
    RevokeIamTokenRequestInit,
    RevokeIamTokenRequest,
    RevokeIamTokenResponseInit,
    RevokeIamTokenResponse
  >;
} = {
  create: {
    path: '/yandex.cloud.iam.v1.IamTokenService/Create',
    requestStream: false,
    responseStream: false,
    request: CreateIamTokenRequest,
    response: CreateIamTokenResponse,
  },
  createForServiceAccount: {
    path: '/yandex.cloud.iam.v1.IamTokenService/CreateForServiceAccount',
    requestStream: false,
    responseStream: false,
    request: CreateIamTokenForServiceAccountRequest,
    response: CreateIamTokenResponse,
  },
  revoke: {
    path: '/yandex.cloud.iam.v1.IamTokenService/Revoke',
    requestStream: false,
    responseStream: false,
    request: RevokeIamTokenRequest,
    response: RevokeIamTokenResponse,
  },
};
