import { Voicing } from './voicing.js';

/** This much voice makes an utterance; a cough or a click has less. */
const MIN_VOICED_MS = 250;
/** Of what is loud, this share of speech is voiced: of noise much less. */
const MIN_VOICED_SHARE = 0.4;
/** Silence after which voice counts anew. */
const FORGET_MS = 500;
const FRAME_MS = 10;

/** What is known of 10 ms of sound. */
export interface SoundFrame {
  samples: Int16Array;
  startMs: number;
  /** By energy. */
  isSpeech: boolean;
  /** The decoder of tone speech is receiving a word. */
  isToneSpeech: boolean;
}

/** Finds ordinary speech: louder than the noise, voiced at a human pitch, and no tone speech. Knows no words. */
export class OrdinarySpeech {
  readonly #voicing: Voicing | undefined;
  #startMs = 0;
  #lastSpeechMs = 0;
  #speechMs = 0;
  #voicedMs = 0;

  /** Without a rate it does not listen for a voice: whatever is loud is speech. */
  constructor(sampleRateHz?: number) {
    this.#voicing = sampleRateHz === undefined ? undefined : new Voicing(sampleRateHz);
  }

  /** Takes the next frame; tells where the speech that sounds now began, once there is enough of it to be sure. */
  step({ samples, startMs, isSpeech, isToneSpeech }: SoundFrame): { startMs: number } | undefined {
    const isVoiced = this.#voicing?.push(samples) ?? true;
    if (!isSpeech) return undefined;
    if (startMs - this.#lastSpeechMs > FORGET_MS) this.forget();
    if (this.#speechMs === 0) this.#startMs = startMs;
    this.#lastSpeechMs = startMs;
    this.#speechMs += FRAME_MS;
    if (isVoiced && !isToneSpeech) this.#voicedMs += FRAME_MS;
    const isSure = this.#voicedMs >= MIN_VOICED_MS && this.#voicedMs >= MIN_VOICED_SHARE * this.#speechMs;
    return isSure ? { startMs: this.#startMs } : undefined;
  }

  /** Whether the latest sound had a voice in it, however short. */
  get heardVoice(): boolean {
    return this.#voicedMs > 0;
  }

  /** What comes is other speech than what was. */
  forget(): void {
    this.#speechMs = 0;
    this.#voicedMs = 0;
  }
}
