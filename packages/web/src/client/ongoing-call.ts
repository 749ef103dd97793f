/// <reference lib="dom" />
import { abortError } from '@rechka/core';
import type { PageCommand } from '../protocol/client-message.js';
import { AudioGraph } from './audio-graph.js';
import { checkBrowser, declareConversation } from './browser-support.js';
import { microphoneError, VoiceClientError } from './client-error.js';
import { type CheckedOptions, socketUrl } from './client-options.js';
import { audioInputs, Microphone } from './microphone.js';
import { watchPage } from './page-signals.js';
import type { PlaybackReport } from './playback-queue.js';
import type { StateStore } from './state-store.js';
import { Transcript } from './transcript.js';
import type { TypedEvents } from './typed-events.js';
import type { AudioFigures, AudioLevels, VoiceClientEvents } from './voice-client.js';
import { VoiceSession } from './voice-session.js';
import type { FromWorklet } from './worklet-messages.js';

/** How a conversation is held. */
export interface OngoingCallOptions extends CheckedOptions {
  /** The microphone to use if it is there. */
  deviceId: string | undefined;
  store: StateStore;
  events: TypedEvents<VoiceClientEvents>;
  /** Told once, when all is over but for what is being released. */
  onOver: (error: VoiceClientError | undefined) => void;
}

/** A microphone or graph that breaks sooner than this is not opened again at once: it would break again. */
const livelyMs = 1000;

/** One conversation: its sound, its microphone and its session, each replaced when lost while the others go on. */
export class OngoingCall {
  readonly #options: OngoingCallOptions;
  readonly #session: VoiceSession;
  readonly #transcript = new Transcript();
  #graph: AudioGraph | undefined;
  #graphOpenedAtMs = 0;
  #microphone: { device: Microphone; openedAtMs: number } | undefined;
  #deviceId: string | undefined;
  #seeking = false;
  #rebuilding = false;
  #unwatch: (() => void) | undefined;
  #levels = { microphone: 0, speech: 0 };
  #underruns = { before: 0, now: 0 };
  #toldMicrophone: 'on' | 'muted' | 'off' = 'on';
  #toldEchoCanceller = true;
  /** What the page has to do without at the moment. */
  readonly #problems = new Map<'microphone' | 'sound', VoiceClientError>();
  #over: Promise<void> | undefined;
  #begun: { resolve: () => void; reject: (error: unknown) => void } | undefined;

