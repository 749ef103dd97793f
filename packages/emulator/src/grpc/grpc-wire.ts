import { constants, type IncomingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import type { Clock, ClockTimer } from '@rechka/core';
import type { CallOutcome } from '../emulator-log.js';
import type { FaultableWire, Garbage } from '../faults/faultable-wire.js';
import { Refusal } from '../refusal.js';
import { parseTimeoutMs } from './deadline.js';
import type { Connection } from './grpc-connection.js';
import { Inflow } from './inflow.js';
import { frameMessage, MessageFrames } from './message-frames.js';
import { Outflow, type DripPace } from './outflow.js';
import { status } from './status.js';

/** Ascii headers of a response. */
export type ResponseHeaders = Readonly<Record<string, string>>;

export interface GrpcWireOptions {
  clock: Clock;
  connection: Connection;
  /** Longest message taken; a longer one ends the call. */
  maxMessageBytes: number;
}

/** Eight bytes that no protobuf message can begin with: wire type 7 does not exist. */
const notProtobuf = Buffer.alloc(8, 0xff);

/** One gRPC call on its HTTP/2 stream: headers, messages, status, and every way to go wrong. */
export class GrpcWire implements FaultableWire {
  /** Messages of the client, unpacked but not decoded. */
  readonly requests: Inflow<Uint8Array>;
  /** Aborts when nothing more can be said: the client is gone, the status is sent, or a fault has cut the call. */
  readonly over: AbortSignal;
  /** Sent with the status, whoever sends it. */
  trailers: ResponseHeaders = {};
  /** How the call ended, once it is over. */
  outcome: CallOutcome = 'done';
  /** The status that was sent, if one was. */
  status: { code: status; message: string } | undefined;

  readonly #stream: ServerHttp2Stream;
  readonly #connection: Connection;
  readonly #frames: MessageFrames;
  readonly #outflow: Outflow;
  readonly #controller = new AbortController();
  #deadline: ClockTimer | undefined;
  #hasHeaders = false;
  #isFinished = false;

  constructor(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, options: GrpcWireOptions) {
    const { clock, connection, maxMessageBytes } = options;
    this.#stream = stream;
    this.#connection = connection;
    this.over = this.#controller.signal;
    this.#frames = new MessageFrames({
      maxBytes: maxMessageBytes,
      encoding: String(headers['grpc-encoding'] ?? 'identity'),
    });
    this.#outflow = new Outflow(clock, (bytes) => stream.write(bytes));
    this.requests = new Inflow(clock, (on) => (on ? stream.resume() : stream.pause()));
    stream.on('data', (chunk: Buffer) => this.#take(chunk));
    stream.on('end', () => this.#onHalfClose());
    // A stream that breaks is told by 'close' too, with its code.
    stream.on('error', () => undefined);
    stream.on('close', () => this.#onClose());
    stream.pause();
    const timeoutMs = parseTimeoutMs(one(headers['grpc-timeout']));
    if (timeoutMs !== undefined) {
      this.#deadline = clock.setTimeout(
        () => this.finish(status.DEADLINE_EXCEEDED, 'Deadline exceeded'),
        timeoutMs,
      );
    }
  }

  /** Sends the headers, once. */
  respond(headers: ResponseHeaders): void {
    if (this.#hasHeaders || this.#isFinished) return;
    this.#hasHeaders = true;
    this.#outflow.then(() =>
      this.#stream.respond(
        { ':status': 200, 'content-type': 'application/grpc+proto', ...headers },
        { waitForTrailers: true },
      ),
    );
  }

  /** Sends a message; does nothing when the call is over. */
  send(message: Uint8Array): void {
    if (this.#isFinished) return;
    this.respond({});
    this.#outflow.write(frameMessage(message));
  }

  /** Ends the call with a status: in trailers, or alone if there were no headers. */
  finish(code: status, message: string): void {
    if (this.#isFinished) return;
    const trailers = {
      'grpc-status': String(code),
      'grpc-message': percentEncode(message),
      ...this.trailers,
    };
    this.status = { code, message };
    const hadHeaders = this.#hasHeaders;
    this.#outflow.then(() => {
      if (!hadHeaders) {
        const headers = { ':status': 200, 'content-type': 'application/grpc+proto', ...trailers };
        this.#stream.respond(headers, { endStream: true });
        return;
      }
      this.#stream.once('wantTrailers', () => this.#stream.sendTrailers(trailers));
      this.#stream.end();
    });
    this.#end('done');
    // What the client still sends is read and dropped, or its half-close would never come and the stream stay open.
    this.#stream.removeAllListeners('data');
    this.#stream.resume();
  }

  fail(code: status, message: string): void {
    this.finish(code, message);
  }

  answerHttp(httpStatus: number, body: string): void {
    if (this.#isFinished) return;
    if (this.#hasHeaders) {
      this.reset(constants.NGHTTP2_INTERNAL_ERROR);
      return;
    }
    this.#outflow.then(() => {
      this.#stream.respond({ ':status': httpStatus, 'content-type': 'text/html; charset=utf-8' });
      this.#stream.end(body);
    });
    this.#end('cut');
    this.#stream.resume();
  }

  reset(code: number): void {
    this.#outflow.close();
    this.#end('cut');
    this.#stream.close(code);
  }

  goAway(code: number, graceMs: number | undefined): void {
    this.#connection.goAway(code, graceMs);
  }

  disconnect(how: 'reset' | 'end'): void {
    this.#end('cut');
    this.#connection.disconnect(how);
  }

  stall(forMs: number | undefined): void {
    this.#outflow.stall(forMs);
  }

  drip(pace: DripPace): void {
    this.#outflow.drip(pace);
  }

  stopReading(forMs: number | undefined): void {
    this.requests.stop(forMs);
  }

  garble(garbage: Garbage): void {
    if (this.#isFinished) return;
    this.respond({});
    switch (garbage) {
      case 'message':
        this.#outflow.write(frameMessage(notProtobuf));
        return;
      case 'frame':
        // A compression flag that does not exist.
        this.#outflow.write(Buffer.from([0x7f, 0, 0, 0, 1, 0]));
        return;
      case 'truncated':
        // Promises 100 bytes, gives 5 and ends well.
        this.#outflow.write(Buffer.concat([Buffer.from([0, 0, 0, 0, 100]), Buffer.alloc(5)]));
        this.finish(status.OK, '');
        return;
    }
  }

  #take(chunk: Buffer): void {
    try {
      for (const message of this.#frames.push(chunk)) this.requests.push(message);
    } catch (error) {
      this.requests.fail(error instanceof Error ? error : new Error(String(error)));
      this.#stream.removeAllListeners('data');
    }
  }

  #onHalfClose(): void {
    // The end of a stream that was reset or whose connection broke looks like a half-close.
    if (this.#stream.aborted || this.#stream.destroyed) return;
    if (this.#frames.isMidMessage) {
      this.requests.fail(new Refusal(status.INTERNAL, 'The request ended in the middle of a message'));
    } else {
      this.requests.end();
    }
  }

  #onClose(): void {
    this.#outflow.close();
    this.requests.close();
    if (!this.#isFinished) this.#end('cancelled');
  }

  #end(outcome: CallOutcome): void {
    if (!this.#isFinished) this.outcome = outcome;
    this.#isFinished = true;
    this.#deadline?.cancel();
    this.#controller.abort();
  }
}

/** The first value of a header. */
export function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** As gRPC over HTTP/2 wants it: UTF-8, all but printable ASCII in percents. */
function percentEncode(text: string): string {
  return Array.from(Buffer.from(text, 'utf8'), (byte) =>
    byte >= 0x20 && byte <= 0x7e && byte !== 0x25
      ? String.fromCharCode(byte)
      : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`,
  ).join('');
}
