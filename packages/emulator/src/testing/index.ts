export { virtualTime, type VirtualTime, type VirtualTimeOptions } from './virtual-time.js';
export { simulateCall, type SimulateCallOptions } from './simulate-call.js';
export type { SimulatedApp } from './simulated-app.js';
export type { CallerWords, InterruptsOptions, SaysOptions, SimulatedCaller } from './simulated-caller.js';
export type { CallReport, SimulatedTurn, TranscriptLine } from './call-report.js';
export type { CallPrices } from './call-prices.js';
export type { CallUsage, TurnUsage } from './call-usage.js';
export type { LineNoise } from './simulated-line.js';
