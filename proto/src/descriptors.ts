/**
 * All schemas of this package as descriptors, for gRPC server reflection and other tools that learn types at run time.
 *
 * @module
 */
export { protoFiles, type ProtoFile } from './generated/descriptors.js';
