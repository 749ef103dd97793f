// Time that goes in steps, for callers who do not wait for it: what recognition costs when it always has something to do,
// on however busy a machine.
import { connect } from 'node:http2';

/** A clock that stands still until it is moved. */
export class StepClock {
  #nowMs = 0;
  #timers = new Set();

  now = () => this.#nowMs;

  setTimeout = (callback, delayMs) => {
    const timer = { atMs: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return { cancel: () => this.#timers.delete(timer) };
  };

  /** Moves by `ms`; what was due meanwhile is done at the end. */
  step(ms) {
    this.#nowMs += ms;
    for (const timer of this.#timers) {
      if (timer.atMs > this.#nowMs) continue;
      this.#timers.delete(timer);
      timer.callback();
    }
  }
}

/** Asks the recogniser to tell when it has so many pieces. */
export function arrivals(host) {
  const session = connect(`http://${host}`);
  const stream = session.request({ ':method': 'POST', ':path': '/wait' });
  let told = () => undefined;
  stream.on('data', () => told());
  return {
    wait(pieces) {
      const question = Buffer.alloc(4);
      question.writeUInt32LE(Math.max(0, pieces));
      stream.write(question);
      return new Promise((resolve) => (told = resolve));
    },
    close: () => session.close(),
  };
}
