import type { BotState, EndedReply, PageFault, ReplyKind, TurnTimes } from '../protocol/page-event.js';
import type { VoiceClientError } from './client-error.js';

/** Something the caller said or wrote. */
export interface CallerEntry {
  /** Unique in the transcript, and the same while the entry grows. */
  readonly id: string;
  readonly from: 'caller';
  readonly source: 'speech' | 'text' | 'dtmf';
  /** What is certain of it. */
  readonly text: string;
  /** What follows it and may still change; empty once all is certain. */
  readonly partial: string;
}

/** Something the bot said. */
export interface BotEntry {
  readonly id: string;
  readonly from: 'bot';
  readonly kind: ReplyKind;
  /** The turn it answers. */
  readonly turnId: number | undefined;
  readonly status: 'speaking' | EndedReply['status'];
  /** What was heard of it; while it is `speaking`, what is known of it. */
  readonly text: string;
  /** What nobody heard, because it was interrupted or failed. */
  readonly unheard: string;
}

/** Where the caller's words were lost. */
export interface GapEntry {
  readonly id: string;
  readonly from: 'gap';
  readonly durationMs: number;
}

/** One line of a transcript. */
export type TranscriptEntry = CallerEntry | BotEntry | GapEntry;

/** One turn of the caller and what came of it. */
export interface TurnSummary {
  readonly turnId: number;
  readonly source: 'speech' | 'text' | 'dtmf';
  /** What the caller said. */
  readonly text: string;
  /** `open` until its answer is over. */
  readonly status: 'open' | EndedReply['status'];
  /** When things happened, in ms since the end of the caller's speech. */
  readonly latency: TurnTimes;
  /** Sound heard of the answer, in ms. */
  readonly heardMs: number;
}

/** The conversation as a page shows it. A snapshot: what changes is another object, what does not is the same one. */
export interface ClientState {
  /** `idle` before the start and after a stop or an error. */
  readonly connection: 'idle' | 'connecting' | 'connected' | 'reconnecting' | 'ended';
  /**
   * - `off`: not asked for.
   * - `on`: its sound is used, unless `muted`.
   * - `lost`: there is none now, see `error`; it is taken up again by itself when it can be.
   */
  readonly microphone: 'off' | 'on' | 'lost';
  readonly muted: boolean;
  /** Whether the browser keeps the bot's voice out of the microphone. */
  readonly echoCanceller: boolean;
  /** Whether the browser plays sound at the moment: a phone call or the system may have stopped it. */
  readonly sound: 'playing' | 'stopped';
  /** What the bot is doing, as the server says. */
  readonly bot: BotState;
  /** Whether the bot's voice sounds here and now. */
  readonly speaking: boolean;
  /** Whether the server makes its connection to the recogniser again; nothing said is lost. */
  readonly recovering: boolean;
  /** In the order of the conversation, the newest 500. */
  readonly transcript: readonly TranscriptEntry[];
  /** The newest 100. */
  readonly turns: readonly TurnSummary[];
  /** What is wrong with this page, if anything: it is gone when the cause is. */
  readonly error: VoiceClientError | undefined;
  /** The latest fault of the server; the conversation goes on. Gone with the next turn. */
  readonly fault: PageFault | undefined;
  /** To quote to those who run the server. */
  readonly callId: string | undefined;
}

/** Before anything happened. */
export const initialState: ClientState = Object.freeze({
  connection: 'idle',
  microphone: 'off',
  muted: false,
  echoCanceller: false,
  sound: 'stopped',
  bot: 'listening',
  speaking: false,
  recovering: false,
  transcript: Object.freeze([]),
  turns: Object.freeze([]),
  error: undefined,
  fault: undefined,
  callId: undefined,
});
