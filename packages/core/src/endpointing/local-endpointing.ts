import type { MeasuredAudio } from '../audio/level-meter.js';
import { VoiceActivity } from '../audio/voice-activity.js';
import { checkNumber, checkObject, invalidOption } from '../errors/validate.js';
import { rawWords } from '../machine/raw-words.js';
import type { ExpectedAnswer, Language } from '../ports/language.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import { CallerPace } from './caller-pace.js';
import type { Endpointer, EndpointDetector, EndpointPlan } from './endpointer.js';
import { pauseFor } from './pause-for.js';

/** Options of {@link localEndpointing}. */
export interface LocalEndpointingOptions {
  /** Tells whether the words so far are a whole answer. */
  language: Pick<Language, 'isComplete'>;
  /**
   * Silence after which the recogniser is asked for the final of what was said, in ms, 100–2 000: with it in hand the
   * end of the utterance need not wait for it. Less gives answers sooner, and more finals in an utterance. Default 200.
   */
  askAfterMs?: number;
  /**
   * How much waiting is as bad as to cut a caller off, in ms, 500–60 000: more waits longer where it is uncertain whether
   * they have finished, and hardly where it is not. Default 6 000.
   */
  cutOffCostMs?: number;
  /** The shortest silence that ends an utterance, in ms, 100–5 000. Default: what the words ask for, 360 or more. */
  minPauseMs?: number;
  /** The longest pause that is waited for, in ms, 300–10 000, not less than `minPauseMs`. Default 2 500. */
  maxPauseMs?: number;
  /** The longest utterance, in ms, 1 000–300 000. Default 30 000. */
  maxUtteranceMs?: number;
}

/**
 * Decides by ourselves that a caller has finished: silence by energy, with the noise of the line learned as it goes;
 * how long a silence, by whether the words are a whole answer to what was asked (`Language.isComplete`) and by how long
 * this caller pauses. On a line that is never silent, words that do not grow take the place of silence.
 *
 * Throws `ERR_INVALID_OPTION`.
 */
export function localEndpointing(options: LocalEndpointingOptions): Endpointer {
  checkObject('options', options, 'an object with language, e.g. { language: russian() }');
  const {
    language,
    askAfterMs = 200,
    cutOffCostMs = 6000,
    minPauseMs = 100,
    maxPauseMs = 2500,
    maxUtteranceMs = 30_000,
  } = options;
  if (typeof (language as Partial<Language> | null | undefined)?.isComplete !== 'function')
    throw invalidOption('language', language, 'a Language, e.g. russian() of @rechka/russian');
  checkNumber('askAfterMs', askAfterMs, { min: 100, max: 2000 });
  checkNumber('cutOffCostMs', cutOffCostMs, { min: 500, max: 60_000 });
  checkNumber('minPauseMs', minPauseMs, { min: 100, max: 5000 });
  checkNumber('maxPauseMs', maxPauseMs, { min: Math.max(300, minPauseMs), max: 10_000 });
  checkNumber('maxUtteranceMs', maxUtteranceMs, { min: 1000, max: 300_000 });
  const rules = { language, askAfterMs, cutOffCostMs, minPauseMs, maxPauseMs, maxUtteranceMs };
  return { open: () => new LocalDetector(rules) };
}

/**
 * Words that have not grown for so long, beyond the pause that they ask for, are all there is, whatever sounds: the
 * longest word takes less time to be recognised.
 */
const stableMs = 900;
/** A recogniser that is this far behind the caller's silence is not waited for: what it has is judged. */
const deafMs = 900;
/** A final is here so soon after it was asked for; a few are later. */
const answerMs = 300;
/** A transcript that reaches this close to the end of the voice has all of it: the level decays after the word. */
const decayMs = 40;
/** A caller who goes on this soon after it was decided that they had finished had only paused. */
const cutOffMs = 1000;
/** From which probability on the final is asked for at once, and from which on a little later. */
const askFrom = { once: 0.5, later: 0.2 };

interface Said {
  startMs: number;
  /** Of the utterance that was ended though the caller went on: its words, and what had been asked for. */
  before: Pick<Ended, 'text' | 'expected'>;
  /** Words of its finals, and those that are not final yet. */
  finals: string;
  partial: string;
  /** How far the transcript reached when its words changed last, and how far it reaches now. */
  changedMs: number;
  throughMs: number;
}

interface Ended {
  /** Up to where everything was recognised, and where it was decided that it is over. */
  atMs: number;
  decidedMs: number;
  text: string;
  expected: ExpectedAnswer;
}

const nothing: Ended = {
  atMs: Number.NEGATIVE_INFINITY,
  decidedMs: Number.NEGATIVE_INFINITY,
  text: '',
  expected: 'free',
};

class LocalDetector implements EndpointDetector {
  readonly #voice = new VoiceActivity();
  readonly #pace = new CallerPace();
  #expected: ExpectedAnswer = 'free';
  #said: Said | undefined;
  /** Up to where the next final has everything; final words may end before the voice does. */
  #askedMs = 0;
  /** The utterance before this one. */
  #ended = nothing;
  #heardMs = 0;
  #plan: EndpointPlan | undefined;

  constructor(private readonly rules: Required<LocalEndpointingOptions>) {}

