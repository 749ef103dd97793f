import type { VoiceError } from '../errors/voice-error.js';
import type { ExpectedAnswer } from '../ports/language.js';

/** How a turn came about: said, written, or keyed in. */
export type TurnSource = 'speech' | 'text' | 'dtmf';

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
  /** The provider's requests that heard it. */
  requestIds: readonly string[];
}

/**
 * What the bot says by itself: that something failed, that an answer takes a while, that it hears nothing of the
 * caller, goodbye, that the line to the recogniser is down.
 */
export type PhraseKind = 'apology' | 'wait' | 'prompt' | 'farewell' | 'trouble';

/** Why the bot speaks: it answers a turn, was told to say something, or says a phrase of its own. */
export type SpeechKind = 'reply' | 'say' | PhraseKind;

/** One thing the bot says, in the queue of speech. */
export interface SpeechItem {
  id: number;
  kind: SpeechKind;
  /** The turn it answers. */
  turnId: number | undefined;
  interruptible: boolean;
  /** What it asks the caller for. */
  expect?: ExpectedAnswer | undefined;
  /** Goes ahead of this speech, if that one has not sounded yet: what a responder says before its answer. */
  before?: number | undefined;
  /** That speech has words of its own already: it comes after these, in the pause before the next. */
  amid?: boolean | undefined;
}

/** A speech that waits for its turn. */
export interface QueuedSpeech {
  item: SpeechItem;
  /** Its audio is there already. */
  ready: boolean;
  /** It has sounded, ran out of words, and was put behind what is to be said meanwhile. */
  begun: boolean;
  /** … and its next words have not come yet. */
  starved: boolean;
  /** Since when the caller has been waiting for it. */
  sinceMs: number | undefined;
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
  /** The words have not changed for a while, or there was no voice after them: an answer may be prepared. */
  stable: boolean;
  requestIds: readonly string[];
}

export type CallerRegion =
  | { name: 'silent' }
  | { name: 'hearing'; heard: Heard }
  /** Told the recogniser to end the utterance; waits for its final. */
  | { name: 'ending'; heard: Heard };

export type VoiceRegion =
  | { name: 'quiet' }
  /** If `ready`, held because the caller is speaking. */
  | ({ name: 'preparing' } & QueuedSpeech & { sinceMs: number })
  /**
   * `heardMs`: the sink's position when it was last looked at, to tell a stall. `starvedAtMs`: since when all there is
   * of it has been heard, and more is to come.
   */
  | { name: 'speaking'; item: SpeechItem; heardMs: number; starvedAtMs: number | undefined }
  /**
   * Silent for the moment: the caller said something, and it is not certain yet that they take the turn.
   * `cleared`: the sink has fallen silent. `goOn`: decided to go on as soon as it has. `starvedAtMs` as above.
   */
  | {
      name: 'ducked';
      item: SpeechItem;
      cleared: boolean;
      goOn: boolean;
      starvedAtMs: number | undefined;
    }
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
  /** The turn the loop was given last, whether its signal has been aborted (older ones' have), and whether it spoke. */
  readonly lastTurn: { id: number; aborted: boolean; answered: boolean } | undefined;
  /** Utterances up to this one have been committed or dropped; what still comes of them changes nothing. */
  readonly utterancesDone: number;
  readonly lastCommitAtMs: number | undefined;
  readonly callerGone: boolean;
  /** `leaving`: who ends it. Words not yet taken are for the loop if the caller left, for nobody if we did. */
  readonly closing: { leaving: 'caller' | 'us'; error: VoiceError | undefined } | undefined;
  /** An apology has been asked for and is not in the queue yet. */
  readonly apologyDue: boolean;
  /**
   * The answer that is being prepared ahead of its turn, by the words it answers; attempts count for one turn.
   * `judged`: the text that was last found worth an answer, or not.
   */
  readonly speculation: { key: string | undefined; judged: string | undefined; attempts: number };
  /** How often the sink has been told to fall silent. */
  readonly clears: number;
  /** Keys pressed that are not a turn yet. */
  readonly keys: string;
  /** The recogniser cannot be reached. */
  readonly deaf: boolean;
  /** The caller is being handed over to somebody else. */
  readonly handingOver: boolean;
  /** Whether the timers of the same names run: somebody waits for us, or we wait for the caller. */
  readonly watching: { wait: boolean; silence: boolean };
  /** Phrases said since the caller began to wait, and since they were last heard. */
  readonly said: { waits: number; prompts: number };
}

