import { msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { samplesToPcm } from '../audio/pcm16.js';
import { VoiceError } from '../errors/voice-error.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import { untilAborted } from '../streams/until-aborted.js';
import type { Clock } from '../time/clock.js';
import { abortError, sleep } from '../time/sleep.js';

/** How a {@link scriptedTts} speaks. */
export interface ScriptedTtsOptions {
  clock: Clock;
  /** 16-bit PCM. Default 8 kHz. */
  formats?: readonly AudioFormat[];
  /** Sound for each character, in ms. Default 50. */
  charMs?: number;
  /** How long it takes to begin with a segment, in ms. Default 100. */
  thinkMs?: number;
  /** The value of each sample: tells voices apart in what was heard. Default 0. */
  sample?: number;
  /** A segment that contains this fails with `ERR_UNAVAILABLE`. Default: none. */
  failOn?: string | undefined;
}

/** A synthesiser for tests, with word timings; `segments` is what it was given to speak. */
export interface ScriptedTts extends TextToSpeech {
  readonly segments: readonly string[];
}

/** Speaks any text, {@link ScriptedTtsOptions.charMs} of sound for each character, with exact word timings. */
export function scriptedTts(options: ScriptedTtsOptions): ScriptedTts {
  const { clock, formats = [pcm(8000)], charMs = 50, thinkMs = 100, sample = 0, failOn } = options;
  const segments: string[] = [];
  const never = new AbortController().signal;
  return {
    formats,
    segments,
    async *speak(text, { format, signal }): AsyncGenerator<TtsEvent, void> {
      let chars = 0;
      for await (const segment of untilAborted(text, signal ?? never)) {
        segments.push(segment);
        await sleep(clock, thinkMs, signal);
        if (failOn !== undefined && segment.includes(failOn)) {
          throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'the voice is down', retryable: true });
        }
        for (const { 0: word, index } of segment.matchAll(/\S+\s*/g)) {
          const charStart = chars + index;
          const charEnd = charStart + word.trimEnd().length;
          const [startMs, endMs] = [charStart * charMs, (charStart + word.length) * charMs];
          yield { type: 'alignment', charStart, charEnd, startMs, endMs };
          const samples = new Int16Array(msToBytes(endMs - startMs, format) / 2).fill(sample);
          yield { type: 'audio', data: samplesToPcm(samples) };
          if (signal?.aborted) throw abortError(signal);
        }
        chars += segment.length;
      }
      if (signal?.aborted) throw abortError(signal);
    },
  };
}
