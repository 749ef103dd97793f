import { micOutboxMs, resumeSpeed } from '../protocol/limits.js';
import { microphoneHz } from './capture-framer.js';

/** Microphone audio with its place: `seq` samples of the session come before it. */
export interface MicFrame {
  seq: number;
  samples: Int16Array;
}

const capacitySamples = (micOutboxMs * microphoneHz) / 1000;
/** What may go out at once after a pause, in ms: the frames of a page that was busy for so long. */
const burstMs = 1000;

/**
 * Microphone audio until the server has it. What was sent is kept until acknowledged, to be sent again on the next
 * socket; of more than 30 s the oldest is forgotten, and the jump in `seq` tells the server.
 *
 * Sending is paced at 4× real time: live audio never feels it, what was kept does not flood the recogniser.
 */
export class MicOutbox {
  #frames: MicFrame[] = [];
  /** Index of the first frame not yet sent on this socket. */
  #next = 0;
  #kept = 0;
  #seq = 0;
  #lost = 0;
  #allowance = 0;
  #paidAtMs = 0;

  /** Audio that the server will never have, in ms: known when there is a socket again. */
  get lostMs(): number {
    return (this.#lost / microphoneHz) * 1000;
  }

  /** Whether audio waits to be sent. */
  get waiting(): boolean {
    return this.#next < this.#frames.length;
  }

  push(samples: Int16Array): void {
    this.#frames.push({ seq: this.#seq, samples });
    this.#seq += samples.length;
    this.#kept += samples.length;
    while (this.#kept > capacitySamples) this.#forgetFirst();
  }

  /** The server has everything before `seq`. */
  acknowledge(seq: number): void {
    for (let first = this.#frames[0]; first !== undefined; first = this.#frames[0]) {
      if (first.seq + first.samples.length > seq) break;
      this.#forgetFirst();
    }
  }

  /** A new socket, whose server has everything before `seq`: the rest is sent again, from now on at its pace. */
  rewind(seq: number, nowMs: number): void {
    this.acknowledge(seq);
    const first = this.#frames[0]?.seq ?? this.#seq;
    this.#lost += Math.max(0, first - seq);
    this.#next = 0;
    this.#allowance = 0;
    this.#paidAtMs = nowMs;
  }

  /** What may be sent now, in order. */
  take(nowMs: number): MicFrame[] {
    const earned = (nowMs - this.#paidAtMs) * resumeSpeed * (microphoneHz / 1000);
    this.#allowance = Math.min((burstMs * microphoneHz) / 1000, this.#allowance + earned);
    this.#paidAtMs = nowMs;
    const from = this.#next;
    for (let frame = this.#frames[this.#next]; frame !== undefined; frame = this.#frames[this.#next]) {
      if (frame.samples.length > this.#allowance) break;
      this.#allowance -= frame.samples.length;
      this.#next++;
    }
    return this.#frames.slice(from, this.#next);
  }

  #forgetFirst(): void {
    this.#kept -= this.#frames.shift()?.samples.length ?? 0;
    this.#next = Math.max(0, this.#next - 1);
  }
}
