import type { VoiceError } from '../errors/voice-error.js';

/** How a turn came about. */
export type TurnSource = 'speech' | 'text';

/** What the caller has said and the loop has not taken yet: one turn, however many utterances it took. */
export interface CommittedTurn {
  id: number;
  source: TurnSource;
  /** Raw words as finally recognised; utterances joined by a space. */
  text: string;
  /** Utterance numbers of the recogniser that make up this turn. */
  utterances: readonly number[];
  /** Indexes of the finals in it, by which refinements find it. */
  finals: readonly { index: number; text: string }[];
  /** End of the caller's speech, ms on the caller's audio timeline. */
  endOfSpeechMs: number | undefined;
  /** Clock time of the (last) commit. */
  committedAtMs: number;
  /** The caller went on within `continuesMs` of the turn before. */
  continues: boolean;
  /** No final came, or not in time: the text is the last partial. */
  partialOnly: boolean;
  requestId: string | undefined;
}

/** One thing the bot says, in the queue of speech. */
export interface SpeechItem {
  id: number;
  kind: 'reply' | 'say' | 'apology';
  /** The turn it answers. */
  turnId: number | undefined;
  interruptible: boolean;
  /** Goes ahead of this speech, if that one has not sounded yet: what a responder says before its answer. */
  before?: number | undefined;
}

/** A speech that waits for its turn. `ready`: its audio is there already. */
export interface QueuedSpeech {
  item: SpeechItem;
  ready: boolean;
}

/** An utterance that is being put together. */
export interface Heard {
  utterance: number;
  finals: readonly { index: number; text: string }[];
  partial: string;
  /** Where it began, ms on the caller's audio timeline. */
  startMs: number;
  /** End of the last final or of the last partial, ms on the caller's audio timeline. */
  endMs: number | undefined;
  startedAtMs: number;
  /** It may be the bot's own voice. */
  unsure: boolean;
  /** The bot waited for more of it in vain, and goes on in spite of it. */
  waitedFor: boolean;
  requestId: string | undefined;
}

export type CallerRegion =
  | { name: 'silent' }
  | { name: 'hearing'; heard: Heard }
  /** Told the recogniser to end the utterance; waits for its final. */
  | { name: 'ending'; heard: Heard };

export type VoiceRegion =
  | { name: 'quiet' }
  /** `ready`: audio is there, held because the caller is speaking. */
  | { name: 'preparing'; item: SpeechItem; ready: boolean }
  /** `heardMs`: the sink's position when it was last looked at, to tell a stall. */
  | { name: 'speaking'; item: SpeechItem; heardMs: number }
  /**
   * Silent for the moment: the caller said something, and it is not certain yet that they take the turn.
   * `cleared`: the sink has fallen silent. `goOn`: decided to go on as soon as it has.
   */
  | { name: 'ducked'; item: SpeechItem; cleared: boolean; goOn: boolean }
  /** `stalled`: given up because the sink stopped playing, not because it was interrupted. */
  | { name: 'clearing'; item: SpeechItem; stalled: boolean };

export type LoopRegion =
  /** `asked`: user code awaits the next turn. */
  { name: 'waiting'; asked: boolean } | { name: 'body'; turnId: number } | { name: 'closed' };

export interface TurnState {
  readonly caller: CallerRegion;
  readonly voice: VoiceRegion;
  readonly loop: LoopRegion;
  /** Speech that waits for its turn, first in first out. */
  readonly queue: readonly QueuedSpeech[];
  /** What the loop gets next. */
  readonly next: CommittedTurn | undefined;
  readonly nextTurnId: number;
  /** The turn the loop was given last, and whether its signal has been aborted. Older ones always have. */
  readonly lastTurn: { id: number; aborted: boolean } | undefined;
  /** Utterances up to this one have been committed or dropped; what still comes of them changes nothing. */
  readonly utterancesDone: number;
  readonly lastCommitAtMs: number | undefined;
  readonly callerGone: boolean;
  /** `leaving`: who ends it. Words not yet taken are for the loop if the caller left, for nobody if we did. */
  readonly closing: { leaving: 'caller' | 'us'; error: VoiceError | undefined } | undefined;
  /** An apology has been asked for and is not in the queue yet. */
  readonly apologyDue: boolean;
}

/** Why a turn's signal was aborted. */
export type TurnAbortReason = 'barge-in' | 'newer-turn' | 'closed';

/** Exit timers: at most one of each runs. */
export type TimerName =
  'utterance' | 'final' | 'first-audio' | 'playout' | 'duck' | 'clear' | 'body' | 'last-words';

