import { type Clock, type ClockTimer, systemClock } from '@rechka/core';
import { WebSocket } from 'ws';
import {
  type ClientMessage,
  decodeFrame,
  decodeServerMessage,
  describeClosing,
  encodeFrame,
  micFrameMs,
  micOutboxMs,
  offeredProtocols,
  type PageCommand,
  type PageEvent,
  protocolVersion,
  resumeSpeed,
  type ServerMessage,
} from '../../protocol/index.js';

export interface TestPageOptions {
  url: string;
  token?: () => string;
  headers?: Record<string, string>;
  micRateHz?: number;
  reportMs?: number;
  /** Takes a lost session up after this; never, if it is not given. */
  reconnectMs?: number;
  clock?: Clock;
}

type Ready = Extract<ServerMessage, { type: 'ready' }>;
type Flush = Extract<ServerMessage, { type: 'flush' }>;

const tickMs = 10;

/** A page that does what a page must, with a microphone and a loudspeaker that are arrays. */
export class TestPage {
  readonly events: PageEvent[] = [];
  readonly messages: ServerMessage[] = [];
  readonly closeCodes: number[] = [];
  readonly readies: Ready[] = [];
  /** What came out of the loudspeaker, in samples. */
  readonly heard: number[] = [];
  /** The most that waited to be heard, in ms. */
  mostQueuedMs = 0;
  /** If set, events may be missing. */
  allowMissing = false;

  readonly #options: TestPageOptions;
  readonly #clock: Clock;
  #socket: WebSocket | undefined;
  #timer: ClockTimer | undefined;
  #over = false;
  #waiters: { done: () => boolean; resolve: () => void }[] = [];
  /** Up: microphone frames and commands that are not acknowledged. */
  #mic: { seq: number; pcm: Uint8Array }[] = [];
  #micSeq = 0;
  #micSentSeq = 0;
  #micBudget = 0;
  #commands: { n: number; command: PageCommand }[] = [];
  #n = 0;
  /** Down. */
  #lastN = 0;
  #stream = 0;
  #received = 0;
  #played = 0;
  #queue: number[] = [];
  #reported = 0;
  #sinceReportMs = 0;

  constructor(options: TestPageOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#connect();
    this.#tick();
  }

  get socket(): WebSocket {
    return this.#socket ?? fail('not connected');
  }

