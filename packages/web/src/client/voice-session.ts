import { type Clock, type ClockTimer, isVoiceError, pcmToSamples, samplesToPcm } from '@rechka/core';
import type { ClientMessage, PageCommand } from '../protocol/client-message.js';
import { type CloseReason, closeCodes, describeClosing } from '../protocol/closing.js';
import { decodeServerMessage } from '../protocol/decode-server-message.js';
import { decodeFrame, encodeFrame } from '../protocol/frame.js';
import type { Settings } from '../protocol/json-value.js';
import { micFrameMs, protocolVersion } from '../protocol/limits.js';
import type { PageEvent } from '../protocol/page-event.js';
import type { ByeReason, ServerMessage } from '../protocol/server-message.js';
import { microphoneHz } from './capture-framer.js';
import { VoiceClientError } from './client-error.js';
import { CommandOutbox, type NumberedCommand } from './command-outbox.js';
import { Connection } from './connection.js';
import { MicOutbox } from './mic-outbox.js';
import type { PlaybackReport } from './playback-queue.js';
import { SpeechInbox } from './speech-inbox.js';

/** What plays the bot's speech. */
export interface SpeechPlayer {
  play(stream: number, sampleRateHz: number, samples: Int16Array): void;
  /** What was given is all for now. */
  end(stream: number): void;
  /** Falls silent, and reports how far it came if it had anything. */
  flush(): void;
}

/** What a session tells the page. */
export interface SessionObserver {
  onConnection(connection: 'connected' | 'reconnecting', callId: string): void;
  onEvent(event: PageEvent): void;
  /** There will be no more of it. Without an error, the conversation ended as it should. */
  onEnd(error?: VoiceClientError): void;
}

/** How a session is made. */
export interface SessionOptions {
  url: string;
  token: (() => Promise<string>) | undefined;
  /** Settings as they are when a session begins. */
  settings: Settings | undefined;
  player: SpeechPlayer;
  observer: SessionObserver;
  clock: Clock;
  random: () => number;
  createSocket: (url: string, protocols: string[]) => WebSocket;
}

/** Past so much in the socket, microphone audio waits outside, where it can grow stale without harm. */
const mostBufferedBytes = 64 * 1024;
/** How long the player may take to say what was heard; the server waits for it. */
const flushMs = 100;
const ackMs = 500;

