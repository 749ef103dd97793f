import { step } from '../machine/step.js';
import {
  initialTurnState,
  type Effect,
  type MachineEvent,
  type MachineRules,
  type TimerName,
  type TurnState,
} from '../machine/turn-state.js';
import type { AudioSink } from '../ports/call.js';
import type { Clock, ClockTimer } from '../time/clock.js';

/** Runs the turn machine: feeds it events one at a time, keeps its timers, and hands its effects on. */
export class MachineHost {
  #state: TurnState = initialTurnState;
  readonly #timers = new Map<TimerName, ClockTimer>();
  readonly #inbox: MachineEvent[] = [];
  #working = false;

  constructor(
    private readonly clock: Clock,
    private readonly rules: MachineRules,
    private readonly sink: Pick<AudioSink, 'heardMs' | 'interrupted'>,
    private readonly perform: (effect: Effect) => void,
  ) {}

  get state(): TurnState {
    return this.#state;
  }

  /** Takes an event; one that an effect brings about is taken after all effects of the one before. */
  readonly dispatch = (event: MachineEvent): void => {
    this.#inbox.push(event);
    if (this.#working) return;
    this.#working = true;
    try {
      for (let next = this.#inbox.shift(); next; next = this.#inbox.shift()) this.#take(next);
    } finally {
      this.#working = false;
    }
  };

  #take(event: MachineEvent): void {
    const at = { nowMs: this.clock.now(), heardMs: this.sink.heardMs };
    const { state, effects } = step(this.#state, event, at, this.rules);
    this.#state = state;
    for (const effect of effects) {
      if (effect.type === 'timer') this.#startTimer(effect.name, effect.delayMs);
      else if (effect.type === 'cancel-timer') this.#cancelTimer(effect.name);
      else this.perform(effect);
    }
  }

  #startTimer(name: TimerName, delayMs: number): void {
    this.#cancelTimer(name);
    const ring = () => {
      this.#timers.delete(name);
      // A line that is away plays nothing, and has not stalled.
      if (name === 'playout' && this.sink.interrupted) this.#startTimer(name, delayMs);
      else this.dispatch({ type: 'timer', name });
    };
    this.#timers.set(name, this.clock.setTimeout(ring, delayMs));
  }

  #cancelTimer(name: TimerName): void {
    this.#timers.get(name)?.cancel();
    this.#timers.delete(name);
  }
}
