/**
 * gRPC's own services: server reflection (`grpc.reflection.v1`) and health (`grpc.health.v1`).
 *
 * @module
 */
export * from './generated/grpc-reflection.js';
export * from './generated/grpc-health.js';
