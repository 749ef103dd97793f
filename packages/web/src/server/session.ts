import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  AsyncQueue,
  bytesToMs,
  type CallSignal,
  type Clock,
  type ClockTimer,
  isVoiceError,
  pcm,
} from '@rechka/core';
import {
  type ByeReason,
  type ClientMessage,
  closeCodes,
  type CloseReason,
  decodeClientMessage,
  decodeFrame,
  encodeFrame,
  type PageCommand,
  protocolVersion,
  type ResumeRequest,
  type Settings,
} from '../protocol/index.js';
import type { BrowserCall, Identity, PageMessage } from './browser-call.js';
import { Credit } from './credit.js';
import { EventOutbox } from './event-outbox.js';
import { MicInput } from './mic-input.js';
import { PageSink } from './page-sink.js';
import type { SocketLink } from './socket-link.js';

/** What a {@link Session} is made of. */
export interface SessionOptions {
  callId: string;
  identity: Identity;
  remoteAddress: string;
  micRateHz: number;
  echoCanceller: boolean;
  settings: Settings;
  speechRateHz: number;
  aheadMs: number;
  graceMs: number;
  clock: Clock;
  /** Told once, as soon as it is over. */
  onEnd: () => void;
  onError: (error: unknown) => void;
}

/** Microphone audio after which the page is told that it came, in ms. */
const ackEveryMs = 200;
/** How long a page may take to say what it had heard; the pipeline waits 500 ms for a `clear()`. */
const clearMs = 400;
/** Commands that the application does not read: far more than a person makes. */
const mostUnread = 1000;

/** One conversation of a page: all that stays while its sockets come and go. */
export class Session {
  readonly call: BrowserCall;
  readonly id = randomBytes(12).toString('base64url');
  readonly #key = randomBytes(24).toString('base64url');
  readonly #options: SessionOptions;
  readonly #mic: MicInput;
  readonly #sink: PageSink;
  readonly #outbox = new EventOutbox();
  readonly #signals = new AsyncQueue<CallSignal>({ capacity: mostUnread });
  readonly #messages = new AsyncQueue<PageMessage>({ capacity: mostUnread });
  readonly #draining = new AbortController();
  /** Messages: far more than a page needs that reports often and whose person types fast. */
  readonly #credit: Credit;
  #settings: Settings;
  #link: SocketLink | undefined;
  #grace: ClockTimer | undefined;
  #lastN = 0;
  #ackedSeq = 0;
  #ended: Promise<void> | undefined;