export type MachineEvent =
  /** `unsure`: it may be the bot's own voice, so it interrupts nothing for good. */
  | { type: 'partial'; utterance: number; text: string; startMs: number; endMs: number; unsure?: boolean }
  | {
      type: 'final';
      utterance: number;
      index: number;
      text: string;
      startMs: number;
      endMs: number;
      requestId?: string | undefined;
    }
  | { type: 'utterance-end'; utterance: number }
  /** An endpointing strategy of ours says that the caller has finished. */
  | { type: 'endpoint' }
  | { type: 'text'; text: string }
  | { type: 'interrupt' }
  | { type: 'speech-requested'; item: SpeechItem }
  /** The first audio of a speech is there and could be played. */
  | { type: 'first-audio'; id: number }
  /** Everything of a speech has been heard. */
  | { type: 'speech-drained'; id: number }
  /** A speech ended by a fault; what had been written of it has been heard. */
  | { type: 'speech-failed'; id: number; audible: boolean }
  /** The sink has fallen silent after `clear-sink` for this speech. */
  | { type: 'sink-cleared'; id: number }
  /** User code asks for the next turn (and has thereby finished with the one before). */
  | { type: 'next' }
  | { type: 'caller-gone' }
  /** The caller is gone and what they said last has been recognised. */
  | { type: 'hearing-ended' }
  /** The conversation cannot go on: apologise, then end with this error. */
  | { type: 'fatal'; error: VoiceError }
  | { type: 'close'; afterSpeech: boolean }
  | { type: 'timer'; name: TimerName };

/** What is true when an event happens. */
export interface Moment {
  nowMs: number;
  /** The sink's position. */
  heardMs: number;
}

/** What the shell is to do; carried out in order. */
export type Effect =
  | { type: 'timer'; name: TimerName; delayMs: number }
  | { type: 'cancel-timer'; name: TimerName }
  /** This speech is first in the queue now. */
  | { type: 'start-speech'; id: number }
  /** Let the audio of this speech sound. */
  | { type: 'release-audio'; id: number }
  /** Hand nothing more of this speech to the sink; it may go on later. */
  | { type: 'pause-speech'; id: number }
  /** Go on with this speech, from the start of the word at which it was cut. */
  | { type: 'resume-speech'; id: number }
  /** Stop producing this speech. */
  | { type: 'stop-speech'; id: number }
  /** Fall silent, and tell by `sink-cleared` with the same id. */
  | { type: 'clear-sink'; id: number }
  /** The speech is over; `stalled` where the sink stopped playing. */
  | {
      type: 'settle-speech';
      id: number;
      status: 'spoken' | 'interrupted' | 'skipped' | 'failed';
      stalled?: boolean;
    }
  /** Say the apology of the language: a speech failed before anything of it was heard. */
  | { type: 'say-apology' }
  | { type: 'abort-turn'; turnId: number; reason: TurnAbortReason }
  | { type: 'yield-turn'; turn: CommittedTurn }
  | { type: 'end-utterance' }
  | { type: 'emit'; event: MachineNotice }
  /** The conversation is over: release everything. */
  | { type: 'shut-down'; error: VoiceError | undefined }
  /** User code asked for a turn after the end: there is none (or the error, once). */
  | { type: 'end-loop' };

/** What observers are told by the machine itself. */
export type MachineNotice =
  | { type: 'barge-in'; turnId: number | undefined; text: string }
  /** The bot fell silent to hear whether the caller takes the turn. */
  | { type: 'ducked'; turnId: number | undefined; text: string }
  /** They did not: the bot goes on from the start of the word at which it was cut. */
  | { type: 'resumed'; turnId: number | undefined }
  | { type: 'backchannel'; text: string }
  | { type: 'turn-committed'; turn: CommittedTurn }
  | { type: 'body-stalled'; turnId: number; afterMs: number }
  | { type: 'final-timeout'; text: string }
  | { type: 'playout-stalled' }
  | { type: 'clear-forced' };

/** Timings and rules of the machine; durations in ms. */
export interface MachineRules {
  finalTimeoutMs: number;
  maxUtteranceMs: number;
  firstAudioMs: number;
  playoutStallMs: number;
  clearMs: number;
  bodyStallMs: number;
  continuesMs: number;
  lastWordsMs: number;
  /** Words it takes to interrupt; 0 switches barge-in by voice off. */
  bargeInMinWords: number;
  /** Ms of speech it takes besides. */
  bargeInMinMs: number;
  /** How long the bot waits in silence for a caller who said too little to take the turn. */
  duckMs: number;
  /** Whether these raw words confirm or fill without taking the turn. */
  isBackchannel: (words: readonly string[]) => boolean;
}

export const initialTurnState: TurnState = {
  caller: { name: 'silent' },
  voice: { name: 'quiet' },
  loop: { name: 'waiting', asked: false },
  queue: [],
  next: undefined,
  nextTurnId: 0,
  lastTurn: undefined,
  utterancesDone: -1,
  lastCommitAtMs: undefined,
  callerGone: false,
  closing: undefined,
  apologyDue: false,
};
