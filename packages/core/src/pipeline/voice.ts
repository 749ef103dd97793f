import type { AudioFormat } from '../audio/audio-format.js';
import { nearestFormat } from '../audio/nearest-format.js';
import type { SpeechKind } from '../machine/turn-state.js';
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

/** The voice of the bot from now on, and the standby voice for when it fails. */
export class Voice {
  #tts: TextToSpeech;
  #language: Language;
  #standby: StandbyVoice;
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
    this.#standby = this.#makeStandby();
  }

  get language(): Language {
    return this.#language;
  }

  /** What the bot says by itself. What a later language has no phrase for is said as before. */
  get phrases(): Phrases {
    return this.#phrases;
  }

  /** For what is begun from now on. The standby voice has to be prepared again. */
  change({ tts = this.#tts, language = this.#language }: VoiceChoice): void {
    this.#tts = tts;
    this.#language = language;
    this.#phrases = { ...this.#phrases, ...language.phrases, ...this.ownPhrases };
    this.#standby = this.#makeStandby();
  }

  /** Makes sure that there is something to say when nothing can be said. Never rejects. */
  prepareStandby(): Promise<void> {
    return this.#standby.prepare();
  }

  /** For one speech; an apology is for when the voice fails. */
  of(kind: SpeechKind, choice: VoiceChoice): SpeechVoice {
    const { tts = this.#tts, language = this.#language } = choice;
    const voice = kind === 'apology' ? this.#standby : tts;
    return { tts: voice, ttsFormat: nearestFormat(this.line, voice.formats), language };
  }

  #makeStandby(): StandbyVoice {
    const format = nearestFormat(this.line, this.#tts.formats);
    return new StandbyVoice(this.#tts, this.#phrases.apology, format);
  }
}