  constructor(options: SessionOptions) {
    const { clock, aheadMs } = options;
    this.#options = options;
    this.#settings = options.settings;
    this.#credit = new Credit({ clock, perSecond: 100, most: 500, first: 500 });
    this.#mic = new MicInput(pcm(options.micRateHz), clock);
    this.#sink = new PageSink({
      format: pcm(options.speechRateHz),
      aheadMs,
      clearMs,
      clock,
      line: this.#line(),
    });
    this.#signals.push({ type: 'echo-canceller', active: options.echoCanceller });
    this.call = this.#makeCall();
  }

  get connected(): boolean {
    return this.#link !== undefined;
  }

  /** Whether a page that asks for this session may have it: it knows the key, and speaks for the same person. */
  admits(resume: ResumeRequest, identity: Identity, micRateHz: number): boolean {
    const digest = (key: string) => createHash('sha256').update(key).digest();
    return (
      timingSafeEqual(digest(resume.key), digest(this.#key)) &&
      identity.id === this.#options.identity.id &&
      micRateHz === this.#options.micRateHz &&
      resume.lastN <= this.#outbox.lastN
    );
  }

  /** Goes on over this socket; the one before, if it is still there, is closed. */
  attach(link: SocketLink, resume?: ResumeRequest): void {
    void this.#link?.close('replaced');
    this.#grace?.cancel();
    this.#sink.detach();
    this.#link = link;
    const speech = this.#sink.resume(resume?.speech ?? { stream: 0, receivedSeq: 0, heardSeq: 0 });
    const { messages, missed } = this.#outbox.after(resume?.lastN ?? 0);
    link.send({
      type: 'ready',
      protocol: protocolVersion,
      sessionId: this.id,
      key: this.#key,
      resumed: resume !== undefined,
      callId: this.#options.callId,
      micSeq: this.#mic.seq,
      lastN: this.#lastN,
      missed,
      speechRateHz: this.#options.speechRateHz,
      speech,
      graceMs: this.#options.graceMs,
    });
    for (const message of messages) link.send(message);
    this.#sink.pump();
  }

  /** A socket is gone. The session waits for another, unless the page meant to leave. */
  detach(link: SocketLink, code: number): void {
    if (link !== this.#link || this.#ended !== undefined) return;
    this.#link = undefined;
    this.#sink.detach();
    if (code === closeCodes.ended) void this.end('ended');
    else if (code === closeCodes['too-big']) void this.end('too-big');
    else if (code === closeCodes.protocol) void this.end('protocol');
    else {
      const { clock, graceMs } = this.#options;
      this.#grace = clock.setTimeout(() => void this.end('session-lost'), graceMs);
    }
  }

  /** A text message of a socket. */
  text(link: SocketLink, message: string): void {
    this.#take(link, () => {
      if (this.#credit.take(1)) this.#obey(decodeClientMessage(message));
      else void this.end('too-fast');
    });
  }

  /** A binary message of a socket. */
  binary(link: SocketLink, bytes: Uint8Array): void {
    this.#take(link, () => {
      const { kind, seq, pcm: samples } = decodeFrame(bytes);
      if (kind !== 'microphone') void this.end('protocol');
      else if (!this.#mic.receive(seq, samples)) void this.end('too-fast');
      else if (bytesToMs((this.#mic.seq - this.#ackedSeq) * 2, this.#mic.format) >= ackEveryMs)
        this.#acknowledge();
    });
  }

  /** The socket takes more. */
  flowing(): void {
    this.#sink.pump();
  }

  /** Asks the application to come to an end. */
  drain(): void {
    this.#draining.abort();
    if (!this.connected) void this.end('ended');
  }

  /** Ends the call, with a word to the page if there is one to say. Resolves when its socket is gone. */
  end(reason: Exclude<CloseReason, 'lost'>, bye?: ByeReason): Promise<void> {
    this.#ended ??= this.#end(reason, bye);
    return this.#ended;
  }

  async #end(reason: Exclude<CloseReason, 'lost'>, bye: ByeReason | undefined): Promise<void> {
    const link = this.#link;
    this.#link = undefined;
    this.#grace?.cancel();
    this.#signals.push({ type: 'hang-up' });
    this.#signals.end();
    this.#messages.end();
    this.#mic.end();
    this.#sink.close();
    if (bye !== undefined) link?.send({ type: 'bye', reason: bye });
    this.#options.onEnd();
    await link?.close(reason);
  }

  #take(link: SocketLink, action: () => void): void {
    if (link !== this.#link) return;
    try {
      action();
    } catch (error) {
      if (!isVoiceError(error)) this.#options.onError(error);
      void this.end('protocol');
    }
  }

  #obey(message: ClientMessage): void {
    switch (message.type) {
      case 'hello':
        // Once per socket.
        return void this.end('protocol');
      case 'command':
        return this.#command(message.n, message.command);
      case 'ack':
        return this.#outbox.acknowledge(message.n);
      case 'heard':
        return this.#sink.heard(message.stream, message.seq);
      case 'flushed':
        return this.#sink.flushed(message.stream, message.seq);
      case 'ping':
        return this.#link?.send({ type: 'pong', id: message.id });
      case 'bye':
        return void this.end('ended');
    }
  }

  #command(n: number, command: PageCommand): void {
    if (n > this.#lastN + 1) return void this.end('protocol');
    if (n === this.#lastN + 1) {
      this.#lastN = n;
      this.#carryOut(command);
    }
    this.#acknowledge();
  }

  #carryOut(command: PageCommand): void {
    switch (command.type) {
      case 'interrupt':
      case 'dtmf':
      case 'echo-canceller':
        this.#signals.push(command);
        return;
      case 'settings':
        this.#settings = command.settings;
        break;
      case 'microphone':
        this.#mic.switched(command.state === 'on');
        break;
      case 'text':
      case 'app':
    }
    this.#messages.push(command);
  }

  #acknowledge(): void {
    this.#ackedSeq = this.#mic.seq;
    this.#link?.send({ type: 'ack', micSeq: this.#ackedSeq, n: this.#lastN });
  }

  #line(): ConstructorParameters<typeof PageSink>[0]['line'] {
    const link = () => this.#link;
    return {
      get connected() {
        return link()?.open ?? false;
      },
      get flowing() {
        return link()?.flowing ?? false;
      },
      send: (message) => link()?.send(message),
      sendFrame: (frame) => link()?.sendBytes(encodeFrame(frame)),
    };
  }

  #makeCall(): BrowserCall {
    const { callId, identity, remoteAddress, onError } = this.#options;
    const settings = () => this.#settings;
    const connected = () => this.connected;
    return {
      id: callId,
      identity,
      remoteAddress,
      input: this.#mic,
      output: this.#sink,
      signals: this.#signals,
      messages: this.#messages,
      draining: this.#draining.signal,
      get settings() {
        return settings();
      },
      get connected() {
        return connected();
      },
      send: (event) => {
        if (this.#ended !== undefined) return;
        const message = this.#outbox.add(event);
        this.#link?.send(message);
      },
      report: onError,
      hangUp: () => this.end('ended', this.#draining.signal.aborted ? 'draining' : 'ended'),
    };
  }
}
