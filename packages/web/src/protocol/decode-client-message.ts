import type { ClientMessage, PageCommand, ResumeRequest } from './client-message.js';
import {
  badMessage,
  count,
  flag,
  json,
  object,
  oneOf,
  optional,
  parse,
  record,
  text,
  variants,
  whole,
} from './checks.js';
import { maxTextLength } from './limits.js';

const u16 = whole(0, 0xffff);
const u32 = whole(0, 0xffff_ffff);
const number = whole(1, Number.MAX_SAFE_INTEGER);
/** Ids and keys are ours, and shorter. */
const opaque = text(1, 200);

const noSuchType = (path: string): never => {
  throw badMessage(`${path}.type is unknown`);
};

const command = variants<PageCommand, never>(
  {
    text: { text: text(1, maxTextLength) },
    interrupt: {},
    dtmf: { digit: oneOf('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '#') },
    'echo-canceller': { active: flag },
    microphone: { state: oneOf('on', 'muted', 'off') },
    settings: { settings: record },
    app: { data: json },
  },
  noSuchType,
);

const resume = object<ResumeRequest>({
  sessionId: opaque,
  key: opaque,
  lastN: count,
  speech: object({ stream: u16, receivedSeq: u32, heardSeq: u32 }),
});

const clientMessage = variants<ClientMessage, never>(
  {
    hello: {
      protocol: count,
      micRateHz: whole(8000, 48_000),
      echoCanceller: flag,
      settings: optional(record),
      resume: optional(resume),
    },
    command: { n: number, command },
    ack: { n: count },
    heard: { stream: u16, seq: u32 },
    flushed: { stream: u16, seq: u32 },
    ping: { id: count },
    bye: {},
  },
  noSuchType,
);

/**
 * A text message of a page. Throws `ERR_PROTOCOL`, and nothing else, for one that is not of the protocol.
 * Fields that the protocol does not know are left out.
 */
export function decodeClientMessage(message: string): ClientMessage {
  return clientMessage(parse(message), 'message');
}
