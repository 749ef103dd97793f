export { RpcClient } from './rpc-client.js';
export type { CallOptions, DuplexCall, RpcOptions, ServerCall } from './rpc-options.js';
export { admissionFor, type Admission, type AdmissionOptions } from './admission.js';
export { checkClientOptions } from './check-client-options.js';
export { Commitment } from './commitment.js';
export type { AcquireOptions, Limiter, Permit, Priority } from './limiter.js';
export { rpcErrorToVoiceError, type RpcErrorContext } from './rpc-error.js';