/** A conversation with the server: the protocol as the page speaks it, over as many sockets as it takes. */
export class VoiceSession {
  readonly #options: SessionOptions;
  readonly #connection: Connection;
  readonly #mic = new MicOutbox();
  readonly #commands = new CommandOutbox();
  readonly #speech = new SpeechInbox();
  #ready: Extract<ServerMessage, { type: 'ready' }> | undefined;
  /** Whether the server answered the `hello` on the socket there is. */
  #greeted = false;
  #lastN = 0;
  #bye: ByeReason | undefined;
  #pings = 0;
  #echoCanceller = true;
  #flush: { stream: number; timer: ClockTimer } | undefined;
  #ackTimer: ClockTimer | undefined;
  #micTimer: ClockTimer | undefined;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { url, token, clock, random, createSocket } = options;
    this.#connection = new Connection({
      url,
      token,
      clock,
      random,
      createSocket,
      onOpen: () => this.#hello(),
      onMessage: (data) => this.#receive(data),
      onLost: () => this.#lost(),
      onEnd: (error) => this.#end(error),
      ping: () => this.#send({ type: 'ping', id: ++this.#pings }),
    });
  }

  /** Microphone audio that will never reach the server, in ms: more than 10 s while there was no connection. */
  get lostMicrophoneMs(): number {
    return this.#mic.lostMs;
  }

  /** Begins; `echoCanceller` tells whether the browser cancels echo. */
  connect(echoCanceller: boolean): void {
    this.#echoCanceller = echoCanceller;
    this.#connection.connect();
  }

  /** Sends a command once, now or when there is a connection again. */
  command(command: PageCommand): void {
    if (command.type === 'echo-canceller') this.#echoCanceller = command.active;
    const numbered = this.#commands.push(command);
    if (this.#greeted) this.#sendCommand(numbered);
  }

  /** Takes a frame of the microphone. What comes before the server is there belongs to no conversation. */
  microphone(samples: Int16Array): void {
    if (this.#ready === undefined) return;
    this.#mic.push(samples);
    this.#sendMicrophone();
  }

  /** Takes what the player says. */
  played({ stream, heardSamples, cause }: PlaybackReport): void {
    const seq = this.#speech.played(stream, heardSamples);
    if (cause === 'flushed') {
      if (this.#flush?.stream === stream) this.#answerFlush();
    } else if (seq !== undefined && this.#greeted) {
      this.#send({ type: 'heard', stream, seq });
    }
  }

  /** Gives what was not heard yet to a player that is new. */
  replay(): void {
    const piece = this.#speech.replay();
    if (piece !== undefined) this.#play(piece.stream, piece.samples);
    if (this.#speech.complete) this.#options.player.end(this.#speech.position.stream);
  }

  /** The network may be back. */
  wake(): void {
    this.#connection.wake();
  }

  /** The person hangs up. */
  close(): void {
    this.#send({ type: 'bye' });
    this.#stop();
  }

  #hello(): void {
    const ready = this.#ready;
    const { settings } = this.#options;
    this.#send({
      type: 'hello',
      protocol: protocolVersion,
      micRateHz: microphoneHz,
      echoCanceller: this.#echoCanceller,
      ...(settings && { settings }),
      ...(ready && {
        resume: {
          sessionId: ready.sessionId,
          key: ready.key,
          lastN: this.#lastN,
          speech: this.#speech.position,
        },
      }),
    });
  }

  #receive(data: string | ArrayBuffer): void {
    try {
      if (typeof data === 'string') this.#obey(decodeServerMessage(data));
      else this.#hear(new Uint8Array(data));
    } catch (cause) {
      // Anything else is a fault of ours, not the server's.
      if (!isVoiceError(cause)) throw cause;
      this.#connection.close(closeCodes.protocol);
      const { reason, message } = describeClosing(closeCodes.protocol);
      this.#end(new VoiceClientError('ERR_REFUSED', { message, reason, cause }));
    }
  }

  #obey(message: ReturnType<typeof decodeServerMessage>): void {
    switch (message?.type) {
      case 'ready':
        return this.#begin(message);
      case 'ack':
        this.#mic.acknowledge(message.micSeq);
        this.#commands.acknowledge(message.n);
        return;
      case 'event':
        return this.#event(message.n, message.event);
      case 'flush':
        return this.#silence(message.stream);
      case 'speech-end':
        if (this.#speech.end(message.stream)) this.#options.player.end(message.stream);
        return;
      case 'bye':
        this.#bye = message.reason;
        return;
      case 'pong':
      case undefined:
        return;
    }
  }

  #hear(bytes: Uint8Array): void {
    const { stream, seq, pcm } = decodeFrame(bytes);
    const piece = this.#speech.receive(stream, seq, pcmToSamples(pcm));
    if (piece !== undefined) this.#play(piece.stream, piece.samples);
  }

  #play(stream: number, samples: Int16Array): void {
    if (this.#ready !== undefined) this.#options.player.play(stream, this.#ready.speechRateHz, samples);
  }

  #begin(ready: Extract<ServerMessage, { type: 'ready' }>): void {
    const { clock, observer, player } = this.#options;
    this.#ready = ready;
    this.#greeted = true;
    this.#connection.established(ready.graceMs);
    if (ready.resumed && !this.#speech.isCurrent(ready.speech.stream)) player.flush();
    this.#mic.rewind(ready.micSeq, clock.now());
    for (const command of this.#commands.unacknowledged(ready.lastN)) this.#sendCommand(command);
    // Heard while there was no connection.
    const { stream, heardSeq } = this.#speech.position;
    if (heardSeq > 0) this.#send({ type: 'heard', stream, seq: heardSeq });
    observer.onConnection('connected', ready.callId);
    this.#sendMicrophone();
  }

  #event(n: number, event: PageEvent | undefined): void {
    this.#ackTimer ??= this.#options.clock.setTimeout(() => {
      this.#ackTimer = undefined;
      this.#send({ type: 'ack', n: this.#lastN });
    }, ackMs);
    if (n <= this.#lastN) return;
    this.#lastN = n;
    if (event !== undefined) this.#options.observer.onEvent(event);
  }

  #silence(stream: number): void {
    const { clock, player } = this.#options;
    const pending = this.#speech.pending && this.#speech.isCurrent(stream);
    if (this.#flush !== undefined) this.#answerFlush();
    this.#flush = { stream, timer: clock.setTimeout(() => this.#answerFlush(), flushMs) };
    if (pending) player.flush();
    else this.#answerFlush();
  }

  #answerFlush(): void {
    if (this.#flush === undefined) return;
    const { stream, timer } = this.#flush;
    timer.cancel();
    this.#flush = undefined;
    this.#send({ type: 'flushed', stream, seq: this.#speech.flush(stream) });
  }

  #sendMicrophone(): void {
    if (!this.#greeted) return;
    if (this.#connection.bufferedBytes <= mostBufferedBytes) {
      for (const { seq, samples } of this.#mic.take(this.#options.clock.now())) {
        const pcm = samplesToPcm(samples);
        this.#connection.send(encodeFrame({ kind: 'microphone', stream: 0, seq, pcm }));
      }
    }
    // While live audio comes, it drives; what is kept must go out also when the person has muted meanwhile.
    this.#micTimer?.cancel();
    this.#micTimer = this.#mic.waiting
      ? this.#options.clock.setTimeout(() => this.#sendMicrophone(), micFrameMs)
      : undefined;
  }

  #sendCommand({ n, command }: NumberedCommand): void {
    this.#send({ type: 'command', n, command });
  }

  #send(message: ClientMessage): void {
    this.#connection.send(JSON.stringify(message));
  }

  #lost(): void {
    this.#greeted = false;
    this.#micTimer?.cancel();
    // A server that lost its page settles the flush by itself.
    if (this.#flush !== undefined) this.#answerFlush();
    if (this.#bye !== undefined) this.#end(errorOf(this.#bye));
    else this.#options.observer.onConnection('reconnecting', this.#ready?.callId ?? '');
  }

  #end(error?: VoiceClientError): void {
    const bye = this.#bye;
    this.#stop();
    this.#options.observer.onEnd(error ?? (bye === undefined ? undefined : errorOf(bye)));
  }

  #stop(): void {
    this.#greeted = false;
    for (const timer of [this.#ackTimer, this.#micTimer, this.#flush?.timer]) timer?.cancel();
    this.#flush = undefined;
    this.#connection.close();
  }
}

/** What a server's goodbye means: nothing is wrong with a conversation that ended. */
function errorOf(bye: ByeReason): VoiceClientError | undefined {
  const reasons = { draining: 'busy', minutes: 'minutes', failed: 'failed' } as const;
  if (bye === 'ended') return undefined;
  const reason: CloseReason = reasons[bye];
  return new VoiceClientError('ERR_REFUSED', {
    reason,
    message: describeClosing(closeCodes[reasons[bye]]).message,
  });
}
