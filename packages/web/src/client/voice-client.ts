/// <reference lib="dom" />
import { checkNumber, checkText, invalidOption, VoiceError } from '@rechka/core';
import type { JsonValue, Settings } from '../protocol/json-value.js';
import { maxTextLength } from '../protocol/limits.js';
import type { PageEvent } from '../protocol/page-event.js';
import type { VoiceClientError } from './client-error.js';
import {
  type CheckedOptions,
  checkOptions,
  checkSettings,
  type VoiceClientOptions,
} from './client-options.js';
import { type ClientState, initialState } from './client-state.js';
import { audioInputs } from './microphone.js';
import { OngoingCall } from './ongoing-call.js';
import { StateStore } from './state-store.js';
import { TypedEvents } from './typed-events.js';

/** What a `VoiceClient` tells, by name. */
export interface VoiceClientEvents {
  /** Anything the server tells, as it comes: for what the state does not hold, such as the application's own. */
  event: PageEvent;
  /** The state is another object now. */
  state: ClientState;
  /** The microphones that there are have changed. */
  devices: readonly MediaDeviceInfo[];
  /** Something is wrong with the page's side; it is `state.error` as well. */
  error: VoiceClientError;
  /** The conversation is over, or could not begin. */
  end: { error: VoiceClientError | undefined };
}

/** How loud the two sides are: 0–1, root mean square of the last 20 ms. */
export interface AudioLevels {
  readonly microphone: number;
  readonly speech: number;
}

/** Figures about the audio of a conversation. */
export interface AudioFigures {
  /** Times the bot's speech broke off for want of audio. */
  readonly underruns: number;
  /** Microphone audio that will never reach the server, in ms: of interruptions longer than 10 s. */
  readonly lostMicrophoneMs: number;
  /** Rate of the audio device, in Hz; 0 before the start. */
  readonly deviceRateHz: number;
}

/**
 * A voice conversation in a web page: microphone, speaker and the socket to a gateway of `@rechka/web/server`.
 * It has no look of its own: show {@link VoiceClient.state}, and call {@link VoiceClient.subscribe} to know when.
 *
 * @example
 * ```ts
 * const client = new VoiceClient({ url: '/voice', token: fetchToken('/token') });
 * client.subscribe(() => show(client.state));
 * button.onclick = () => client.start().catch((error) => show(error.message));
 * ```
 */
export class VoiceClient {
  readonly #options: CheckedOptions;
  readonly #events = new TypedEvents<VoiceClientEvents>();
  readonly #store = new StateStore();
  #deviceId: string | undefined;
  #settings: Settings;
  #call: OngoingCall | undefined;

  /** Throws `ERR_INVALID_OPTION` for options that cannot be used. Nothing happens before {@link VoiceClient.start}. */
  constructor(options: VoiceClientOptions) {
    this.#options = checkOptions(options);
    this.#deviceId = options.microphone;
    this.#settings = this.#options.settings;
    this.#store.subscribe(() => this.#events.emit('state', this.#store.state));
  }

  /** The conversation as it is now. The same object until something changes: fits `useSyncExternalStore` as it is. */
  get state(): ClientState {
    return this.#store.state;
  }

  /** How loud the two sides are now: apart from the state, for it changes 50 times a second. */
  get levels(): AudioLevels {
    return this.#call?.levels ?? { microphone: 0, speech: 0 };
  }

  /** How the audio has fared since the start. */
  get figures(): AudioFigures {
    return this.#call?.figures ?? { underruns: 0, lostMicrophoneMs: 0, deviceRateHz: 0 };
  }

  /** The node whose output is the bot's voice, while a conversation lasts: to draw it or to record it. */
  get output(): AudioNode | undefined {
    return this.#call?.output;
  }

  /** Calls `listener` after each change of the state; the function returned ends that. */
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Adds a listener; the function returned takes it away. */
  on<Name extends keyof VoiceClientEvents>(
    name: Name,
    listener: (event: VoiceClientEvents[Name]) => void,
  ): () => void {
    return this.#events.on(name, listener);
  }

  /**
   * Asks for the microphone, starts the sound and connects; resolves when the conversation has begun. Call it in a
   * click of the person, before anything is awaited, else the browser may block the sound.
   *
   * Rejects with a {@link VoiceClientError}, which is `state.error` too; with `ERR_ABORTED` if `stop()` came first;
   * with `ERR_MISUSE` if a conversation goes on already.
   */
  async start(): Promise<void> {
    if (this.#call !== undefined) {
      throw misuse('A conversation goes on already: stop() it first.');
    }
    const call = new OngoingCall({
      ...this.#options,
      settings: this.#settings,
      deviceId: this.#deviceId,
      store: this.#store,
      events: this.#events,
      onOver: (error) => {
        if (this.#call !== call) return;
        this.#call = undefined;
        this.#events.emit('end', { error });
      },
    });
    this.#call = call;
    const { muted } = this.#store.state;
    this.#store.set({ ...initialState, muted, connection: 'connecting' });
    await call.begin();
  }

  /** Hangs up and releases microphone and sound. Does nothing without a conversation. */
  async stop(): Promise<void> {
    await this.#call?.hangUp();
  }

  /** Whether the person is heard. Outlives the conversation. */
  mute(on: boolean): void {
    if (this.#store.state.muted === on) return;
    this.#store.set({ muted: on });
    this.#call?.muteChanged();
  }

  /** The bot shall fall silent. */
  interrupt(): void {
    this.#ongoing().command({ type: 'interrupt' });
  }

  /** Says something in writing: up to 4 000 characters. Throws `ERR_MISUSE` without a conversation. */
  sendText(text: string): void {
    checkText('text', text);
    checkNumber('text.length', text.length, { min: 1, max: maxTextLength });
    this.#ongoing().command({ type: 'text', text });
  }

  /** Presses a key: `0`–`9`, `*` or `#`. */
  sendDtmf(digit: string): void {
    if (!/^[0-9*#]$/.test(digit)) throw invalidOption('digit', digit, 'one of 0–9, * and #');
    this.#ongoing().command({ type: 'dtmf', digit });
  }

  /** Sends what your server's application understands. */
  sendApp(data: JsonValue): void {
    this.#ongoing().command({ type: 'app', data });
  }

  /** The person's choices from now on, all of them. Without a conversation, those of the next one. */
  setSettings(settings: Settings): void {
    checkSettings(settings);
    this.#settings = settings;
    this.#call?.command({ type: 'settings', settings });
  }

  /**
   * Uses another microphone, `undefined` for the browser's default, now and in later conversations. Rejects with a
   * {@link VoiceClientError} if it cannot be had; the one before is used on then.
   */
  async setMicrophone(deviceId: string | undefined): Promise<void> {
    if (deviceId !== undefined) checkText('deviceId', deviceId);
    await this.#call?.changeMicrophone(deviceId);
    this.#deviceId = deviceId;
  }

  /** The microphones that there are. Browsers name them only after the person allowed one. */
  devices(): Promise<readonly MediaDeviceInfo[]> {
    return audioInputs();
  }

  #ongoing(): OngoingCall {
    if (this.#call === undefined) throw misuse('There is no conversation: start() one first.');
    return this.#call;
  }
}

function misuse(message: string): VoiceError {
  return new VoiceError({ code: 'ERR_MISUSE', message });
}
