import type { VoiceError } from '@rechka/core';
import {
  type AudioChunk,
  AsyncQueue,
  type AudioSink,
  bytesToMs,
  type Call,
  type CallSignal,
  checkClock,
  checkFlag,
  checkNumber,
  checkObject,
  checkText,
  type Clock,
  createConverter,
  invalidOption,
  pacedSink,
  pcm,
  systemClock,
} from '@rechka/core';
import { AudioProgram } from './audio-program.js';
import { type Command, systemPlayer, systemRecorder } from './system-programs.js';

/** How a {@link localCall} records and plays. */
export interface LocalCallOptions {
  /**
   * Of both directions; 16-bit PCM. Default 48 000, at which sound cards run: asked for less, ALSA would
   * resample worse than we do.
   */
  sampleRateHz?: number;
  /** Gives raw 16-bit little-endian mono on its standard output. Default: `arecord`, or `rec` of SoX. */
  recorder?: Command;
  /** Plays the same from its standard input. Default: `aplay`, or `play` of SoX. */
  player?: Command;
  /**
   * Whether the bot does not hear itself: headphones, or echo cancelling by the system. Default false:
   * with loudspeakers the pipeline must beware of the echo.
   */
  echoCanceller?: boolean;
  /** How much of the bot's voice is held before its writer waits, in ms. Default 400. */
  aheadMs?: number;
  /** Shows in every event. */
  id?: string;
  /** Default: the host's. */
  clock?: Clock;
}

/** A {@link localCall}. */
export interface LocalCall extends Call {
  /** Ends the call; resolves when both programs are gone. Further calls do nothing more. */
  hangUp(): Promise<void>;
}

/** The player may sound for the rest of its buffer. */
const playerGraceMs = 300;
/** More than this unplayed, and silence is left out until the player has caught up. */
const maxBacklogMs = 100;

/**
 * A call with whoever sits at this machine: microphone and speaker, through the programs of the system.
 * They start when the call is first read or written, and are gone when `hangUp()` resolves.
 *
 * What is heard is counted by the clock, ahead of the loudspeaker by the player's buffer (about 100 ms).
 *
 * Throws `ERR_AUDIO_DEVICE` if there is no program to record or play with, and `ERR_INVALID_OPTION` for
 * options out of range. A program that fails later ends `input`, and fails `output`, with
 * `ERR_AUDIO_DEVICE`.
 */
export function localCall(options: LocalCallOptions = {}): LocalCall {
  checkObject('options', options, 'an object');
  return new Machine(options).call;
}

class Machine {
  readonly call: LocalCall;
  readonly #clock: Clock;
  readonly #recorderCommand: Command;
  readonly #playerCommand: Command;
  readonly #chunks: AsyncQueue<AudioChunk>;
  readonly #signals = new AsyncQueue<CallSignal>();
  readonly #speaker: ReturnType<typeof pacedSink>;
  readonly #sampleRateHz: number;
  #recorder: AudioProgram | undefined;
  #player: AudioProgram | undefined;
  #failure: VoiceError | undefined;
  #stopped: Promise<void> | undefined;

  constructor({
    sampleRateHz = 48_000,
    recorder,
    player,
    echoCanceller = false,
    aheadMs,
    id,
    clock,
  }: LocalCallOptions) {
    checkClock(clock);
    if (id !== undefined) checkText('id', id);
    checkFlag('echoCanceller', echoCanceller);
    checkNumber('sampleRateHz', sampleRateHz, { min: 8000, max: 192_000, integer: true });
    this.#sampleRateHz = sampleRateHz;
    this.#clock = clock ?? systemClock;
    this.#recorderCommand =
      recorder === undefined ? systemRecorder(sampleRateHz) : checkCommand('recorder', recorder);
    this.#playerCommand = player === undefined ? systemPlayer(sampleRateHz) : checkCommand('player', player);
    this.#chunks = new AsyncQueue({ onReturn: () => this.#hangUp() });
    this.#signals.push({ type: 'echo-canceller', active: echoCanceller });
    this.#speaker = pacedSink({
      format: pcm(sampleRateHz),
      clock: this.#clock,
      // A player that gets nothing for a while underruns, and begins the next word with a click and a delay.
      continuous: true,
      ...(aheadMs !== undefined && { aheadMs }),
      send: (frame, { audioMs }) => this.#play(frame, audioMs),
    });
    const read = () => {
      this.#start();
      return this.#chunks[Symbol.asyncIterator]();
    };
    this.call = {
      ...(id !== undefined && { id }),
      input: { format: pcm(sampleRateHz), [Symbol.asyncIterator]: read },
      output: this.#sink(),
      signals: this.#signals,
      hangUp: () => this.#hangUp(),
    };
  }

  #sink(): AudioSink {
    const speaker = this.#speaker;
    return {
      format: speaker.format,
      aheadMs: speaker.aheadMs,
      write: async (data) => {
        this.#start();
        await speaker.write(data);
        if (this.#failure !== undefined) throw this.#failure;
      },
      clear: () => speaker.clear(),
      drain: (options) => speaker.drain(options),
      get heardMs() {
        return speaker.heardMs;
      },
    };
  }

  #start(): void {
    if (this.#stopped !== undefined || this.#recorder !== undefined) return;
    const clock = this.#clock;
    // A pipe cuts where it likes: whole samples only.
    const format = pcm(this.#sampleRateHz);
    const joiner = createConverter(format, format);
    this.#recorder = new AudioProgram({
      command: this.#recorderCommand,
      role: 'recorder',
      clock,
      onData: (data) => {
        const whole = joiner.push(data);
        if (whole.byteLength > 0) this.#chunks.push({ data: whole });
      },
      onEnd: (error) => this.#end(error),
    });
    this.#player = new AudioProgram({
      command: this.#playerCommand,
      role: 'player',
      clock,
      onEnd: (error) => this.#end(error),
    });
  }

  #play(frame: Uint8Array, audioMs: number): void {
    const backlogBytes = this.#player?.backlogBytes ?? 0;
    // The clock of a sound card differs from ours; silence is where the difference is made up.
    if (audioMs === 0 && bytesToMs(backlogBytes, pcm(this.#sampleRateHz)) > maxBacklogMs) return;
    this.#player?.write(frame);
  }

  /** A program ended by itself: the call is over. */
  #end(error: VoiceError | undefined): void {
    this.#failure ??= error;
    if (error !== undefined) this.#chunks.fail(error);
    void this.#hangUp();
  }

  #hangUp(): Promise<void> {
    this.#stopped ??= (async () => {
      this.#speaker.close();
      this.#chunks.end();
      this.#signals.end();
      await Promise.all([this.#recorder?.stop(0), this.#player?.stop(playerGraceMs)]);
    })();
    return this.#stopped;
  }
}

function checkCommand(name: string, command: Command): Command {
  const parts: readonly unknown[] = Array.isArray(command) ? command : [];
  if (parts.length === 0 || parts.some((part) => typeof part !== 'string')) {
    throw invalidOption(name, command, `a program and its arguments, such as ['arecord', '-t', 'raw']`);
  }
  return command;
}
