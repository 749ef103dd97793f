import type { Timeline } from '../audio/timeline.js';
import { VoiceActivity } from '../audio/voice-activity.js';
import type { EchoGuard } from '../echo/echo-guard.js';
import { EchoWatch } from '../echo/echo-watch.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { Announcer } from './announcer.js';
import type { CallerSilence } from './caller-silence.js';
import type { History } from './history.js';
import type { MachineHost } from './machine-host.js';
import type { SoundingWord } from './spoken-words.js';

/** A partial that reaches this far beyond the caller's last sound has all their words in it. */
const coveredMs = 100;

export interface CallerWordsWorld {
  machine: Pick<MachineHost, 'dispatch' | 'state'>;
  observers: Announcer;
  history: History;
  callerSilence: CallerSilence;
  timeline: Timeline;
  guard: EchoGuard | undefined;
  /** Whether anything said can interrupt the bot. */
  bargeIn: boolean;
}

/** Makes of what the recogniser tells what the caller said: without the bot's own voice, and where it began. */
export class CallerWords {
  readonly #echo: EchoWatch | undefined;
  readonly #voiceActivity = new VoiceActivity();
  /** Where the utterance of the caller that is being heard began. */
  #speechStart = { utterance: -1, atMs: 0 };

  constructor(private readonly world: CallerWordsWorld) {
    const { guard, timeline } = world;
    this.#echo = guard && new EchoWatch(guard, timeline);
  }

  /** How loud the caller's audio is, on their timeline. */
  level(level: { startMs: number; endMs: number; levelDbfs: number }): void {
    this.#voiceActivity.take(level);
    this.#echo?.level(level);
  }

  /** A word of the bot's sounds, or will. */
  sounds(word: SoundingWord): void {
    this.#echo?.sounds(word);
  }

  /** The bot fell silent. */
  silenced(nowMs: number): void {
    this.#echo?.silenced(nowMs);
  }

  heard(event: SttEvent): void {
    const { machine, history, observers, callerSilence } = this.world;
    observers.tell(event, undefined, event.type === 'transcript-final' ? event.requestId : undefined);
    switch (event.type) {
      case 'speech-start':
        this.#speechStart = { utterance: event.utterance, atMs: event.atMs };
        // With a guard it is not known yet whose voice it is.
        if (this.#echo) this.#echo.began(event.utterance, event.atMs);
        else callerSilence.heard();
        return;
      case 'transcript-partial':
        this.#heardPartial(event);
        return;
      case 'transcript-final':
        this.#heardFinal(event);
        return;
      case 'transcript-refined':
        // What was cut out of a final does not come back with its refinement.
        if (!this.#echo?.isCut(event.index)) history.refine(event.index, event.text);
        return;
      case 'utterance-end':
        machine.dispatch({ type: 'utterance-end', utterance: event.utterance });
        return;
      case 'recovering':
        machine.dispatch({ type: 'hearing-lost' });
        return;
      case 'recovered':
        machine.dispatch({ type: 'hearing-back' });
        return;
      case 'label':
      case 'gap':
        return;
    }
  }

  #heardPartial(event: Extract<SttEvent, { type: 'transcript-partial' }>): void {
    const { utterance, throughMs: endMs } = event;
    const { verdict, own: text, ownFromMs } = this.#judge(event);
    const begunMs = this.#speechStart.utterance === utterance ? this.#speechStart.atMs : endMs;
    // A voice of which no word is known yet has no length either.
    const startMs = text === '' ? endMs : (ownFromMs ?? begunMs);
    if (text !== '') this.world.callerSilence.heard();
    const { voiceEndMs = Number.POSITIVE_INFINITY } = this.#voiceActivity;
    const covered = endMs >= voiceEndMs + coveredMs;
    const unsure = verdict === 'unsure';
    this.world.machine.dispatch({ type: 'partial', utterance, text, startMs, endMs, unsure, covered });
  }

  #heardFinal(event: Extract<SttEvent, { type: 'transcript-final' }>): void {
    const { machine, observers, callerSilence } = this.world;
    const { utterance, index, endMs, requestId } = event;
    const { verdict, own, ownFromMs: startMs = event.startMs } = this.#judge(event);
    const text = verdict === 'unsure' && this.#wentOnSpeaking(utterance) ? '' : own;
    if (text !== '') callerSilence.heard();
    else if (event.text !== '') this.#speechStart = { utterance, atMs: endMs };
    if (text !== event.text) observers.tell({ type: 'echo', text: event.text, own: text });
    if (text === '') machine.dispatch({ type: 'partial', utterance, text, startMs, endMs });
    else machine.dispatch({ type: 'final', utterance, index, text, startMs, endMs, requestId });
  }

  /** What of a transcript is the caller's. */
  #judge(event: Parameters<EchoWatch['judge']>[0]): ReturnType<EchoWatch['judge']> {
    return this.#echo?.judge(event) ?? { verdict: 'person', own: event.text };
  }

  /**
   * What may be an echo is one if the bot could have fallen silent for it and did not: if it never falls silent,
   * or did and has waited long enough, it may as well be the caller.
   */
  #wentOnSpeaking(utterance: number): boolean {
    const { voice, caller, closing } = this.world.machine.state;
    if (!this.world.bargeIn || closing || voice.name !== 'speaking' || !voice.item.interruptible)
      return false;
    return caller.name !== 'silent' && caller.heard.utterance === utterance && !caller.heard.waitedFor;
  }
}
