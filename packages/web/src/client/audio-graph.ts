/// <reference lib="dom" />
import { type Clock, sleep } from '@rechka/core';
import { VoiceClientError } from './client-error.js';
import type { SpeechPlayer } from './voice-session.js';
import { type FromWorklet, processorName, type ToWorklet } from './worklet-messages.js';
import { workletSource } from './worklet-source.js';

/** What a graph tells the page. */
export interface AudioGraphObserver {
  onMessage(message: FromWorklet): void;
  /** Sound began, stopped (a phone call, the system), or the graph is of no use any more. */
  onState(state: 'playing' | 'stopped' | 'broken'): void;
}

/** A browser that does not start its sound within this has blocked it. */
const startMs = 1000;
/** Longer than any device takes, Bluetooth included; what browsers say beyond it is not true. */
const longestLatencyMs = 500;
/** A change that is worth telling the audio thread. */
const latencyStepMs = 5;

/** The audio of a page: an `AudioContext` at the device's own rate and one worklet that captures and plays. */
export class AudioGraph implements SpeechPlayer {
  readonly #context: AudioContext;
  readonly #node: AudioWorkletNode;
  readonly #observer: AudioGraphObserver;
  #source: MediaStreamAudioSourceNode | undefined;
  #toldLatencyMs = 0;
  #closed = false;

  private constructor(context: AudioContext, observer: AudioGraphObserver) {
    this.#context = context;
    this.#observer = observer;
    this.#node = new AudioWorkletNode(context, processorName, {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [1],
      channelCount: 1,
      channelCountMode: 'explicit',
    });
    this.#node.port.onmessage = ({ data }: MessageEvent<FromWorklet>) => this.#hear(data);
    this.#node.onprocessorerror = () => this.#tell('broken');
    this.#node.connect(context.destination);
    context.onstatechange = () => this.#stateChanged();
  }

  /**
   * Makes a graph whose sound runs. In a browser that has not seen a click, call it within one: the context is made
   * and started before anything is awaited. Throws `ERR_AUTOPLAY_BLOCKED` or `ERR_WORKLET_BLOCKED`.
   */
  static async open(
    { workletUrl, clock }: { workletUrl: string | undefined; clock: Clock },
    observer: AudioGraphObserver,
  ): Promise<AudioGraph> {
    const context = new AudioContext({ latencyHint: 'interactive' });
    try {
      const running = started(context, clock);
      // Awaited below; until then its failure is nobody's.
      running.catch(() => undefined);
      await loadWorklet(context, workletUrl);
      await running;
      return new AudioGraph(context, observer);
    } catch (error) {
      await context.close().catch(() => undefined);
      throw error;
    }
  }

  /** Rate of the audio device, in Hz. */
  get sampleRateHz(): number {
    return this.#context.sampleRate;
  }

  /** The node whose output is the bot's speech: to draw it, or to record it. */
  get output(): AudioNode {
    return this.#node;
  }

  /** Captures from `stream`, or silence without one. Throws what the browser throws, and goes on as before then. */
  capture(stream: MediaStream | undefined): void {
    const source = stream && this.#context.createMediaStreamSource(stream);
    this.#source?.disconnect();
    this.#source = source;
    source?.connect(this.#node);
  }

  play(stream: number, sampleRateHz: number, samples: Int16Array): void {
    // Copied, not moved: the page keeps it until it was heard.
    this.#post({ type: 'speech', stream, sampleRateHz, samples });
  }

  end(stream: number): void {
    this.#post({ type: 'speech-end', stream });
  }

  flush(): void {
    this.#post({ type: 'flush' });
  }

  /** Starts sound again after the system stopped it. */
  resume(): void {
    // Refused while a phone call lasts; the next wake-up tries again.
    if (this.#context.state !== 'running' && !this.#closed)
      void this.#context.resume().catch(() => undefined);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.capture(undefined);
    this.#post({ type: 'close' });
    this.#node.port.onmessage = null;
    this.#node.disconnect();
    this.#context.onstatechange = null;
    // A context that the system has closed by itself.
    await this.#context.close().catch(() => undefined);
  }

  #hear(message: FromWorklet): void {
    if (this.#closed) return;
    if (message.type === 'played') this.#tellLatency();
    this.#observer.onMessage(message);
  }

  /** How long a sample is on its way to the ear changes with the device; Safari does not say. */
  #tellLatency(): void {
    const { baseLatency, outputLatency } = this.#context as { baseLatency?: number; outputLatency?: number };
    const latencyMs = Math.min(
      longestLatencyMs,
      Math.max(0, ((baseLatency ?? 0) + (outputLatency ?? 0)) * 1000),
    );
    if (!(Math.abs(latencyMs - this.#toldLatencyMs) >= latencyStepMs)) return;
    this.#toldLatencyMs = latencyMs;
    this.#post({ type: 'latency', latencyMs });
  }

  #stateChanged(): void {
    const { state } = this.#context;
    if (state === 'running') this.#tell('playing');
    else this.#tell(state === 'closed' ? 'broken' : 'stopped');
  }

  #tell(state: 'playing' | 'stopped' | 'broken'): void {
    if (!this.#closed) this.#observer.onState(state);
  }

  #post(message: ToWorklet): void {
    this.#node.port.postMessage(message);
  }
}

async function loadWorklet(context: AudioContext, workletUrl: string | undefined): Promise<void> {
  const url = workletUrl ?? URL.createObjectURL(new Blob([workletSource], { type: 'text/javascript' }));
  try {
    await context.audioWorklet.addModule(url);
  } catch (cause) {
    throw new VoiceClientError('ERR_WORKLET_BLOCKED', { cause });
  } finally {
    if (workletUrl === undefined) URL.revokeObjectURL(url);
  }
}

/** Resolves when the context runs; a browser that waits for a click never settles `resume()`. */
async function started(context: AudioContext, clock: Clock): Promise<void> {
  const done = new AbortController();
  const waited = sleep(clock, startMs, done.signal).then(() => {
    throw new Error('It waits for a click.');
  });
  try {
    await Promise.race([context.resume(), waited]);
  } catch (cause) {
    throw new VoiceClientError('ERR_AUTOPLAY_BLOCKED', { cause });
  } finally {
    // Its end is no news: the race is over.
    waited.catch(() => undefined);
    done.abort();
  }
}
