import type { JsonValue, Settings } from './json-value.js';

/** Where a page that lost its socket was. Everything it has was received in order, so three numbers say it. */
export interface ResumeRequest {
  sessionId: string;
  /** From {@link ServerMessage} `ready`. A secret: whoever has it can take the call over. */
  key: string;
  /** Number of the last `event` received; 0 for none. */
  lastN: number;
  /** The stretch of speech last played or received, of which `receivedSeq` samples came and `heardSeq` sounded. */
  speech: { stream: number; receivedSeq: number; heardSeq: number };
}

/** What a person does at the page. Numbered and sent again after a lost socket, so that it happens once. */
export type PageCommand =
  /** A written turn, up to 4 000 characters. */
  | { type: 'text'; text: string }
  /** The bot shall fall silent. */
  | { type: 'interrupt' }
  /** A key, `0`–`9`, `*` or `#`. */
  | { type: 'dtmf'; digit: string }
  /** Whether the browser cancels echo, after it changed: a new device, a setting. */
  | { type: 'echo-canceller'; active: boolean }
  /** `muted` by the person, or `off`: none, or no permission. No audio comes unless it is `on`. */
  | { type: 'microphone'; state: 'on' | 'muted' | 'off' }
  /** The settings as they are now, all of them. */
  | { type: 'settings'; settings: Settings }
  /** The application's own. */
  | { type: 'app'; data: JsonValue };

/** JSON from the page to the server. */
export type ClientMessage =
  /** The first message of each socket. */
  | {
      type: 'hello';
      protocol: number;
      /** Of the microphone frames: 16-bit PCM at this rate, 8 000–48 000. The same again on a resume. */
      micRateHz: number;
      /** Whether the browser cancels echo, as `track.getSettings()` says. */
      echoCanceller: boolean;
      /** Settings at the beginning. Default: none. */
      settings?: Settings;
      /** Takes up a session whose socket was lost. Default: a new one. */
      resume?: ResumeRequest;
    }
  /** `n` counts from 1 through the session, over all its sockets. */
  | { type: 'command'; n: number; command: PageCommand }
  /** All events up to this number came: at least once a second while they come. */
  | { type: 'ack'; n: number }
  /** `seq` samples of the stream have been heard. Sent at the first of them, every 200 ms, and when all were. */
  | { type: 'heard'; stream: number; seq: number }
  /** The answer to `flush`: the stream is silent, `seq` samples of it were heard and no more will be. */
  | { type: 'flushed'; stream: number; seq: number }
  /** Answered with a `pong` of the same id. */
  | { type: 'ping'; id: number }
  /** The person hung up: the session ends, and is not to be resumed. */
  | { type: 'bye' };
