import { msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { pacedSink } from '../audio/paced-sink.js';
import type { AudioChunk, Call, CallSignal } from '../ports/call.js';
import { AsyncQueue } from '../streams/async-queue.js';
import type { Clock } from '../time/clock.js';

/** How a {@link scriptedLine} is. */
export interface ScriptedLineOptions {
  clock: Clock;
  /** Of both directions. Default 8 kHz PCM. */
  format?: AudioFormat;
  /** Default `test`. */
  id?: string;
  /** What a transfer does besides being noted: nothing by default; reject, and it has failed. */
  transfer?: (target: string) => Promise<void>;
}

/** A line in the hands of a test. */
export interface ScriptedLine {
  /** What a pipeline is given. Takes transfers and keys. */
  readonly call: Call;
  /** The caller's audio, in the format of the line; `lostMs` was lost before it. */
  send(data: Uint8Array, lostMs?: number): void;
  /** What the line tells besides sound: a key, say. */
  signal(signal: CallSignal): void;
  /** The caller hangs up: their audio ends. */
  hangUp(): void;
  /** Whether our side has hung up. */
  readonly released: boolean;
  /** To whom the caller was to be transferred. */
  readonly transfers: readonly string[];
  /** Keys that were sent. */
  readonly keys: string;
  /** All that has been played to the caller so far, without silence, in the format of the line. */
  heard(): Uint8Array;
}

/** A {@link ScriptedLine}: plays in real time by its clock, and hears what the test sends. */
export function scriptedLine(options: ScriptedLineOptions): ScriptedLine {
  const { clock, format = pcm(8000), id = 'test', transfer } = options;
  const voice = new AsyncQueue<AudioChunk>();
  const signals = new AsyncQueue<CallSignal>();
  const played: Uint8Array[] = [];
  const state = { released: false, keys: '' };
  const transfers: string[] = [];
  const output = pacedSink({
    format,
    clock,
    send: (frame, { audioMs }) => {
      // What a frame is filled up with is silence.
      if (audioMs > 0) played.push(frame.slice(0, msToBytes(audioMs, format)));
    },
  });
  return {
    transfers,
    get released() {
      return state.released;
    },
    get keys() {
      return state.keys;
    },
    send: (data, lostMs) => void voice.push({ data, ...(lostMs !== undefined && { lostMs }) }),
    signal: (signal) => void signals.push(signal),
    hangUp: () => voice.end(),
    heard() {
      const audio = new Uint8Array(played.reduce((sum, { byteLength }) => sum + byteLength, 0));
      let at = 0;
      for (const frame of played) {
        audio.set(frame, at);
        at += frame.byteLength;
      }
      return audio;
    },
    call: {
      id,
      input: Object.assign(voice, { format }),
      output,
      signals,
      hangUp: () => {
        state.released = true;
        voice.end();
        return Promise.resolve();
      },
      transfer: async (target) => {
        transfers.push(target);
        await transfer?.(target);
      },
      sendDtmf: (digits) => {
        state.keys += digits;
        return Promise.resolve();
      },
    },
  };
}
