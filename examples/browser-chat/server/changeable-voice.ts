import type { TextToSpeech } from '@rechka/core';
import type { Cloud } from '@rechka/iam';
import { SpeechKitTts, type SynthesisOptions } from '@rechka/tts';

/** A voice that a person may change while it speaks: what is being said ends as it began, the next reply is another. */
export class ChangeableVoice implements TextToSpeech {
  readonly #cloud: Cloud;
  readonly #made = new Map<string, SpeechKitTts>();
  #current: SpeechKitTts;

  /** Throws `ERR_INVALID_OPTION`. */
  constructor(cloud: Cloud, options: SynthesisOptions) {
    this.#cloud = cloud;
    this.#current = this.#make(options);
  }

  get formats(): TextToSpeech['formats'] {
    return this.#current.formats;
  }

  readonly speak: TextToSpeech['speak'] = (text, options) => this.#current.speak(text, options);

  /** Speaks so from the next reply on. Throws `ERR_INVALID_OPTION`, and goes on as before then. */
  change(options: SynthesisOptions): void {
    this.#current = this.#make(options);
  }

  /** Releases all of them; for when nothing speaks any more. */
  close(): void {
    for (const voice of this.#made.values()) voice.close();
    this.#made.clear();
  }

  #make(options: SynthesisOptions): SpeechKitTts {
    const key = JSON.stringify(options);
    const made = this.#made.get(key) ?? new SpeechKitTts({ ...this.#cloud, ...options });
    this.#made.set(key, made);
    return made;
  }
}
