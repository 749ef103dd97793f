// Made from protos/ by scripts/generate.mjs. Do not edit: change the .proto files and run `pnpm generate`.
import type { Codec, Method, Reader, Writer } from '../wire.js';
import { EnumTable, createCodec, refuseUnknown } from '../wire.js';

/** Whose health is asked for. */
export interface HealthCheckRequest {
  /** A service with its package; empty for the whole server. */
  service: string;
}

/** What may be encoded as a {@link HealthCheckRequest}. */
export interface HealthCheckRequestInit {
  /** A service with its package; empty for the whole server. */
  readonly service?: string | undefined;
}

const healthCheckRequestFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['service']);

function writeHealthCheckRequest(writer: Writer, message: HealthCheckRequestInit): void {
  refuseUnknown('grpc.health.v1.HealthCheckRequest', healthCheckRequestFields, message);
  if (message.service !== undefined && message.service !== '')
    writer.string(10, message.service, 'HealthCheckRequest.service');
}

function readHealthCheckRequest(
  reader: Reader,
  previous: HealthCheckRequest | undefined,
): HealthCheckRequest {
  let service: string = '';
  if (previous !== undefined) ({ service } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 10:
        service = reader.string();
        break;
      default:
        reader.skip(tag);
    }
  }
  return { service };
}

/** Codec of `grpc.health.v1.HealthCheckRequest`. */
export const HealthCheckRequest: Codec<HealthCheckRequest, HealthCheckRequestInit> =
  /* @__PURE__ */ createCodec(
    'grpc.health.v1.HealthCheckRequest',
    writeHealthCheckRequest,
    readHealthCheckRequest,
  );

/**
 * What can be said of a service.
 *
 * - `UNKNOWN` (0)
 * - `SERVING` (1)
 * - `NOT_SERVING` (2)
 * - `SERVICE_UNKNOWN` (3): Of `Watch` alone: the server has no such service.
 */
export type HealthCheckResponse_ServingStatus = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';

const HealthCheckResponse_ServingStatusTable =
  /* @__PURE__ */ new EnumTable<HealthCheckResponse_ServingStatus>(
    'grpc.health.v1.HealthCheckResponse.ServingStatus',
    {
      UNKNOWN: 0,
      SERVING: 1,
      NOT_SERVING: 2,
      SERVICE_UNKNOWN: 3,
    },
  );

/** How a service is. */
export interface HealthCheckResponse {
  status: HealthCheckResponse_ServingStatus | number;
}

/** What may be encoded as a {@link HealthCheckResponse}. */
export interface HealthCheckResponseInit {
  readonly status?: HealthCheckResponse_ServingStatus | number | undefined;
}

const healthCheckResponseFields: ReadonlySet<string> = /* @__PURE__ */ new Set(['status']);

function writeHealthCheckResponse(writer: Writer, message: HealthCheckResponseInit): void {
  refuseUnknown('grpc.health.v1.HealthCheckResponse', healthCheckResponseFields, message);
  if (message.status !== undefined && message.status !== 'UNKNOWN' && message.status !== 0)
    writer.enum(8, HealthCheckResponse_ServingStatusTable, message.status, 'HealthCheckResponse.status');
}

function readHealthCheckResponse(
  reader: Reader,
  previous: HealthCheckResponse | undefined,
): HealthCheckResponse {
  let status: HealthCheckResponse_ServingStatus | number = 'UNKNOWN';
  if (previous !== undefined) ({ status } = previous);
  while (reader.position < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 8:
        status = HealthCheckResponse_ServingStatusTable.name(reader.int32());
        break;
      default:
        reader.skip(tag);
    }
  }
  return { status };
}

/** Codec of `grpc.health.v1.HealthCheckResponse`. */
export const HealthCheckResponse: Codec<HealthCheckResponse, HealthCheckResponseInit> =
  /* @__PURE__ */ createCodec(
    'grpc.health.v1.HealthCheckResponse',
    writeHealthCheckResponse,
    readHealthCheckResponse,
  );

/** Whether a server can take calls. */
export const Health: {
  /** How it is now; NOT_FOUND for a service that it does not know. */
  readonly check: Method<
    HealthCheckRequestInit,
    HealthCheckRequest,
    HealthCheckResponseInit,
    HealthCheckResponse
  >;
  /** How it is now, and again whenever that changes. */
  readonly watch: Method<
    HealthCheckRequestInit,
    HealthCheckRequest,
    HealthCheckResponseInit,
    HealthCheckResponse
  >;
} = {
  check: {
    path: '/grpc.health.v1.Health/Check',
    requestStream: false,
    responseStream: false,
    request: HealthCheckRequest,
    response: HealthCheckResponse,
  },
  watch: {
    path: '/grpc.health.v1.Health/Watch',
    requestStream: false,
    responseStream: true,
    request: HealthCheckRequest,
    response: HealthCheckResponse,
  },
};
