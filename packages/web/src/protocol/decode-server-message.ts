import type { ServerMessage } from './server-message.js';
import type { EndedReply, PageEvent, PageFault, TurnTimes } from './page-event.js';
import {
  type Check,
  count,
  finite,
  flag,
  json,
  listOf,
  object,
  oneOf,
  optional,
  parse,
  text,
  variants,
  whole,
} from './checks.js';

const u16 = whole(0, 0xffff);
const u32 = whole(0, 0xffff_ffff);
const number = whole(1, Number.MAX_SAFE_INTEGER);
const words = text(0, Number.POSITIVE_INFINITY);
const kind = oneOf('reply', 'say', 'apology', 'wait', 'prompt', 'farewell', 'trouble');
const turnId = optional(count);

/** The codes are the business of core; a page that does not know one shows the message. */
const code = text(1, 100) as Check<PageFault['code']>;
const fault = { code, message: words };

const latency = object<TurnTimes>({
  committedMs: optional(finite),
  firstTokenMs: optional(finite),
  firstAudioMs: optional(finite),
  voiceToVoiceMs: optional(finite),
});

/** A newer server may tell more than this page understands. */
const ignored = () => undefined;

const event = variants<PageEvent, undefined>(
  {
    state: { state: oneOf('listening', 'hearing', 'thinking', 'speaking') },
    'transcript-partial': { utterance: count, text: words, stableChars: count },
    'transcript-final': { utterance: count, index: count, text: words, startMs: finite, endMs: finite },
    'transcript-refined': { index: count, text: words },
    'utterance-end': { utterance: count, atMs: finite },
    gap: { startMs: finite, endMs: finite },
    echo: { text: words, own: words },
    backchannel: { text: words },
    'turn-committed': {
      turnId: count,
      source: oneOf('speech', 'text', 'dtmf'),
      text: words,
      finals: listOf(count, 10_000),
      continues: flag,
    },
    'turn-started': { turnId: count },
    'barge-in': { turnId, text: words },
    'reply-started': { turnId, kind, text: words },
    'reply-text': { turnId, text: words },
    'reply-heard': { turnId, kind },
    'reply-ended': {
      turnId,
      kind,
      status: oneOf('spoken', 'interrupted', 'skipped', 'failed'),
      spoken: words,
      unheard: words,
      heardMs: finite,
      exact: flag,
      latency,
      error: optional(object<PageFault>(fault)),
    } satisfies { [Key in keyof EndedReply]-?: unknown },
    recovering: {},
    recovered: {},
    dtmf: { digit: words },
    error: fault,
    app: { data: json },
  },
  ignored,
);

const envelope = variants<ServerMessage | { type: 'event'; n: number; event: undefined }, undefined>(
  {
    ready: {
      protocol: count,
      sessionId: words,
      key: words,
      resumed: flag,
      callId: words,
      micSeq: u32,
      lastN: count,
      missed: count,
      speechRateHz: whole(8000, 48_000),
      speech: object({ stream: u16, seq: u32 }),
      graceMs: finite,
    },
    ack: { micSeq: u32, n: count },
    event: { n: number, event },
    flush: { stream: u16 },
    'speech-end': { stream: u16, seq: u32 },
    pong: { id: count },
    bye: { reason: oneOf('ended', 'draining', 'minutes', 'failed') },
  },
  ignored,
);

/** A text message of the server as a page understands it. */
export type DecodedServerMessage = ServerMessage | { type: 'event'; n: number; event: undefined } | undefined;

/**
 * A text message of the server. Throws `ERR_PROTOCOL`, and nothing else, for one that is not of the protocol.
 * Of a newer server, it leaves out fields that it does not know, gives `undefined` for a message of a type that
 * it does not know, and for such an event its number alone, which is to be acknowledged all the same.
 */
export function decodeServerMessage(message: string): DecodedServerMessage {
  return envelope(parse(message), 'message');
}
