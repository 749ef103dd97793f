/// <reference lib="dom" />
import { micFrameMs } from '../protocol/limits.js';
import { CaptureFramer } from './capture-framer.js';
import { PlaybackQueue } from './playback-queue.js';
import { type FromWorklet, processorName, type ToWorklet } from './worklet-messages.js';

// The globals of an audio thread, which the library of DOM types leaves out.
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;
declare const sampleRate: number;

/** The microphone comes in, the bot's speech goes out: both on the audio thread, whatever the page is busy with. */
class VoiceProcessor extends AudioWorkletProcessor {
  readonly #framer = new CaptureFramer(sampleRate);
  readonly #queue = new PlaybackQueue(sampleRate, (report) => this.#post({ type: 'played', report }));
  #open = true;
  #energy = 0;
  #levelFrames = 0;
  #wasLoud = false;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<ToWorklet>) => this.#obey(data);
  }

  process([input]: Float32Array[][], [output]: Float32Array[][]): boolean {
    const played = output?.[0];
    if (played === undefined) return this.#open;
    // Without a microphone silence is sent, so that the caller's time does not stand still.
    this.#framer.push(input?.[0], played.length, (samples) => {
      this.#post({ type: 'microphone', samples, level: levelOf(samples) }, [samples.buffer]);
    });
    this.#queue.render(played);
    for (const channel of output?.slice(1) ?? []) channel.set(played);
    this.#measure(played);
    return this.#open;
  }

  #obey(message: ToWorklet): void {
    switch (message.type) {
      case 'speech':
        return this.#queue.append(message.stream, message.sampleRateHz, message.samples);
      case 'speech-end':
        return this.#queue.end(message.stream);
      case 'flush':
        return this.#queue.flush();
      case 'latency':
        this.#queue.latencyMs = message.latencyMs;
        return;
      case 'close':
        this.#open = false;
        return;
    }
  }

  #measure(played: Float32Array): void {
    for (const sample of played) this.#energy += sample * sample;
    this.#levelFrames += played.length;
    if (this.#levelFrames < (micFrameMs / 1000) * sampleRate) return;
    const level = Math.sqrt(this.#energy / this.#levelFrames);
    if (level > 0 || this.#wasLoud) this.#post({ type: 'speech-level', level });
    this.#wasLoud = level > 0;
    this.#energy = this.#levelFrames = 0;
  }

  #post(message: FromWorklet, transfer: Transferable[] = []): void {
    this.port.postMessage(message, transfer);
  }
}

function levelOf(samples: Int16Array): number {
  let energy = 0;
  for (const sample of samples) energy += sample * sample;
  return Math.sqrt(energy / samples.length) / 32_768;
}

registerProcessor(processorName, VoiceProcessor);
