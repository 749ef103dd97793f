import {
  checkFormat,
  checkNumber,
  checkObject,
  checkText,
  invalidOption,
  pcm,
  systemClock,
  type AudioFormat,
} from '@rechka/core';
import { checkNames } from '../check-names.js';
import { defined } from '../defined.js';
import { startEmulator } from '../start-emulator.js';
import type { EmulatorOptions } from '../emulator-options.js';
import { checkPrices, type CallPrices } from './call-prices.js';
import { Simulation } from './simulation.js';
import type { SimulatedApp } from './simulated-app.js';
import { SimulatedCaller } from './simulated-caller.js';
import { checkNoise, type LineNoise } from './simulated-line.js';

/** How a {@link simulateCall} is. */
export interface SimulateCallOptions extends LineNoise {
  /** Of the line, both ways. Default 16 kHz PCM; a phone line is `{ encoding: 'pcma', sampleRateHz: 8000 }`. */
  format?: AudioFormat;
  /** Shows in every event of the agent. */
  callId?: string;
  /** The emulated cloud: its replies, errors, latencies. Default: `latency: 'typical'`, and the barbershop's rules. */
  emulator?: EmulatorOptions;
  /** Silence after which the bot has finished speaking, in ms, 200–10 000. Default 700. */
  quietMs?: number;
  /** How long the caller waits for what they expect, in ms of the call. Default 20 000. */
  patienceMs?: number;
  /** What the provider takes, for the cost of the call and of each turn. Default: not told. */
  prices?: CallPrices;
  /** What `Date.now()` tells when the call begins. Default 2026-01-12T09:00:00Z (a Monday, 12:00 in Moscow). */
  startAtEpochMs?: number;
}

/** Anything else is a mistake: how the caller speaks (`gainDb`), say, is told to `says`. */
const optionNames = Object.keys({
  noiseDbfs: true,
  echoDb: true,
  echoDelayMs: true,
  format: true,
  callId: true,
  emulator: true,
  quietMs: true,
  patienceMs: true,
  prices: true,
  startAtEpochMs: true,
} satisfies Record<keyof SimulateCallOptions, true>);

/**
 * Calls an agent and talks to it, in virtual time, against an emulated cloud of its own: a conversation of minutes is
 * over in about a second, and goes the same way each time. `app` is your agent: it makes a `VoicePipeline` on the
 * `call` and the cloud it is given, and resolves when the conversation is over.
 *
 * Time passes only while something is asked of the caller (`says`, `hears`, …), and global timers and `Date` are
 * virtual until the call has ended: end it with `hangsUp()` or `end()`, or by `await using`. One call at a time in a
 * process; one that was left behind is ended by the next. Rejects with what `app` rejects with, with
 * `ERR_INVALID_OPTION`, or with `ERR_MISUSE` inside a run of `virtualTime()`.
 *
 * @example
 * ```ts
 * const caller = await simulateCall(({ call, env }) => barbershopAgent({ call, cloud: fromEnv(env) }));
 * await caller.says('Запишите меня на завтра');
 * expect(await caller.hears()).toMatch(/на какое время/i);
 * await caller.interrupts('нет, подождите');
 * const { turns, usage } = await caller.hangsUp();
 * ```
 */
export async function simulateCall(
  app: (given: SimulatedApp) => unknown,
  options: SimulateCallOptions = {},
): Promise<SimulatedCaller> {
  if (typeof app !== 'function') throw invalidOption('app', app, 'a function that runs the agent');
  checkObject('options', options, 'an object');
  checkNames('', options, optionNames);
  if (options.callId !== undefined) checkText('callId', options.callId);
  const { format = pcm(16_000), quietMs = 700, patienceMs = 20_000, emulator: emulated = {} } = options;
  checkObject('emulator', emulated, 'an object of options of startEmulator');
  checkFormat('format', format);
  checkNumber('quietMs', quietMs, { min: 200, max: 10_000 });
  checkNumber('patienceMs', patienceMs, { min: 1, max: 3_600_000 });
  const noise = checkNoise(options);
  const prices = checkPrices(options.prices);
  const simulation = await Simulation.begin({
    seed: emulated.seed ?? 1,
    ...(options.startAtEpochMs !== undefined && { startAtEpochMs: options.startAtEpochMs }),
  });
  try {
    let logStartMs = 0;
    const emulator = await simulation.live(() => {
      logStartMs = systemClock.now();
      return startEmulator({ latency: 'typical', ...defined(emulated) });
    });
    simulation.atEnd(() => emulator.close());
    return new SimulatedCaller({
      simulation,
      emulator,
      app,
      format,
      noise,
      quietMs,
      patienceMs,
      seed: emulated.seed ?? 1,
      callId: options.callId,
      logStartMs,
      prices,
    });
  } catch (error) {
    await simulation.end();
    throw error;
  }
}