  constructor(options: OngoingCallOptions) {
    this.#options = options;
    this.#deviceId = options.deviceId;
    const { url, token, settings, clock } = options;
    this.#session = new VoiceSession({
      url: socketUrl(url, location.href),
      token,
      settings,
      clock,
      random: Math.random,
      createSocket: (address, protocols) => new WebSocket(address, protocols),
      player: {
        play: (stream, sampleRateHz, samples) => this.#graph?.play(stream, sampleRateHz, samples),
        end: (stream) => this.#graph?.end(stream),
        flush: () => this.#graph?.flush(),
      },
      observer: {
        onConnection: (connection, callId) => {
          this.#options.store.set({ connection, callId });
          if (connection === 'connected') this.#begun?.resolve();
        },
        onEvent: (event) => {
          this.#options.store.set(this.#transcript.take(event));
          options.events.emit('event', event);
        },
        onEnd: (error) => void this.#finish(error),
      },
    });
  }

  get levels(): AudioLevels {
    return { ...this.#levels };
  }

  get figures(): AudioFigures {
    return {
      underruns: this.#underruns.before + this.#underruns.now,
      lostMicrophoneMs: this.#session.lostMicrophoneMs,
      deviceRateHz: this.#graph?.sampleRateHz ?? 0,
    };
  }

  get output(): AudioNode | undefined {
    return this.#graph?.output;
  }

  /** Resolves when the server is there. */
  async begin(): Promise<void> {
    try {
      await this.#openDevices();
      this.#unwatch = watchPage({
        onWake: () => this.#wake(),
        onDevices: () => this.#devicesChanged(),
        onPermission: () => void this.#seekMicrophone(),
        onLeave: () => void this.hangUp(),
      });
      await new Promise<void>((resolve, reject) => {
        this.#begun = { resolve, reject };
        this.#session.connect(this.#toldEchoCanceller);
      });
    } catch (error) {
      if (!this.#isOver()) await this.#finish(asClientError(error), 'idle');
      throw error;
    }
  }

  command(command: PageCommand): void {
    this.#session.command(command);
  }

  /** The person has muted or unmuted. */
  muteChanged(): void {
    this.#microphone?.device.mute(this.#muted);
    this.#tellMicrophone();
  }

  /** Captures from another device, or throws and goes on with the one it has. */
  async changeMicrophone(deviceId: string | undefined): Promise<void> {
    const opened = await this.#openMicrophone(deviceId, deviceId !== undefined);
    if (this.#isOver()) opened.close();
    else {
      this.#deviceId = deviceId;
      this.#adopt(opened);
    }
  }

  hangUp(): Promise<void> {
    return this.#finish();
  }

  // Methods, for what they tell may change while something is awaited.
  #isOver(): boolean {
    return this.#over !== undefined;
  }

  #hasMicrophone(): boolean {
    return this.#microphone !== undefined;
  }

  get #muted(): boolean {
    return this.#options.store.state.muted;
  }

  #hear(message: FromWorklet): void {
    switch (message.type) {
      case 'microphone':
        this.#levels.microphone = this.#toldMicrophone === 'on' ? message.level : 0;
        if (this.#toldMicrophone === 'on') this.#session.microphone(message.samples);
        return;
      case 'speech-level':
        this.#levels.speech = message.level;
        return;
      case 'played':
        return this.#played(message.report);
    }
  }

  #played(report: PlaybackReport): void {
    this.#underruns.now = report.underruns;
    this.#options.store.set({ speaking: report.cause === 'started' || report.cause === 'time' });
    this.#session.played(report);
  }

  // The microphone

  /** Opens sound and microphone, both begun before anything is awaited: within the click. */
  async #openDevices(): Promise<void> {
    checkBrowser();
    declareConversation();
    const opening = [this.#openGraph(), this.#openMicrophone(this.#deviceId)] as const;
    const [graph, microphone] = await Promise.allSettled(opening);
    if (this.#isOver()) {
      // It was stopped meanwhile, and what was released then did not have these.
      if (microphone.status === 'fulfilled') microphone.value.close();
      if (graph.status === 'fulfilled') await graph.value.close();
      throw abortError();
    }
    if (graph.status === 'fulfilled') this.#useGraph(graph.value);
    if (microphone.status === 'fulfilled') this.#adopt(microphone.value);
    if (graph.status === 'rejected') throw asClientError(graph.reason);
    if (microphone.status === 'rejected') {
      const error = asClientError(microphone.reason);
      if (this.#options.requireMicrophone) throw error;
      this.#doWithoutMicrophone(error);
    }
  }

  #openMicrophone(deviceId: string | undefined, exact = false): Promise<Microphone> {
    const { echoCancellation, noiseSuppression, autoGainControl } = this.#options;
    const request = { deviceId, exact, echoCancellation, noiseSuppression, autoGainControl };
    return Microphone.open(request, (device) => this.#microphoneEnded(device));
  }

  /** Uses a microphone from now on, in the place of the one before. */
  #adopt(device: Microphone): void {
    try {
      this.#graph?.capture(device.stream);
    } catch (cause) {
      device.close();
      throw microphoneError(cause);
    }
    this.#microphone?.device.close();
    this.#microphone = { device, openedAtMs: this.#options.clock.now() };
    device.mute(this.#muted);
    this.#tellEcho();
    this.#tellMicrophone();
    this.#solved('microphone');
    this.#options.store.set({ microphone: 'on' });
    this.#tellDevices();
  }

  #microphoneEnded(device: Microphone): void {
    const ended = this.#microphone;
    if (ended?.device !== device) return;
    this.#microphone = undefined;
    device.close();
    this.#graph?.capture(undefined);
    this.#doWithoutMicrophone(new VoiceClientError('ERR_NO_MICROPHONE'));
    if (this.#options.clock.now() - ended.openedAtMs > livelyMs) void this.#seekMicrophone();
  }

  #doWithoutMicrophone(error: VoiceClientError): void {
    this.#options.store.set({ microphone: 'lost' });
    this.#levels.microphone = 0;
    this.#tellMicrophone();
    this.#failed('microphone', error);
  }

  /** Opens a microphone if there is none. */
  async #seekMicrophone(): Promise<void> {
    if (this.#hasMicrophone() || this.#seeking || this.#isOver()) return;
    this.#seeking = true;
    try {
      const device = await this.#openMicrophone(this.#deviceId);
      if (!this.#isOver() && !this.#hasMicrophone()) this.#adopt(device);
      else device.close();
    } catch (error) {
      // Looked for again when a device comes or a permission is given.
      if (!this.#isOver()) this.#doWithoutMicrophone(asClientError(error));
    } finally {
      this.#seeking = false;
    }
  }

  #devicesChanged(): void {
    this.#tellDevices();
    if (this.#graph === undefined) void this.#rebuildGraph();
    const device = this.#microphone?.device;
    if (device === undefined) void this.#seekMicrophone();
    else {
      // A headset that becomes a telephone changes rates under a graph: the source is made anew.
      this.#graph?.capture(device.stream);
      this.#tellEcho();
    }
  }

  #tellDevices(): void {
    void audioInputs().then(
      (devices) => this.#options.events.emit('devices', devices),
      () => undefined,
    );
  }

  #tellEcho(): void {
    const active = this.#microphone?.device.cancelsEcho ?? true;
    this.#options.store.set({ echoCanceller: active });
    if (active === this.#toldEchoCanceller) return;
    this.#toldEchoCanceller = active;
    // The first `hello` tells what is known by then.
    if (this.#begun !== undefined) this.#session.command({ type: 'echo-canceller', active });
  }

  #tellMicrophone(): void {
    const state = this.#microphone === undefined ? 'off' : this.#muted ? 'muted' : 'on';
    if (state === this.#toldMicrophone) return;
    this.#toldMicrophone = state;
    this.#session.command({ type: 'microphone', state });
  }

  // The sound

  async #openGraph(): Promise<AudioGraph> {
    const { workletUrl, clock } = this.#options;
    return AudioGraph.open(
      { workletUrl, clock },
      {
        onMessage: (message) => this.#hear(message),
        onState: (state) => {
          this.#options.store.set({ sound: state === 'playing' ? 'playing' : 'stopped' });
          if (state === 'broken' && this.#graph !== undefined) void this.#graphBroke(this.#graph);
        },
      },
    );
  }

  #useGraph(graph: AudioGraph): void {
    this.#graph = graph;
    this.#graphOpenedAtMs = this.#options.clock.now();
    this.#options.store.set({ sound: 'playing' });
  }

  async #graphBroke(broken: AudioGraph): Promise<void> {
    this.#underruns = { before: this.figures.underruns, now: 0 };
    this.#graph = undefined;
    this.#options.store.set({ speaking: false });
    await broken.close();
    if (this.#options.clock.now() - this.#graphOpenedAtMs > livelyMs) await this.#rebuildGraph();
    else this.#failed('sound', new VoiceClientError('ERR_UNSUPPORTED_BROWSER'));
  }

  /** Another graph in the place of one that broke: speech goes on from where it was heard. */
  async #rebuildGraph(): Promise<void> {
    if (this.#rebuilding || this.#isOver()) return;
    this.#rebuilding = true;
    try {
      const graph = await this.#openGraph();
      if (this.#isOver()) {
        await graph.close();
        return;
      }
      graph.capture(this.#microphone?.device.stream);
      this.#useGraph(graph);
      this.#session.replay();
      this.#solved('sound');
    } catch (error) {
      // Tried again when the page is looked at or its devices change.
      if (!this.#isOver()) this.#failed('sound', asClientError(error));
    } finally {
      this.#rebuilding = false;
    }
  }

  #wake(): void {
    this.#session.wake();
    if (this.#graph === undefined) void this.#rebuildGraph();
    else this.#graph.resume();
    void this.#seekMicrophone();
  }

  // Errors and the end

  #failed(what: 'microphone' | 'sound', error: VoiceClientError): void {
    this.#problems.set(what, error);
    this.#options.store.set({ error });
    this.#options.events.emit('error', error);
  }

  #solved(what: 'microphone' | 'sound'): void {
    this.#problems.delete(what);
    this.#options.store.set({ error: [...this.#problems.values()].at(-1) });
  }

  /** Releases everything, once; resolves when it is released. */
  #finish(error?: VoiceClientError, connection: 'idle' | 'ended' = 'ended'): Promise<void> {
    this.#over ??= this.#release(error, connection);
    return this.#over;
  }

  async #release(error: VoiceClientError | undefined, connection: 'idle' | 'ended'): Promise<void> {
    const { store, events, onOver } = this.#options;
    this.#unwatch?.();
    this.#session.close();
    this.#microphone?.device.close();
    this.#microphone = undefined;
    const graph = this.#graph;
    this.#graph = undefined;
    store.set({ connection, microphone: 'off', sound: 'stopped', speaking: false, recovering: false, error });
    if (error !== undefined) events.emit('error', error);
    this.#begun?.reject(error ?? abortError());
    onOver(error);
    await graph?.close();
  }
}

function asClientError(error: unknown): VoiceClientError {
  return error instanceof VoiceClientError
    ? error
    : new VoiceClientError('ERR_UNSUPPORTED_BROWSER', { cause: error });
}
