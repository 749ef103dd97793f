import { invalidOption } from '../errors/validate.js';
import type { ToolCall, ToolResult, ToolSpec } from '../ports/language-model.js';
import type { RespondContext } from '../pipeline/responder.js';
import type { Clock } from '../time/clock.js';
import type { IdempotencyStore } from './idempotency.js';
import { ToolFlight } from './tool-flight.js';
import { tellModel, type ToolState } from './tool-state.js';
import type { Tool } from './tool.js';

export interface ToolRunnerOptions {
  tools: readonly Tool[];
  store: IdempotencyStore;
  /** Silence of the caller before an irreversible tool, in ms. */
  graceMs: number;
  clock: Clock;
}

/** A call of a tool under way. */
export interface RunningCall {
  /** What the model is told of it now. */
  result(): ToolResult;
  /** Resolves when there is something to tell but that it is running; never rejects. */
  readonly settled: Promise<void>;
}

/** Runs the calls that the model makes, each key at most once. */
export class ToolRunner {
  readonly specs: readonly ToolSpec[];
  readonly #options: ToolRunnerOptions;
  readonly #tools: ReadonlyMap<string, Tool>;
  /** What is in the air, by key: a second call of the same waits for the first. */
  readonly #flights = new Map<string, ToolFlight>();

  constructor(options: ToolRunnerOptions) {
    this.#options = options;
    this.specs = options.tools.map(({ spec }) => spec);
    this.#tools = new Map(options.tools.map((tool) => [tool.spec.name, tool]));
    if (this.#tools.size < options.tools.length) {
      throw invalidOption('tools', this.specs.map(({ name }) => name).join(', '), 'tools of different names');
    }
  }

  /** Begins a call that the turn has been committed to. */
  start({ id, name, arguments: args }: ToolCall, context: RespondContext): RunningCall {
    let progress: { readonly state: ToolState } = { state: { status: 'running' } };
    const settled = this.#carryOut(name, args, context)
      .catch((fault: unknown) => {
        context.report(fault);
        return { state: { status: 'failed', reason: 'a fault before it was begun' } as const };
      })
      .then((reached) => void (progress = reached));
    return { settled, result: () => ({ id, name, content: tellModel(progress.state) }) };
  }

  /** Rejects only if nothing was run. */
  async #carryOut(
    name: string,
    args: Record<string, unknown>,
    context: RespondContext,
  ): Promise<{ readonly state: ToolState }> {
    const { store, graceMs, clock } = this.#options;
    const tool = this.#tools.get(name);
    if (!tool) return { state: { status: 'invalid', reason: `there is no tool ${name}` } };
    const call = await tool.check(args);
    if (call.reason !== undefined) return { state: { status: 'invalid', reason: call.reason } };
    if (tool.irreversible && !(await context.callerSilent(graceMs, context.signal))) {
      return { state: { status: 'not-run' } };
    }
    const key = JSON.stringify([context.callId, name, call.key]);
    const flight =
      this.#flights.get(key) ?? this.#launch({ tool, key, run: call.run, context, store, clock });
    await flight.landed;
    return flight;
  }

  #launch(options: ConstructorParameters<typeof ToolFlight>[0]): ToolFlight {
    const flight = new ToolFlight(options);
    this.#flights.set(options.key, flight);
    void flight.recorded.then(() => this.#flights.delete(options.key));
    return flight;
  }
}
