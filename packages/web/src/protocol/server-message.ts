import type { PageEvent } from './page-event.js';

/** Why the server ends a call. */
export type ByeReason =
  /** The conversation is over. */
  | 'ended'
  /** The server is being stopped. */
  | 'draining'
  /** The call, the person or the server has used up its minutes. */
  | 'minutes'
  /** The application failed. */
  | 'failed';

/** JSON from the server to the page. */
export type ServerMessage =
  /** The answer to `hello`. */
  | {
      type: 'ready';
      protocol: number;
      sessionId: string;
      /** With `sessionId`, takes the session up again. A secret; the same through the session. */
      key: string;
      /** Whether this is the session asked for. One that is gone is not replaced: the socket closes with 4404. */
      resumed: boolean;
      /** Shows in all events and logs of the server. */
      callId: string;
      /** Samples of the microphone that the server has, or has given up: the next frame continues or skips on. */
      micSeq: number;
      /** Number of the last command received: send those after it again. */
      lastN: number;
      /** Events that were lost for good because too many were missed; 0 almost always. */
      missed: number;
      /** 16-bit PCM at this rate is what speech frames hold. */
      speechRateHz: number;
      /**
       * The stream of speech that is current, and the sample from which it is sent. Of another stream, nothing
       * shall sound any more.
       */
      speech: { stream: number; seq: number };
      /** For how long the session can be taken up again after a lost socket, in ms. */
      graceMs: number;
    }
  /** Commands up to `n`, and the microphone up to sample `micSeq`, are here: forget them. */
  | { type: 'ack'; micSeq: number; n: number }
  /** `n` counts from 1 through the session. After a lost socket, those missed come again. */
  | { type: 'event'; n: number; event: PageEvent }
  /** Fall silent within 20 ms, forget the stream and what still comes of it, and answer `flushed`. */
  | { type: 'flush'; stream: number }
  /**
   * For now the stream ends at sample `seq`: play what is there, however little, and report when it was heard.
   * More of the same stream may follow.
   */
  | { type: 'speech-end'; stream: number; seq: number }
  | { type: 'pong'; id: number }
  /** The call is over; the socket closes. */
  | { type: 'bye'; reason: ByeReason };
