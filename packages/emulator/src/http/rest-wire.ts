import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Clock } from '@rechka/core';
import type { CallOutcome } from '../emulator-log.js';
import type { FaultableWire, Garbage } from '../faults/faultable-wire.js';
import { Outflow, type DripPace } from '../grpc/outflow.js';
import type { status } from '../grpc/status.js';
import type { CallRecord } from '../inspection/call-record.js';

export interface RestWireOptions {
  clock: Clock;
  record: CallRecord;
  /** Answers with an error as the service would. */
  refuse: (response: ServerResponse, code: status, message: string) => void;
}

/**
 * One HTTP call on the wire. What a handler writes into the response goes through it, so that faults can hold it back,
 * replace it or cut it off; the handler need not know.
 */
export class RestWire implements FaultableWire {
  /** How the call ended. */
  outcome: CallOutcome = 'done';
  readonly #request: IncomingMessage;
  readonly #response: ServerResponse;
  readonly #socket: Socket;
  readonly #options: RestWireOptions;
  readonly #outflow: Outflow;
  /** The response's own methods. */
  readonly #raw: {
    writeHead: (args: unknown[]) => void;
    write: (bytes: Buffer | string, onWritten?: () => void) => void;
    end: (bytes?: Buffer) => void;
  };
  #hasHeaders = false;
  #hasBody = false;
  /** The handler has finished, or a fault has: nothing more of the handler gets out. */
  #isOver = false;

  constructor(request: IncomingMessage, response: ServerResponse, options: RestWireOptions) {
    this.#request = request;
    this.#response = response;
    this.#socket = request.socket;
    this.#options = options;
    // The class's own methods, since those of the object are replaced below.
    const raw = ServerResponse.prototype;
    this.#raw = {
      writeHead: (args) => void raw.writeHead.apply(response, args as [number]),
      write: (bytes, onWritten) => void raw.write.call(response, bytes, 'utf8', onWritten),
      end: (bytes) => void raw.end.call(response, bytes, 'utf8'),
    };
    this.#outflow = new Outflow(options.clock, (bytes) => this.#raw.write(bytes));
    response.on('close', () => {
      if (!response.writableFinished && this.outcome === 'done') this.outcome = 'cancelled';
      this.#outflow.close();
    });
    response.writeHead = (...args: unknown[]) => this.#writeHead(args);
    response.write = (chunk: unknown) => this.#write(chunk);
    response.end = (chunk?: unknown) => this.#end(chunk);
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  fail(code: status, message: string): void {
    if (this.#isOver) return;
    if (this.#hasHeaders) this.disconnect('end');
    else this.#options.refuse(this.#response, code, message);
  }

  answerHttp(httpStatus: number, body: string): void {
    if (this.#isOver) return;
    if (this.#hasHeaders) {
      this.disconnect('end');
      return;
    }
    this.#response.writeHead(httpStatus, { 'content-type': 'text/html; charset=utf-8' });
    this.#response.end(body);
  }

  /** HTTP/1 has no streams to reset: the connection is. */
  reset(): void {
    this.disconnect('reset');
  }

  /** HTTP/1 says it in the response. */
  goAway(): void {
    if (!this.#hasHeaders) this.#response.setHeader('connection', 'close');
  }

  disconnect(how: 'reset' | 'end'): void {
    this.#cut();
    if (how === 'reset') this.#socket.resetAndDestroy();
    else this.#socket.destroy();
  }

  stall(forMs: number | undefined): void {
    this.#outflow.stall(forMs);
  }

  drip(pace: DripPace): void {
    this.#outflow.drip(pace);
  }

  stopReading(forMs: number | undefined): void {
    this.#request.pause();
    this.stall(forMs);
    if (forMs !== undefined) this.#outflow.then(() => this.#request.resume());
  }

  garble(garbage: Garbage): void {
    switch (garbage) {
      case 'message':
        if (!this.#hasHeaders) this.#response.writeHead(200, { 'content-type': 'application/json' });
        this.#response.end('{"result":');
        return;
      case 'frame':
        this.#cut();
        this.#socket.end('\u0000garbage\r\n\r\n');
        return;
      case 'truncated':
        if (!this.#hasHeaders) this.#raw.writeHead([200, { 'content-length': 100 }]);
        this.#cut();
        this.#raw.write('{"res', () => this.#socket.destroy());
        return;
    }
  }

  /** Once: a handler cannot see that the headers it gave wait for their turn. */
  #writeHead(args: unknown[]): ServerResponse {
    if (!this.#isOver && !this.#hasHeaders) {
      this.#hasHeaders = true;
      this.#outflow.then(() => this.#raw.writeHead(args));
    }
    return this.#response;
  }

  #write(chunk: unknown): boolean {
    if (this.#isOver) return true;
    this.#hasHeaders = true;
    this.#hasBody = true;
    const bytes = toBytes(chunk);
    this.#outflow.write(bytes);
    this.#options.record.messageSent(bytes.byteLength);
    return true;
  }

  #end(chunk: unknown): ServerResponse {
    if (this.#isOver) return this.#response;
    const isWhole = !this.#hasBody && !this.#outflow.isDripping;
    if (chunk !== undefined && !isWhole) this.#write(chunk);
    this.#isOver = true;
    if (chunk !== undefined && isWhole) this.#options.record.messageSent(toBytes(chunk).byteLength);
    // In one piece it gets its length into the headers.
    this.#outflow.then(() =>
      chunk !== undefined && isWhole ? this.#raw.end(toBytes(chunk)) : this.#raw.end(),
    );
    return this.#response;
  }

  #cut(): void {
    this.#isOver = true;
    this.outcome = 'cut';
    this.#outflow.close();
  }
}

function toBytes(chunk: unknown): Buffer {
  return chunk instanceof Uint8Array ? Buffer.from(chunk) : Buffer.from(String(chunk), 'utf8');
}