/** Why a turn's signal was aborted. */
export type TurnAbortReason = 'barge-in' | 'newer-turn' | 'closed';

/** Exit timers: at most one of each runs. */
export type TimerName =
  | 'utterance'
  | 'final'
  | 'first-audio'
  | 'playout'
  | 'duck'
  | 'clear'
  | 'body'
  | 'last-words'
  /** The caller's words have not changed for a while. */
  | 'stable'
  /** An answer takes long. */
  | 'wait'
  /** Nobody says anything. */
  | 'silence'
  /** The call has lasted long enough. */
  | 'call'
  /** The recogniser cannot be reached. */
  | 'trouble'
  /** No further key has been pressed. */
  | 'keys';

export type MachineEvent =
  /** The conversation begins. */
  | { type: 'opened' }
  /** `unsure`: it may be the bot's own voice, so it interrupts nothing for good. */
  | {
      type: 'partial';
      utterance: number;
      text: string;
      startMs: number;
      endMs: number;
      unsure?: boolean;
      /** It covers all that the caller has said: there has been no voice since. */
      covered?: boolean;
    }
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
  | { type: 'key'; digit: string }
  /** The recogniser cannot be reached at the moment. */
  | { type: 'hearing-lost' }
  | { type: 'hearing-back' }
  /** The caller is being handed over to somebody else; then: they are not, and are still here. */
  | { type: 'handing-over' }
  | { type: 'still-here' }
  | { type: 'speech-requested'; item: SpeechItem }
  /** The first audio of a speech is there and could be played. */
  | { type: 'first-audio'; id: number }
  /** All there is of a speech has been heard, and more of it is to come. */
  | { type: 'speech-starved'; id: number }
  /** More of it came. */
  | { type: 'speech-fed'; id: number }
  /** Everything of a speech has been heard. */
  | { type: 'speech-drained'; id: number }
  /** A speech ended by a fault; what had been written of it has been heard. */
  | { type: 'speech-failed'; id: number; audible: boolean }
  /** The sink has fallen silent after the `clear-sink` of this number. */
  | { type: 'sink-cleared'; clear: number }
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
  /** Fall silent, and tell by `sink-cleared` with the same number: an answer given up for may still come. */
  | { type: 'clear-sink'; clear: number }
  /** The speech is over; `stalled` where the sink stopped playing. */
  | {
      type: 'settle-speech';
      id: number;
      status: 'spoken' | 'interrupted' | 'skipped' | 'failed';
      stalled?: boolean;
    }
  /** Say a phrase of the language; `count`: how many of the kind have been said before in this wait. */
  | { type: 'say-phrase'; kind: PhraseKind; count: number; interruptible: boolean; before?: number }
  /** The caller may have said all this: prepare the answer of the turn that it may become. */
  | { type: 'speculate'; turnId: number; text: string }
  /** They said something else, or the answer cannot be used. */
  | { type: 'drop-speculation' }
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
  /** How long words have to stay the same for an answer to be prepared; 0 switches speculation off. */
  stableMs: number;
  /** A caller who waits this long for an answer is told that it takes a while, and told again; 0: never. */
  waitMs: number;
  waitAgainMs: number;
  /** A silence after which the caller is prompted; 0: never. */
  silenceMs: number;
  /** After so many prompts the bot says goodbye. */
  prompts: number;
  /** The longest that a call may last; 0: as long as it likes. */
  maxCallMs: number;
  /** When a recogniser that cannot be reached is spoken of; 0: never. */
  troubleMs: number;
  /** The longest pause between keys of one turn; 0: keys make no turns. */
  keysMs: number;
  /** What is left of a text when case, punctuation and fillers are ignored: the same for all that asks the same. */
  speechKey: (text: string) => string;
  /** Whether a caller who has said this may have finished. */
  mayBeComplete: (text: string) => boolean;
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
  speculation: { key: undefined, judged: undefined, attempts: 0 },
  clears: 0,
  keys: '',
  deaf: false,
  handingOver: false,
  watching: { wait: false, silence: false },
  said: { waits: 0, prompts: 0 },
};
