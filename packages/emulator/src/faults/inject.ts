import type { EmulatedService } from '../emulator-log.js';
import { status } from '../grpc/status.js';
import type { CallAction } from './fault.js';
import { http2Code } from './fault-codes.js';
import type { FaultableWire } from './faultable-wire.js';
import { quotaText } from './quota-texts.js';

/** A call that can be struck. */
export interface FaultableCall {
  wire: FaultableWire;
  /** Makes the call's token worthless; returns what the service says of such a one. */
  spoilToken: (how: 'expired' | 'revoked') => string;
}

/** Does it. */
export function inject(
  action: CallAction,
  service: EmulatedService,
  { wire, spoilToken }: FaultableCall,
): void {
  if ('status' in action) {
    wire.fail(status[action.status], action.message ?? `Injected fault: ${action.status}`);
  } else if ('http' in action) {
    wire.answerHttp(action.http, action.body ?? `<html><body>${action.http}</body></html>`);
  } else if ('reset' in action) {
    wire.reset(http2Code(action.reset));
  } else if ('goAway' in action) {
    wire.goAway(http2Code(action.goAway), action.graceMs);
  } else if ('disconnect' in action) {
    wire.disconnect(action.disconnect);
  } else if ('stall' in action) {
    wire.stall(lengthMs(action.stall));
  } else if ('drip' in action) {
    wire.drip(action.drip);
  } else if ('stopReading' in action) {
    wire.stopReading(lengthMs(action.stopReading));
  } else if ('token' in action) {
    wire.fail(status.UNAUTHENTICATED, spoilToken(action.token));
  } else if ('quota' in action) {
    wire.fail(status.RESOURCE_EXHAUSTED, quotaText(service, action.quota));
  } else {
    wire.garble(action.malformed);
  }
}

function lengthMs(length: number | 'forever'): number | undefined {
  return length === 'forever' ? undefined : length;
}
