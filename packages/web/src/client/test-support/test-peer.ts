import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pcmToSamples, samplesToPcm } from '@rechka/core';
import { type WebSocket, WebSocketServer } from 'ws';
import {
  type ClientMessage,
  decodeClientMessage,
  decodeFrame,
  encodeFrame,
  type PageCommand,
  type PageEvent,
  type ServerMessage,
  speechFrameMs,
  subprotocol,
} from '../../protocol/index.js';

type Hello = Extract<ClientMessage, { type: 'hello' }>;

/** One conversation as the peer sees it, over all its sockets. */
interface PeerSession {
  key: string;
  hellos: Hello[];
  /** The microphone, each sample in its place; what was lost is silence. */
  microphone: number[];
  lostSamples: number;
  commands: PageCommand[];
  lastN: number;
  /** Everything else the page said. */
  messages: ClientMessage[];
  events: PageEvent[];
  lastAckedEvent: number;
}

/** How a peer behaves. */
export interface TestPeerOptions {
  speechRateHz?: number;
  graceMs?: number;
  /** Closes a socket at its `hello` with this code. */
  refuseWith?: () => number | undefined;
  /** Serves the page. */
  files?: Readonly<Record<string, { type: string; body: string }>>;
  headers?: Readonly<Record<string, string>>;
}

/** The other end of the protocol, for tests: keeps one session, says what it is told to, and cuts sockets. */
export class TestPeer {
  readonly session: PeerSession = {
    key: 'key-1',
    hellos: [],
    microphone: [],
    lostSamples: 0,
    commands: [],
    lastN: 0,
    messages: [],
    events: [],
    lastAckedEvent: 0,
  };
  /** Tokens offered, one a socket. */
  readonly tokens: string[] = [];
  /** Times at which microphone frames came, and how many samples each brought. */
  readonly arrivals: { atMs: number; samples: number }[] = [];
  readonly speechRateHz: number;
  readonly #options: TestPeerOptions;
  readonly #http: Server;
  readonly #sockets: WebSocketServer;
  #socket: WebSocket | undefined;
  #speech: Int16Array = new Int16Array(0);
  #stream = 0;
  #watchers = new Set<() => void>();

