import type { AudioFormat } from '../audio/audio-format.js';
import { nearestFormat } from '../audio/nearest-format.js';
import type { PhraseKind } from '../machine/turn-state.js';
import type { Language, Phrases } from '../ports/language.js';
import type { TextToSpeech } from '../ports/text-to-speech.js';
import { StandbyVoice } from './standby-voice.js';

/** With what, and in which language, something is said. */
export interface VoiceChoice {
  /** Another voice; any synthesiser, of any formats. */
  tts?: TextToSpeech;
  /** What the text is written in: how it is cut and made speakable. */
  language?: Language;
}

/** A choice made, for one line. */
export interface SpeechVoice {
  tts: TextToSpeech;
  /** What `tts` is asked for; converted to the line's. */
  ttsFormat: AudioFormat;
  language: Language;
}

/** What the bot says when something takes long or fails: it must be heard when synthesis is what fails. */
const remembered: ReadonlySet<PhraseKind> = new Set(['apology', 'trouble', 'wait']);

/** The voice of the bot from now on, and what it says from memory. */
export class Voice {
  #tts: TextToSpeech;
  #language: Language;
  #phrases: Phrases;

  /**
   * @param line The format that the line takes.
   * @param ownPhrases Phrases that stand for those of any language.
   */
  constructor(
    { tts, language }: Required<VoiceChoice>,
    private readonly line: AudioFormat,
    private readonly ownPhrases: Partial<Phrases> = {},
  ) {
    this.#tts = tts;
    this.#language = language;
    this.#phrases = { ...language.phrases, ...ownPhrases };
  }

  get language(): Language {
    return this.#language;
  }

  /** What the bot says by itself. What a later language has no phrase for is said as before. */
  get phrases(): Phrases {
    return this.#phrases;
  }

  /** For what is begun from now on. Its phrases have to be prepared again. */
  change({ tts = this.#tts, language = this.#language }: VoiceChoice): void {
    this.#tts = tts;
    this.#language = language;
    this.#phrases = { ...this.#phrases, ...language.phrases, ...this.ownPhrases };
  }

  /**
   * Makes sure that there is something to say when nothing can be said: one phrase after another, the gravest first, for
   * the quota is everybody's. Of those that come in turn, the first; the others when they are said. Never rejects.
   */
  async prepareStandby(): Promise<void> {
    const tts = this.#tts;
    const { apology, trouble, wait } = this.#phrases;
    for (const phrase of [apology, trouble, wait?.[0]]) {
      if (this.#tts !== tts) return;
      if (phrase !== undefined) await this.#standby(phrase).prepare();
    }
  }

  /** What a phrase of the bot's own is said with. */
  forPhrase(kind: PhraseKind, phrase: string): VoiceChoice {
    return remembered.has(kind) ? { tts: this.#standby(phrase, kind === 'apology') } : {};
  }

  /** For one speech. */
  of({ tts = this.#tts, language = this.#language }: VoiceChoice): SpeechVoice {
    return { tts, ttsFormat: nearestFormat(this.line, tts.formats), language };
  }

  #standby(phrase: string, vital = false): StandbyVoice {
    return new StandbyVoice(this.#tts, phrase, nearestFormat(this.line, this.#tts.formats), vital);
  }
}
