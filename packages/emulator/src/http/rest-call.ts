import type { IncomingHttpHeaders } from 'node:http';
import type { EmulatedService } from '../emulator-log.js';
import type { CallContext } from '../grpc/server-call.js';
import type { ErrorBody } from './error-body.js';
import type { JsonFields } from './json-fields.js';

/** One HTTP request and the way to answer it piece by piece. */
export interface RestCall extends CallContext {
  /** Lower-case names. */
  readonly headers: IncomingHttpHeaders;
  /** What the named groups of the route's path matched. */
  readonly params: Readonly<Partial<Record<string, string>>>;
  readonly body: JsonFields;
  /** Sends a message of a streamed answer, the first one after the headers; does nothing once the call is over. */
  send(message: object): void;
}

/** Answers with an object that becomes the JSON body, or with nothing after having sent all; may throw a `Refusal`. */
export type RestHandler = (call: RestCall) => Promise<object | undefined>;

/** How the messages of a streamed answer are told apart. */
export interface StreamFormat {
  headers: Readonly<Record<string, string>>;
  frame(json: string): string;
  /** Comes after the last message of an answer that did not fail. */
  end: string;
}

/** One JSON object a line, as gRPC gateways stream. */
export const jsonLines: StreamFormat = {
  headers: { 'content-type': 'application/json' },
  frame: (json) => `${json}\n`,
  end: '',
};

/** Server-sent events of OpenAI, with the headers recorded. */
export const serverSentEvents: StreamFormat = {
  headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' },
  frame: (json) => `data: ${json}\n\n`,
  end: 'data: [DONE]\n\n',
};

/** What is served at one path by one method. */
export interface RestRoute {
  method: 'GET' | 'POST';
  /** A pattern must match the whole path. */
  path: string | RegExp;
  service: EmulatedService;
  /** Served without a token, as that is where one gets it. Default false. */
  open?: boolean;
  /** Whether an API key may come as `Bearer` too. Default false. */
  keyAsBearer?: boolean;
  /** Longest body. Default 64 KiB. */
  maxBodyBytes?: number;
  /** Default that of `google.rpc.Status`. */
  errorBody?: ErrorBody;
  /** Default one JSON object a line. */
  stream?: StreamFormat;
}
