import type { Call } from '@rechka/core';
import type { Emulator } from '../start-emulator.js';

/** What the agent under test is given. */
export interface SimulatedApp {
  /** The line: the `call` of a pipeline. */
  readonly call: Call;
  /** Folder, key and endpoints of the emulated cloud, as `fromEnv()` of `@rechka/iam` takes them. */
  readonly env: Readonly<Record<string, string>>;
  /** The emulated cloud itself. */
  readonly emulator: Emulator;
}
