import { msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { samplesToPcm } from '../audio/pcm16.js';
import { VoiceError } from '../errors/voice-error.js';
import { createConverter } from '../audio/audio-converter.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';

/** Two short falling notes: what a caller takes for «something went wrong» in any language. */
const notes = [
  { hz: 587, ms: 180 },
  { hz: 440, ms: 260 },
];
const noteGapMs = 60;
/** A fifth of full scale: about the level of speech. */
const noteLevel = 0.2;

type Rendered = readonly TtsEvent[];

/** Phrases kept for one synthesiser: some languages with some formats. Phrases made for each call must not pile up. */
const mostPhrases = 32;

/** Rendered once for all calls of a process that share a synthesiser. */
const rendered = new WeakMap<TextToSpeech, Map<string, Promise<Rendered>>>();

/**
 * A voice for when the voice fails: says one phrase from memory, rendered ahead by {@link StandbyVoice.prepare}.
 * One that is not there is rendered when it is to be said, and kept; or, if it is `vital`, two notes are heard instead,
 * for that synthesis should work now is not to be hoped for.
 */
export class StandbyVoice implements TextToSpeech {
  readonly formats: readonly AudioFormat[];

  constructor(
    private readonly tts: TextToSpeech,
    private readonly phrase: string,
    private readonly format: AudioFormat,
    private readonly vital: boolean,
  ) {
    this.formats = [format];
  }

  /** Renders the phrase, unless another call did; failing is no harm, the next call tries again. */
  async prepare(): Promise<void> {
    try {
      await this.#render();
    } catch {
      // There are the notes, or another try when it is due.
    }
  }

  async *speak(text: AsyncIterable<string>, { signal }: { signal?: AbortSignal }): AsyncGenerator<TtsEvent> {
    let chars = 0;
    for await (const segment of text) chars += segment.length;
    if (signal?.aborted) return;
    yield* (await this.#known()) ?? (this.vital ? soundOf(chars, this.format) : await this.#render());
  }

  /** What has been rendered by now; nothing is waited for that may never come. */
  async #known(): Promise<Rendered | undefined> {
    const pending = this.#cache().get(this.#key);
    if (!pending) return undefined;
    return Promise.race([pending.catch(() => undefined), afterMicrotasks()]);
  }

  #render(): Promise<Rendered> {
    const cache = this.#cache();
    let pending = cache.get(this.#key);
    if (!pending) {
      pending = collect(this.tts.speak(only(this.phrase), { format: this.format }));
      pending.catch(() => cache.delete(this.#key));
    }
    // The last used goes last.
    cache.delete(this.#key);
    cache.set(this.#key, pending);
    for (const oldest of cache.keys()) {
      if (cache.size <= mostPhrases) break;
      cache.delete(oldest);
    }
    return pending;
  }

  get #key(): string {
    const { encoding, sampleRateHz } = this.format;
    return `${encoding} ${sampleRateHz} ${this.phrase}`;
  }

  #cache(): Map<string, Promise<Rendered>> {
    let cache = rendered.get(this.tts);
    if (!cache) rendered.set(this.tts, (cache = new Map<string, Promise<Rendered>>()));
    return cache;
  }
}

async function collect(events: AsyncIterable<TtsEvent>): Promise<Rendered> {
  const all: TtsEvent[] = [];
  for await (const event of events) all.push(event);
  const sounds = all.some((event) => event.type === 'audio' && event.data.byteLength > 0);
  if (!sounds) throw new VoiceError({ code: 'ERR_PROTOCOL', message: 'The synthesiser gave no audio.' });
  return all;
}

async function* only(text: string): AsyncGenerator<string> {
  yield text;
}

/** Lets a promise that is already settled win a race. */
async function afterMicrotasks(): Promise<undefined> {
  for (let turn = 0; turn < 4; turn += 1) await Promise.resolve();
  return undefined;
}

function soundOf(chars: number, format: AudioFormat): Rendered {
  const rate = format.sampleRateHz;
  const samples: number[] = [];
  for (const { hz, ms } of notes) {
    const length = Math.round((ms / 1000) * rate);
    for (let at = 0; at < length; at += 1) {
      // Faded in and out over 10 ms: an edge would click.
      const fade = Math.min(1, at / (rate * 0.01), (length - at) / (rate * 0.01));
      samples.push(Math.round(32_767 * noteLevel * fade * Math.sin((2 * Math.PI * hz * at) / rate)));
    }
    for (let at = 0; at < (noteGapMs / 1000) * rate; at += 1) samples.push(0);
  }
  const data = createConverter(pcm(rate), format).push(samplesToPcm(Int16Array.from(samples)));
  const endMs = (data.byteLength / msToBytes(1000, format)) * 1000;
  return [
    { type: 'alignment', charStart: 0, charEnd: chars, startMs: 0, endMs },
    { type: 'audio', data },
  ];
}
