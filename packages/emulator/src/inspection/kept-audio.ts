import { pcm, samplesToPcm, wavHeader } from '@rechka/core';

/** Most audio kept of all calls together: half an hour at 16 kHz. */
const maxTotalBytes = 64_000_000;

/** The audio of one call. */
class CallAudio {
  readonly chunks: Uint8Array[] = [];
  bytes = 0;
  /** A call has one rate from its first sample to its last. */
  constructor(readonly sampleRateHz: number) {}
}

/** Keeps the audio of calls, if that is asked for. Of too much, the oldest call's goes first. */
export class KeptAudio {
  readonly #isOn: boolean;
  readonly #calls = new Map<string, CallAudio>();
  #totalBytes = 0;

  constructor(isOn: boolean) {
    this.#isOn = isOn;
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  add(requestId: string, samples: Int16Array, sampleRateHz: number): void {
    if (!this.#isOn) return;
    const audio = this.#calls.get(requestId) ?? new CallAudio(sampleRateHz);
    this.#calls.set(requestId, audio);
    const data = samplesToPcm(samples);
    audio.chunks.push(data);
    audio.bytes += data.byteLength;
    this.#totalBytes += data.byteLength;
    for (const oldest of this.#calls.keys()) {
      if (this.#totalBytes <= maxTotalBytes) break;
      this.forget(oldest);
    }
  }

  /** A WAV file of what is kept of a call; nothing if nothing is. */
  wav(requestId: string): Uint8Array | undefined {
    const audio = this.#calls.get(requestId);
    if (audio === undefined) return undefined;
    return new Uint8Array(Buffer.concat([wavHeader(pcm(audio.sampleRateHz), audio.bytes), ...audio.chunks]));
  }

  forget(requestId: string): void {
    this.#totalBytes -= this.#calls.get(requestId)?.bytes ?? 0;
    this.#calls.delete(requestId);
  }
}
