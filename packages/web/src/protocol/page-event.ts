import type { ReplyLatency, VoiceErrorCode } from '@rechka/core';
import type { JsonValue } from './json-value.js';

/** What the bot is doing, for a page's state pill. */
export type BotState =
  /** Waits for the caller. */
  | 'listening'
  /** The caller speaks. */
  | 'hearing'
  /** Makes an answer. */
  | 'thinking'
  /** Is heard. */
  | 'speaking';

/** What kind of speech: an answer to a turn, something said of the bot's own accord, an apology for a fault. */
export type ReplyKind = 'reply' | 'say' | 'apology' | 'wait' | 'prompt' | 'farewell' | 'trouble';

/** What was wrong, in a form that may be shown to anybody. */
export interface PageFault {
  /** The code of a `VoiceError`, stable. */
  code: VoiceErrorCode;
  /** English, with a cure; a page that speaks another language goes by the code. */
  message: string;
}

/** When things happened in a turn, in ms since the end of the caller's speech. Absent for what never happened. */
export type TurnTimes = { readonly [Stage in keyof ReplyLatency]?: number };

/** A speech that is over. */
export interface EndedReply {
  /** The turn it answered. */
  turnId?: number;
  kind: ReplyKind;
  /** As in `Reply` of core. */
  status: 'spoken' | 'interrupted' | 'skipped' | 'failed';
  /** What was heard of it. */
  spoken: string;
  /** What was not: an interrupted answer's rest. */
  unheard: string;
  /** Audio heard, in ms. */
  heardMs: number;
  /** Whether the cut between `spoken` and `unheard` comes from word timings. */
  exact: boolean;
  latency: TurnTimes;
  error?: PageFault;
}

/**
 * What the page shows. Numbered, and sent again after a lost socket. `…Ms` are positions on the caller's audio
 * timeline unless said otherwise; `utterance`, `index` and `turnId` are those of the pipeline's events.
 */
export type PageEvent =
  | { type: 'state'; state: BotState }
  /** Replaces the partial of the same utterance. */
  | { type: 'transcript-partial'; utterance: number; text: string; stableChars: number }
  /** Fixed; an utterance may have several, and its partial after each covers only what follows it. */
  | {
      type: 'transcript-final';
      utterance: number;
      index: number;
      text: string;
      startMs: number;
      endMs: number;
    }
  /** The text of the final with this index, with case, punctuation and numerals. */
  | { type: 'transcript-refined'; index: number; text: string }
  | { type: 'utterance-end'; utterance: number; atMs: number }
  /** The caller's audio that was not recognised: lost on the way, or by the recogniser. */
  | { type: 'gap'; startMs: number; endMs: number }
  /** A final, or what was cut out of it, was the bot's own voice; `own` is what was left for the caller's. */
  | { type: 'echo'; text: string; own: string }
  | { type: 'backchannel'; text: string }
  /** The caller has said something to be answered; `finals` are the indexes of which its text was made. */
  | {
      type: 'turn-committed';
      turnId: number;
      source: 'speech' | 'text' | 'dtmf';
      text: string;
      finals: readonly number[];
      /** The caller went on with the turn before. */
      continues: boolean;
    }
  /** The application took the turn. */
  | { type: 'turn-started'; turnId: number }
  | { type: 'barge-in'; turnId?: number; text: string }
  /** Its sound may begin; `text` is what is known of it. */
  | { type: 'reply-started'; turnId?: number; kind: ReplyKind; text: string }
  /** The whole text so far of the speech that started last. */
  | { type: 'reply-text'; turnId?: number; text: string }
  /** Its first sound was heard. */
  | { type: 'reply-heard'; turnId?: number; kind: ReplyKind }
  | ({ type: 'reply-ended' } & EndedReply)
  /** The recogniser's connection was lost and is being made again; nothing said is lost. */
  | { type: 'recovering' }
  | { type: 'recovered' }
  | { type: 'dtmf'; digit: string }
  /** Something failed; the conversation goes on unless a `bye` follows. */
  | ({ type: 'error' } & PageFault)
  /** The application's own. */
  | { type: 'app'; data: JsonValue };
