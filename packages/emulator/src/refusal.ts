import { status } from './grpc/status.js';

/** A request that the emulated cloud turns down, with the gRPC code and the text that its client shall see. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: status,
    message: string,
  ) {
    super(message);
  }
}

/** HTTP status for a gRPC code, as the provider's documents pair them. */
const httpStatus: Partial<Record<status, number>> = {
  [status.INVALID_ARGUMENT]: 400,
  [status.OUT_OF_RANGE]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.NOT_FOUND]: 404,
  [status.RESOURCE_EXHAUSTED]: 429,
  [status.UNIMPLEMENTED]: 501,
  [status.UNAVAILABLE]: 503,
  [status.DEADLINE_EXCEEDED]: 504,
};

/** The HTTP status of a refusal; 500 for codes that have none of their own. */
export function httpStatusOf(code: status): number {
  return httpStatus[code] ?? 500;
}
