import { createConverter } from '../audio/audio-converter.js';
import { checkWholeSamples, pcm } from '../audio/audio-format.js';
import { pcmToSamples, samplesToPcm } from '../audio/pcm16.js';
import { VoiceError } from '../errors/voice-error.js';
import type { AudioTransform, AudioTransformStream } from '../ports/audio-transform.js';
import type { AudioSink } from '../ports/call.js';

/** Audio of one direction through what the user has put in its way. A fault in that never stops the audio. */
export class TransformChain {
  /** Those in working order. */
  #streams: readonly AudioTransformStream[];

  constructor(
    transforms: readonly AudioTransform[],
    sampleRateHz: number,
    private readonly faulted: (fault: unknown) => void,
  ) {
    this.#streams = transforms.flatMap((transform) => {
      try {
        return [transform.open(pcm(sampleRateHz))];
      } catch (fault) {
        faulted(fault);
        return [];
      }
    });
  }

  /** Takes and gives whole samples of 16-bit PCM. */
  push(data: Uint8Array): Uint8Array {
    if (this.#streams.length === 0) return data;
    let samples = pcmToSamples(data);
    for (const stream of this.#streams) samples = this.#through(stream, samples);
    return samplesToPcm(samples);
  }

  close(): void {
    for (const stream of this.#streams) this.#leave(stream);
  }

  #through(stream: AudioTransformStream, samples: Int16Array): Int16Array {
    try {
      // A copy: one that fails half-way may have changed what it was given.
      const changed = stream.process(samples.slice());
      if (changed.length !== samples.length) throw wrongLength(samples.length, changed.length);
      return changed;
    } catch (fault) {
      this.faulted(fault);
      this.#leave(stream);
      return samples;
    }
  }

  #leave(stream: AudioTransformStream): void {
    this.#streams = this.#streams.filter((other) => other !== stream);
    try {
      stream.close?.();
    } catch (fault) {
      this.faulted(fault);
    }
  }
}

/** A sink whose audio goes through the chain on its way; in all else it is the sink. */
export function transformedSink(sink: AudioSink, chain: TransformChain): AudioSink {
  const samples = pcm(sink.format.sampleRateHz);
  const decoder = createConverter(sink.format, samples);
  const encoder = createConverter(samples, sink.format);
  return {
    format: sink.format,
    aheadMs: sink.aheadMs,
    write: async (data) => {
      checkWholeSamples(data, sink.format);
      await sink.write(encoder.push(chain.push(decoder.push(data))));
    },
    clear: () => sink.clear(),
    drain: (options) => sink.drain(options),
    get heardMs() {
      return sink.heardMs;
    },
    get interrupted() {
      return sink.interrupted ?? false;
    },
  };
}

function wrongLength(given: number, returned: number): VoiceError {
  return new VoiceError({
    code: 'ERR_BAD_AUDIO',
    message: `An AudioTransform was given ${given} samples and returned ${returned}; it must return as many.`,
  });
}
