import type { PageCommand } from '../protocol/client-message.js';

/** A command with its number, which counts from 1 through the session. */
export interface NumberedCommand {
  n: number;
  command: PageCommand;
}

/** Commands until the server has them: it sees each once, in order, whatever the network does. */
export class CommandOutbox {
  #pending: NumberedCommand[] = [];
  #n = 0;

  push(command: PageCommand): NumberedCommand {
    const numbered = { n: ++this.#n, command };
    this.#pending.push(numbered);
    return numbered;
  }

  /** The server has all up to number `n`. */
  acknowledge(n: number): void {
    this.#pending = this.#pending.filter((one) => one.n > n);
  }

  /** What a new socket has to send, given that the server has all up to number `n`. */
  unacknowledged(n: number): readonly NumberedCommand[] {
    this.acknowledge(n);
    return this.#pending;
  }
}
