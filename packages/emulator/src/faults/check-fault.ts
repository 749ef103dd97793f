import { checkNumber, checkOneOf, checkText, invalidOption } from '@rechka/core';
import { checkNames } from '../check-names.js';
import { emulatedServices } from '../emulator-log.js';
import { callPhases } from '../inspection/call-phase.js';
import type { Amount, ConnectionFault, Fault } from './fault.js';
import { http2CodeNames, statusNames } from './fault-codes.js';

const dayMs = 86_400_000;
const most = Number.MAX_SAFE_INTEGER;

/** What may be done, by name; each checks its value. */
const callActions = {
  status: (value: unknown) => checkOneOf('fault.do.status', value, statusNames),
  http: (value: unknown) => checkNumber('fault.do.http', value, { min: 200, max: 599, integer: true }),
  reset: (value: unknown) => checkOneOf('fault.do.reset', value, http2CodeNames),
  goAway: (value: unknown) => checkOneOf('fault.do.goAway', value, http2CodeNames),
  disconnect: (value: unknown) => checkOneOf('fault.do.disconnect', value, ['reset', 'end']),
  stall: (value: unknown) => checkLength('fault.do.stall', value),
  drip: (value: unknown) => checkDrip(value),
  stopReading: (value: unknown) => checkLength('fault.do.stopReading', value),
  token: (value: unknown) => checkOneOf('fault.do.token', value, ['expired', 'revoked']),
  quota: (value: unknown) => checkOneOf('fault.do.quota', value, ['requests', 'generations']),
  malformed: (value: unknown) => checkOneOf('fault.do.malformed', value, ['message', 'frame', 'truncated']),
};
const connectionActions = {
  refuse: (value: unknown) => checkOneOf('fault.do.refuse', value, ['grpc', 'http', 'all']),
  maxStreams: (value: unknown) =>
    checkNumber('fault.do.maxStreams', value, { min: 0, max: 0x7fff_ffff, integer: true }),
};
/** What an action may have besides. */
const details: Readonly<Record<string, (value: unknown) => void>> = {
  'status.message': (value) => checkText('fault.do.message', value),
  'http.body': (value) => checkText('fault.do.body', value),
  'goAway.graceMs': (value) => checkNumber('fault.do.graceMs', value, { min: 0, max: dayMs }),
};

/** Names of all actions. */
export const actionNames = [...Object.keys(callActions), ...Object.keys(connectionActions)];

const scopeKeys = ['id', 'call', 'times', 'probability', 'active', 'do'];
const callKeys = [...scopeKeys, 'service', 'method', 'clientRequestId', 'after'];
/** Names in {@link FaultMoment} that take an {@link Amount}, and whether it is a whole number. */
export const momentAmounts = {
  ms: false,
  messages: true,
  bytes: true,
  sentMessages: true,
  sentBytes: true,
  audioMs: false,
} as const;

export type MomentAmount = keyof typeof momentAmounts;
export const momentAmountNames = Object.keys(momentAmounts) as MomentAmount[];

/** The name of what a fault does. */
export function actionOf(fault: Fault): string {
  return Object.keys(fault.do).find((key) => actionNames.includes(key)) ?? '';
}

/** Tells faults of connections from those of calls. */
export function isConnectionFault(fault: Fault): fault is ConnectionFault {
  return actionOf(fault) in connectionActions;
}

