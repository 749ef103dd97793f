import {
  type Clock,
  type ClockTimer,
  checkClock,
  checkFunction,
  checkNumber,
  checkObject,
  invalidOption,
  type PipelineEvent,
  systemClock,
  type VoicePipeline,
} from '@rechka/core';
import type { JsonValue, PageEvent, Settings } from '../protocol/index.js';
import { BotStateTracker } from './bot-state.js';
import type { BrowserCall, PageMessage } from './browser-call.js';
import { toPageEvent } from './page-events.js';

/** What the bot says about itself, which is no part of the conversation. */
const standsInNoHistory: ReadonlySet<string> = new Set(['apology', 'wait', 'trouble']);

/** What {@link connectPage} does with what a page sends besides text, all of it optional. */
export interface ConnectPageOptions {
  /** The person changed a setting; `call.settings` has them too. */
  onSettings?: (settings: Settings) => void | Promise<void>;
  /** The page sent something of the application's own; answer with `call.send({ type: 'app', data })`. */
  onApp?: (data: JsonValue) => void | Promise<void>;
  /** The microphone was switched on or off at the page. */
  onMicrophone?: (state: 'on' | 'muted' | 'off') => void | Promise<void>;
  /** Shows pages the messages of errors, which name hosts and accounts: for development. Default false. */
  errorDetails?: boolean;
  /** How often the text of a speech that grows is sent, in ms, 50–5 000. Default 200. */
  textEveryMs?: number;
  /** Default: the host's. */
  clock?: Clock;
}

const shown = [
  'speech-start',
  'transcript-partial',
  'transcript-final',
  'transcript-refined',
  'utterance-end',
  'gap',
  'echo',
  'backchannel',
  'turn-committed',
  'turn-started',
  'barge-in',
  'ducked',
  'resumed',
  'reply-started',
  'reply-heard',
  'reply-ended',
  'recovering',
  'recovered',
  'dtmf',
  'error',
] as const satisfies readonly PipelineEvent['type'][];

/**
 * Joins a pipeline and the page that it talks to. The page is shown what happens, what is written there becomes a
 * turn, and when the gateway is drained, the pipeline closes after its sentence. It ends with the pipeline.
 *
 * A handler that fails is told to the gateway's `onError`. Throws `ERR_INVALID_OPTION` for what is no pipeline, no call, no
 * handler, and for a `textEveryMs` out of range.
 */
export function connectPage(
  pipeline: VoicePipeline,
  call: BrowserCall,
  options: ConnectPageOptions = {},
): void {
  // By what is made use of: the pipeline may be of another copy of core, and the call one of a test's.
  const { send, events } = Object(pipeline) as Partial<VoicePipeline>;
  if (typeof send !== 'function' || typeof events?.on !== 'function')
    throw invalidOption('pipeline', pipeline, 'a VoicePipeline');
  const { send: sendToPage, messages, draining } = Object(call) as Partial<BrowserCall>;
  if (typeof sendToPage !== 'function' || messages === undefined || draining === undefined)
    throw invalidOption('call', call, 'the call that onCall of createGateway() was given');
  new PageConnection(pipeline, call, options).open();
}

class PageConnection {
  readonly #state = new BotStateTracker();
  readonly #textEveryMs: number;
  readonly #clock: Clock;
  #timer: ClockTimer | undefined;
  #shownState = this.#state.state;
  #shownText = '';

  constructor(
    private readonly pipeline: VoicePipeline,
    private readonly call: BrowserCall,
    private readonly options: ConnectPageOptions,
  ) {
    checkObject('options', options, 'an object');
    const { textEveryMs = 200, clock = systemClock, onSettings, onApp, onMicrophone } = options;
    checkNumber('textEveryMs', textEveryMs, { min: 50, max: 5000 });
    checkClock(clock);
    for (const [name, handler] of Object.entries({ onSettings, onApp, onMicrophone }))
      if (handler !== undefined) checkFunction(name, handler);
    this.#textEveryMs = textEveryMs;
    this.#clock = clock;
  }

  open(): void {
    const { events, closed } = this.pipeline;
    const { call } = this;
    for (const type of shown) events.on(type, this.#show);
    const drain = () => void this.pipeline.close({ afterSpeech: true });
    if (call.draining.aborted) drain();
    call.draining.addEventListener('abort', drain, { once: true });
    call.send({ type: 'state', state: this.#shownState });
    this.#obey().catch((error: unknown) => call.report(error));
    void closed.then(() => {
      for (const type of shown) events.off(type, this.#show);
      call.draining.removeEventListener('abort', drain);
      this.#timer?.cancel();
    });
  }

  readonly #show = (event: PipelineEvent): void => {
    this.#state.follow(event);
    const shownEvent = toPageEvent(event, this.options.errorDetails ?? false);
    if (shownEvent) this.#send(shownEvent);
    if (event.type === 'reply-ended') this.#timer?.cancel();
    // When all that happens at this moment has happened: an utterance ends before the turn begins that it makes.
    queueMicrotask(this.#showState);
  };

  readonly #showState = (): void => {
    const { state } = this.#state;
    if (state === this.#shownState) return;
    this.#shownState = state;
    this.call.send({ type: 'state', state });
  };

  #send(event: PageEvent): void {
    if (event.type !== 'reply-started') {
      this.call.send(event);
      return;
    }
    if (standsInNoHistory.has(event.kind)) {
      // Its words come when it has ended; it may have been said in the pause of an answer, which then goes on.
      this.call.send({ ...event, text: '' });
      return;
    }
    const text = this.#textBeingSaid();
    this.call.send({ ...event, text });
    this.#shownText = text;
    this.#timer?.cancel();
    this.#followText(event.turnId);
  }

  /** Sends the text of the speech while it grows: a model may still write what the bot has begun to say. */
  #followText(turnId: number | undefined): void {
    this.#timer = this.#clock.setTimeout(() => {
      const text = this.#textBeingSaid();
      if (text !== this.#shownText) {
        this.#shownText = text;
        this.call.send({ type: 'reply-text', text, ...(turnId !== undefined && { turnId }) });
      }
      this.#followText(turnId);
    }, this.#textEveryMs);
  }

  #textBeingSaid(): string {
    const last = this.pipeline.messages.at(-1);
    return last?.role === 'assistant' ? last.text : '';
  }

  async #obey(): Promise<void> {
    for await (const message of this.call.messages) {
      try {
        await this.#carryOut(message);
      } catch (error) {
        this.call.report(error);
      }
    }
  }

  #carryOut(message: PageMessage): void | Promise<void> {
    const { onSettings, onApp, onMicrophone } = this.options;
    switch (message.type) {
      case 'text':
        // White space alone is no turn.
        if (message.text.trim() !== '') this.pipeline.send(message.text);
        return;
      case 'settings':
        return onSettings?.(message.settings);
      case 'app':
        return onApp?.(message.data);
      case 'microphone':
        return onMicrophone?.(message.state);
    }
  }
}