  get plan(): EndpointPlan {
    return (this.#plan ??= this.#makePlan());
  }

  expect(answer: ExpectedAnswer): void {
    this.#expected = answer;
    this.#plan = undefined;
  }

  asked(atMs: number): void {
    this.#askedMs = atMs;
  }

  heardAudio(audio: MeasuredAudio): void {
    const before = this.#voice.voiceEndMs;
    this.#heardMs = audio.endMs;
    this.#voice.take(audio);
    const { voiceEndMs } = this.#voice;
    if (voiceEndMs === before) return;
    this.#plan = undefined;
    if (before === undefined || voiceEndMs === undefined) return;
    if (this.#said || this.#goesOn(audio.startMs)) this.#pace.paused(audio.startMs - before);
  }

  heardEvent(event: SttEvent): void {
    this.#plan = undefined;
    switch (event.type) {
      case 'speech-start':
        this.#begin(event.atMs);
        return;
      case 'transcript-partial':
        this.#hear(event.throughMs, { partial: event.text });
        return;
      case 'transcript-final':
        this.#hear(Math.max(event.endMs, this.#askedMs), {
          finals: `${this.#said?.finals ?? ''} ${event.text}`,
          partial: '',
        });
        return;
      case 'utterance-end':
        this.#ended = { atMs: event.atMs, decidedMs: this.#heardMs, ...this.#answer };
        this.#said = undefined;
        return;
      default:
        return;
    }
  }

  /** Whether a caller who speaks here had not finished when it was decided so. */
  #goesOn(atMs: number): boolean {
    return atMs - this.#ended.decidedMs < cutOffMs;
  }

  /** What is judged: all words of an answer, and what they answer. */
  get #answer(): Pick<Ended, 'text' | 'expected'> {
    const { before, finals = '', partial = '' } = this.#said ?? {};
    const expected = this.#expected === 'free' ? (before?.expected ?? 'free') : this.#expected;
    return { text: `${before?.text ?? ''} ${finals} ${partial}`.trim(), expected };
  }

  #begin(startMs: number): Said {
    const before = this.#goesOn(startMs) ? this.#ended : nothing;
    return (this.#said ??= {
      ...{ startMs, before, finals: '', partial: '' },
      ...{ changedMs: startMs, throughMs: startMs },
    });
  }

  #hear(reachedMs: number, words: Partial<Said>): void {
    const before = this.#begin(reachedMs);
    const said = { ...before, ...words };
    const throughMs = Math.max(before.throughMs, reachedMs);
    const same = rawWords(textOf(said)).join(' ') === rawWords(textOf(before)).join(' ');
    this.#said = { ...said, throughMs, changedMs: same ? before.changedMs : throughMs };
  }

  #makePlan(): EndpointPlan {
    const { rules } = this;
    const silentMs = this.#voice.voiceEndMs ?? Number.POSITIVE_INFINITY;
    const askMs = silentMs + rules.askAfterMs;
    if (!this.#said) {
      // A voice that nothing has been recognised of yet; of the one before, all has been.
      const askAtMs = silentMs > this.#ended.atMs ? askMs : Number.POSITIVE_INFINITY;
      return { askAtMs, endAtMs: Number.POSITIVE_INFINITY };
    }
    const { startMs, changedMs, throughMs } = this.#said;
    const { text, expected } = this.#answer;
    const probability = rules.language.isComplete(text, { expect: expected });
    const pauseMs = this.#pauseFor(probability, expected);
    const latestMs = startMs + rules.maxUtteranceMs;
    // Nothing new in so much of what was listened to: the line is noisy, and the caller silent.
    if (throughMs - changedMs >= pauseMs + stableMs) return { askAtMs: throughMs, endAtMs: throughMs };
    if (throughMs < silentMs - decayMs) {
      const endAtMs = Math.min(silentMs + pauseMs + deafMs, latestMs);
      return { askAtMs: Math.min(askMs, endAtMs), endAtMs };
    }
    const endAtMs = Math.min(silentMs + pauseMs, latestMs);
    return { askAtMs: Math.min(this.#askAtMs(probability, silentMs, endAtMs), endAtMs), endAtMs };
  }

  /** Where to ask for the final: partials may be wrong, but each question parts a number that is being dictated. */
  #askAtMs(probability: number, silentMs: number, endAtMs: number): number {
    const { askAfterMs } = this.rules;
    // Once in a silence: that final has all that was said before it.
    if (probability >= askFrom.once || this.#askedMs > silentMs) return silentMs + askAfterMs;
    if (probability >= askFrom.later) return silentMs + 2 * askAfterMs;
    return Math.max(silentMs + askAfterMs, endAtMs - answerMs);
  }

  #pauseFor(probability: number, expected: ExpectedAnswer): number {
    const { cutOffCostMs, minPauseMs, maxPauseMs } = this.rules;
    const pauseMs = pauseFor({ probability, expected, cutOffCostMs }) * this.#pace.factor;
    return Math.min(maxPauseMs, Math.max(minPauseMs, pauseMs));
  }
}

function textOf({ finals, partial }: Pick<Said, 'finals' | 'partial'>): string {
  return `${finals} ${partial}`.trim();
}