/** Checks a fault, whoever wrote it. Throws `ERR_INVALID_OPTION`. */
export function checkFault(value: unknown): asserts value is Fault {
  const fault = checkObject('fault', value);
  checkNames('fault', fault, callKeys);
  const action = checkAction(fault.do);
  if (action in connectionActions) checkNames(`fault (${action})`, fault, scopeKeys);
  if (fault.id !== undefined) checkText('fault.id', fault.id);
  if (fault.call !== undefined) checkAmount('fault.call', fault.call, { min: 1, integer: true });
  if (fault.times !== undefined)
    checkNumber('fault.times', fault.times, { min: 1, max: most, integer: true });
  if (fault.probability !== undefined)
    checkNumber('fault.probability', fault.probability, { min: 0, max: 1 });
  if (fault.active !== undefined) checkActive(fault.active);
  if (fault.service !== undefined) checkOneOf('fault.service', fault.service, emulatedServices);
  if (fault.method !== undefined) checkText('fault.method', fault.method);
  if (fault.clientRequestId !== undefined) checkText('fault.clientRequestId', fault.clientRequestId);
  if (fault.after !== undefined) checkMoment(fault.after);
}

/** Runs a check of one of several faults. Its error begins with the name of a field within the fault: here, of which. */
export function tellingWhich(name: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (error instanceof Error) error.message = `${name}: ${error.message}`;
    throw error;
  }
}

/** Checks what is done; returns its name. */
function checkAction(value: unknown): string {
  const action = value === undefined ? {} : checkObject('fault.do', value);
  const names = Object.keys(action).filter((key) => actionNames.includes(key));
  const [name] = names;
  if (name === undefined) checkNames('fault.do', action, actionNames);
  if (name === undefined || names.length > 1) {
    throw invalidOption('fault.do', JSON.stringify(action), `exactly one of ${actionNames.join(', ')}`);
  }
  const ofAction = Object.entries(details).flatMap(([key, check]) =>
    key.startsWith(`${name}.`) ? [[key.slice(name.length + 1), check] as const] : [],
  );
  checkNames(`fault.do (${name})`, action, [name, ...ofAction.map(([key]) => key)]);
  for (const [key, check] of ofAction) if (action[key] !== undefined) check(action[key]);
  ({ ...callActions, ...connectionActions })[name as keyof typeof callActions](action[name]);
  return name;
}

function checkMoment(value: unknown): void {
  const after = checkObject('fault.after', value);
  checkNames('fault.after', after, [...Object.keys(momentAmounts), 'phase']);
  for (const [name, integer] of Object.entries(momentAmounts)) {
    const amount = after[name];
    if (amount !== undefined) checkAmount(`fault.after.${name}`, amount, { min: 0, integer });
  }
  if (after.phase !== undefined) checkOneOf('fault.after.phase', after.phase, callPhases);
}

function checkActive(value: unknown): void {
  const active = checkObject('fault.active', value);
  checkNames('fault.active', active, ['fromMs', 'untilMs']);
  const { fromMs = 0, untilMs = most } = active;
  checkNumber('fault.active.fromMs', fromMs, { min: 0, max: most });
  checkNumber('fault.active.untilMs', untilMs, { min: fromMs, max: most });
}

function checkAmount(
  name: string,
  value: unknown,
  { min, integer }: { min: number; integer: boolean },
): asserts value is Amount {
  if (!Array.isArray(value)) {
    checkNumber(name, value, { min, max: most, integer });
    return;
  }
  if (value.length !== 2) throw invalidOption(name, value, 'a number or a pair [from, to]');
  checkNumber(`${name}[0]`, value[0], { min, max: most, integer });
  checkNumber(`${name}[1]`, value[1], { min: value[0], max: most, integer });
}

function checkLength(name: string, value: unknown): void {
  if (value === 'forever') return;
  if (typeof value !== 'number') throw invalidOption(name, value, "a number of ms or 'forever'");
  checkNumber(name, value, { min: 0, max: dayMs });
}

function checkDrip(value: unknown): void {
  const drip = checkObject('fault.do.drip', value);
  checkNames('fault.do.drip', drip, ['bytes', 'everyMs']);
  checkNumber('fault.do.drip.bytes', drip.bytes, { min: 1, max: most, integer: true });
  checkNumber('fault.do.drip.everyMs', drip.everyMs, { min: 0, max: dayMs });
}

function checkObject(name: string, value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalidOption(name, value, 'an object');
  return value as Record<string, unknown>;
}