  private constructor(options: TestPeerOptions) {
    this.#options = options;
    this.speechRateHz = options.speechRateHz ?? 24_000;
    this.#http = createServer((request, response) => {
      const file = options.files?.[new URL(request.url ?? '/', 'http://localhost').pathname];
      response.writeHead(file ? 200 : 404, {
        ...options.headers,
        'content-type': file?.type ?? 'text/plain',
      });
      response.end(file?.body ?? '');
    });
    this.#sockets = new WebSocketServer({
      server: this.#http,
      handleProtocols: (offered) => {
        this.tokens.push([...offered].find((name) => name.startsWith('token.'))?.slice(6) ?? '');
        return subprotocol;
      },
    });
    this.#sockets.on('connection', (socket) => this.#accept(socket));
  }

  static async start(options: TestPeerOptions = {}): Promise<TestPeer> {
    const peer = new TestPeer(options);
    await new Promise<void>((resolve) => peer.#http.listen(0, '127.0.0.1', resolve));
    return peer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  /** Stream of speech that is current. */
  get stream(): number {
    return this.#stream;
  }

  /** Begins another stream and sends all of it, in frames, with its end. */
  say(samples: Int16Array, { end = true } = {}): void {
    this.#stream++;
    this.#speech = samples;
    this.#sendSpeech(0);
    if (end) this.send({ type: 'speech-end', stream: this.#stream, seq: samples.length });
  }

  event(event: PageEvent): void {
    this.session.events.push(event);
    this.send({ type: 'event', n: this.session.events.length, event });
  }

  send(message: ServerMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  /** Cuts the connection, as a network does. */
  cut(): void {
    this.#socket?.terminate();
  }

  /** Reads nothing any more from the socket there is, nor answers: as a network that swallows everything. */
  freeze(): void {
    this.#socket?.pause();
    this.#socket = undefined;
  }

  /** Sends something that is not the protocol. */
  babble(): void {
    this.#socket?.send('{"type":');
  }

  closeSocket(code: number): void {
    this.#socket?.close(code);
  }

  /** Resolves when `condition` holds; it is looked at whenever something comes. */
  until(condition: () => boolean, what: string, deadlineMs = 15_000): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#watchers.delete(look);
        reject(
          new Error(
            `Not within ${deadlineMs} ms: ${what}. Said last: ${JSON.stringify(this.session.messages.slice(-5))}`,
          ),
        );
      }, deadlineMs);
      const look = () => {
        if (!condition()) return;
        clearTimeout(timer);
        this.#watchers.delete(look);
        resolve();
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** What the page last said of this type. */
  last<Type extends ClientMessage['type']>(type: Type): Extract<ClientMessage, { type: Type }> | undefined {
    return this.session.messages.findLast((message) => message.type === type) as
      Extract<ClientMessage, { type: Type }> | undefined;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#http.closeAllConnections();
    await new Promise((resolve) => this.#http.close(resolve));
  }

  #accept(socket: WebSocket): void {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.#hear(socket, data);
      else this.#obey(socket, decodeClientMessage(data.toString()));
      for (const look of [...this.#watchers]) look();
    });
  }

  #obey(socket: WebSocket, message: ClientMessage): void {
    const { session } = this;
    if (message.type === 'hello') return this.#welcome(socket, message);
    session.messages.push(message);
    if (message.type === 'command') {
      if (message.n === session.lastN + 1) {
        session.lastN = message.n;
        session.commands.push(message.command);
      }
      this.send({ type: 'ack', micSeq: session.microphone.length, n: session.lastN });
    } else if (message.type === 'ack') session.lastAckedEvent = message.n;
    else if (message.type === 'ping') this.send({ type: 'pong', id: message.id });
  }

  #welcome(socket: WebSocket, hello: Hello): void {
    const { session } = this;
    const code = this.#options.refuseWith?.();
    if (code !== undefined) return socket.close(code);
    if (hello.resume !== undefined && hello.resume.key !== session.key) return socket.close(4404);
    this.#socket = socket;
    session.hellos.push(hello);
    const { resume } = hello;
    const from = resume?.speech.stream === this.#stream ? resume.speech.receivedSeq : 0;
    this.send({
      type: 'ready',
      protocol: 1,
      sessionId: 'session-1',
      key: session.key,
      resumed: resume !== undefined,
      callId: 'call-1',
      micSeq: session.microphone.length,
      lastN: session.lastN,
      missed: 0,
      speechRateHz: this.speechRateHz,
      speech: { stream: this.#stream, seq: from },
      graceMs: this.#options.graceMs ?? 30_000,
    });
    for (const [index, event] of session.events.entries()) {
      if (index >= (resume?.lastN ?? 0)) this.send({ type: 'event', n: index + 1, event });
    }
    this.#sendSpeech(from);
  }

  #sendSpeech(from: number): void {
    const step = (this.speechRateHz * speechFrameMs) / 1000;
    for (let seq = from; seq < this.#speech.length; seq += step) {
      const pcm = samplesToPcm(this.#speech.subarray(seq, seq + step));
      this.#socket?.send(encodeFrame({ kind: 'speech', stream: this.#stream, seq, pcm }));
    }
  }

  #hear(socket: WebSocket, data: Buffer): void {
    if (socket !== this.#socket) return;
    const { session } = this;
    const { seq, pcm } = decodeFrame(data);
    const samples = pcmToSamples(pcm);
    this.arrivals.push({ atMs: performance.now(), samples: samples.length });
    for (; session.microphone.length < seq; session.lostSamples++) session.microphone.push(0);
    for (const sample of samples.subarray(session.microphone.length - seq)) session.microphone.push(sample);
    if (this.arrivals.length % 10 === 0) {
      this.send({ type: 'ack', micSeq: session.microphone.length, n: session.lastN });
    }
  }
}