  get connected(): boolean {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  /** Resolves when `done` says so; looked at whenever something comes and each 10 ms. */
  until(done: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.push({ done, resolve });
      this.#look();
    });
  }

  async ready(): Promise<Ready> {
    await this.until(() => this.readies.length > 0);
    return this.readies[0] ?? fail('not ready');
  }

  async closed(): Promise<number> {
    await this.until(() => this.closeCodes.length > 0);
    return this.closeCodes[0] ?? fail('not closed');
  }

  /** The microphone has made these samples. */
  speak(samples: readonly number[]): void {
    const pcm = new Uint8Array(Int16Array.from(samples).buffer);
    this.#mic.push({ seq: this.#micSeq, pcm });
    this.#micSeq += samples.length;
  }

  command(command: PageCommand): void {
    this.#n += 1;
    this.#commands.push({ n: this.#n, command });
    this.send({ type: 'command', n: this.#n, command });
  }

  send(message: ClientMessage): void {
    if (this.connected) this.socket.send(JSON.stringify(message));
  }

  /** Goes away for good, as when a tab is closed. */
  leave(): void {
    this.#over = true;
    this.#timer?.cancel();
    this.#socket?.terminate();
  }

  #connect(): void {
    const { url, token, headers = {}, micRateHz = 16_000 } = this.#options;
    const socket = new WebSocket(url, offeredProtocols(token?.()), { headers, perMessageDeflate: false });
    this.#socket = socket;
    const ready = this.readies.at(-1);
    socket.on('error', () => undefined);
    socket.on('open', () =>
      this.send({
        type: 'hello',
        protocol: protocolVersion,
        micRateHz,
        echoCanceller: true,
        ...(ready && {
          resume: {
            sessionId: ready.sessionId,
            key: ready.key,
            lastN: this.#lastN,
            speech: { stream: this.#stream, receivedSeq: this.#received, heardSeq: this.#played },
          },
        }),
      }),
    );
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#hear(decodeFrame(data));
      else this.#take(decodeServerMessage(data.toString()) as ServerMessage);
      this.#look();
    });
    socket.on('close', (code: number) => {
      if (this.#socket !== socket) return;
      const { reconnectMs } = this.#options;
      this.closeCodes.push(code);
      const again = describeClosing(code).retry === 'resume' && reconnectMs !== undefined && !this.#over;
      if (again) this.#clock.setTimeout(() => this.#connect(), reconnectMs);
      else this.#timer?.cancel();
      this.#look();
    });
  }

  #take(message: ServerMessage): void {
    this.messages.push(message);
    switch (message.type) {
      case 'ready':
        return this.#resume(message);
      case 'ack':
        this.#commands = this.#commands.filter(({ n }) => n > message.n);
        this.#mic = this.#mic.filter(({ seq, pcm }) => seq + pcm.length / 2 > message.micSeq);
        return;
      case 'event':
        if (message.n <= this.#lastN) return;
        if (message.n > this.#lastN + 1 && !this.allowMissing)
          throw new Error(`event ${message.n} came after ${this.#lastN}`);
        this.#lastN = message.n;
        this.events.push(message.event);
        this.send({ type: 'ack', n: message.n });
        return;
      case 'flush':
        return this.#flush(message);
      default:
    }
  }

  #resume(ready: Ready): void {
    this.readies.push(ready);
    if (ready.speech.stream !== this.#stream) this.#begin(ready.speech.stream);
    if (ready.speech.seq !== this.#received)
      throw new Error(`speech goes on at ${ready.speech.seq}, not ${this.#received}`);
    this.#commands = this.#commands.filter(({ n }) => n > ready.lastN);
    for (const { n, command } of this.#commands) this.send({ type: 'command', n, command });
    this.#micSentSeq = ready.micSeq;
    const samplesPerMs = (this.#options.micRateHz ?? 16_000) / 1000;
    const oldest = this.#micSeq - micOutboxMs * samplesPerMs;
    this.#mic = this.#mic.filter(({ seq, pcm }) => seq + pcm.length / 2 > ready.micSeq && seq >= oldest);
  }

  #begin(stream: number): void {
    this.#stream = stream;
    this.#queue = [];
    this.#received = this.#played = this.#reported = 0;
  }

  #hear({ stream, seq, pcm }: { stream: number; seq: number; pcm: Uint8Array }): void {
    if (stream !== this.#stream) this.#begin(stream);
    if (seq !== this.#received) throw new Error(`samples from ${seq} came after ${this.#received}`);
    this.#received += pcm.byteLength / 2;
    this.#queue.push(...new Int16Array(new Uint8Array(pcm).buffer));
    const { speechRateHz: rate } = this.readies[0] ?? fail('not ready');
    this.mostQueuedMs = Math.max(this.mostQueuedMs, (this.#queue.length / rate) * 1000);
  }

  #flush({ stream }: Flush): void {
    if (stream === this.#stream) this.#queue = [];
    this.send({ type: 'flushed', stream, seq: this.#played });
  }

  #tick(): void {
    this.#timer = this.#clock.setTimeout(() => {
      this.#timer = undefined;
      if (this.#over) return;
      this.#play();
      this.#sendMic();
      this.#look();
      this.#tick();
    }, tickMs);
  }

  #play(): void {
    const rate = this.readies[0]?.speechRateHz ?? 0;
    const samples = this.#queue.splice(0, (rate * tickMs) / 1000);
    this.heard.push(...samples);
    this.#played += samples.length;
    this.#sinceReportMs += tickMs;
    const due = this.#sinceReportMs >= (this.#options.reportMs ?? 200);
    const edge = this.#reported === 0 || this.#queue.length === 0;
    if (this.#played > this.#reported && (due || edge) && this.connected) {
      this.#sinceReportMs = 0;
      this.#reported = this.#played;
      this.send({ type: 'heard', stream: this.#stream, seq: this.#played });
    }
  }

  /** What is behind goes at four times real time. */
  #sendMic(): void {
    if (!this.connected || this.readies.length === 0) return;
    if (this.socket.readyState !== WebSocket.OPEN) return;
    this.#micBudget = Math.min(this.#micBudget + tickMs * resumeSpeed, 4 * micFrameMs);
    const samplesPerMs = (this.#options.micRateHz ?? 16_000) / 1000;
    for (const { seq, pcm } of this.#mic) {
      if (seq < this.#micSentSeq) continue;
      const ms = pcm.length / 2 / samplesPerMs;
      if (this.#micBudget < ms) break;
      this.#micBudget -= ms;
      this.#micSentSeq = seq + pcm.length / 2;
      this.socket.send(encodeFrame({ kind: 'microphone', stream: 0, seq, pcm }));
    }
  }

  #look(): void {
    const ready = this.#waiters.filter(({ done }) => done());
    this.#waiters = this.#waiters.filter((waiter) => !ready.includes(waiter));
    for (const { resolve } of ready) resolve();
  }
}

function fail(what: string): never {
  throw new Error(what);
}
