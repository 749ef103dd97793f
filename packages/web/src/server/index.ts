export { createGateway, type Gateway } from './gateway.js';
export type { CallRequest, GatewayOptions } from './gateway-options.js';
export type { BrowserCall, Identity, PageMessage } from './browser-call.js';
export type { CallLimits } from './call-limits.js';
export { callTokens, type CallTokens, type CallTokensOptions } from './call-tokens.js';
export { tokenEndpoint, type TokenEndpointOptions } from './token-endpoint.js';
export { connectPage, type ConnectPageOptions } from './connect-page.js';
