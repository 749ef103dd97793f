/**
 * `google.rpc.Status`: the error details that gRPC carries in the trailer `grpc-status-details-bin`.
 *
 * @module
 */
export { Status } from './generated/google-rpc.js';
export type { StatusInit } from './generated/google-rpc.js';
