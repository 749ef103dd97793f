import type { Timeline } from '../audio/timeline.js';
import { VoiceError } from '../errors/voice-error.js';
import type { CommittedTurn, Effect, MachineNotice, SpeechKind } from '../machine/turn-state.js';
import type { Call } from '../ports/call.js';
import type { Clock } from '../time/clock.js';
import { sleep } from '../time/sleep.js';
import type { Announcer } from './announcer.js';
import type { Answers } from './answers.js';
import type { CallerWords } from './caller-words.js';
import type { Hearing } from './hearing.js';
import type { History } from './history.js';
import type { Line } from './line.js';
import type { MachineHost } from './machine-host.js';
import type { Mouth } from './mouth.js';
import type { TransformChain } from './transform-chain.js';
import type { TurnDesk } from './turn-desk.js';
import { Turn } from './turn.js';

/** A line that does not confirm its hanging up is not waited for any longer. */
const hangUpMs = 2000;

/** What effects have their effect on. */
export interface EffectsWorld {
  call: Call;
  line: Line;
  clock: Clock;
  timeline: Timeline;
  machine: Pick<MachineHost, 'dispatch'>;
  hearing: Hearing;
  callerWords: CallerWords;
  mouth: Mouth;
  answers: Answers;
  history: History;
  turns: TurnDesk;
  observers: Announcer;
  /** Aborts what outlives turns. */
  callAbort: AbortController;
  /** What the bot's audio goes through. */
  outputChain: TransformChain | undefined;
  /** Everything has been released. */
  closed: () => void;
}

/** Carries out what the turn machine decides. It decides nothing itself. */
export class Effects {
  constructor(private readonly world: EffectsWorld) {}

  perform(effect: Effect): void {
    const { call, mouth, answers, hearing, turns } = this.world;
    switch (effect.type) {
      case 'start-speech':
        return mouth.get(effect.id)?.start();
      case 'release-audio':
        return this.#releaseAudio(effect.id);
      case 'stop-speech':
        return mouth.get(effect.id)?.stop();
      case 'pause-speech':
        return mouth.get(effect.id)?.pause();
      case 'resume-speech':
        return mouth.get(effect.id)?.resume();
      case 'clear-sink':
        return void this.#clearSink(effect.clear);
      case 'settle-speech': {
        const error = effect.stalled ? playoutStalled() : undefined;
        return mouth.settle(effect.id, effect.status, call.output.heardMs, error);
      }
      case 'say-phrase':
        return answers.sayPhrase(effect);
      case 'speculate':
        return answers.speculate(effect.turnId, effect.text);
      case 'drop-speculation':
        return answers.dropSpeculation();
      case 'abort-turn':
        answers.dropSpeculation(effect.turnId);
        if (turns.current?.id === effect.turnId) turns.current.abort(effect.reason);
        return;
      case 'yield-turn':
        return this.#yieldTurn(effect.turn);
      case 'end-utterance':
        return hearing.endUtterance();
      case 'emit':
        return this.#notice(effect.event);
      case 'shut-down':
        return void this.#shutDown(effect.error);
      case 'end-loop':
        return turns.end();
      case 'timer':
      case 'cancel-timer':
        // The machine's host keeps the timers.
        return;
    }
  }

  #yieldTurn(committed: CommittedTurn): void {
    const { history, answers, turns, timeline, observers } = this.world;
    history.addUser(committed);
    const turn: Turn = new Turn(committed, {
      messages: () => history.messages(),
      refinedText: () => history.refinedText(committed),
      reply: (source, options) => {
        const { endOfSpeechMs, committedAtMs: committedAt } = committed;
        const silentAt = endOfSpeechMs === undefined ? committedAt : timeline.toClock(endOfSpeechMs);
        return answers.reply(turn, { silentAt, committedAt }, source, options);
      },
    });
    const { id, text, source, requestIds } = committed;
    observers.tell({ type: 'turn-started', text, source }, id, requestIds.at(-1));
    turns.give(turn);
  }

  #releaseAudio(id: number): void {
    const { mouth, hearing, history, observers } = this.world;
    const speech = mouth.get(id);
    if (!speech) return;
    if (speech.item.expect) hearing.expect(speech.item.expect);
    if (isConversation(speech.item.kind)) history.addAssistant(speech.entry);
    speech.release();
    const { kind, turnId } = speech.item;
    observers.tell({ type: 'reply-started', kind }, turnId);
  }

  async #clearSink(clear: number): Promise<void> {
    const { call, callerWords, clock, machine } = this.world;
    await this.#attempt(() => call.output.clear());
    callerWords.silenced(clock.now());
    machine.dispatch({ type: 'sink-cleared', clear });
  }

  #notice(notice: MachineNotice): void {
    const { observers, hearing } = this.world;
    // They have answered; what they say next may be anything.
    if (notice.type === 'turn-committed') hearing.expect('free');
    if (notice.type === 'turn-committed')
      observers.tell(notice, notice.turn.id, notice.turn.requestIds.at(-1));
    else observers.tell(notice, 'turnId' in notice ? notice.turnId : undefined);
  }

  async #shutDown(error: VoiceError | undefined): Promise<void> {
    const { call, line, answers, hearing, turns, observers, callAbort, outputChain, closed } = this.world;
    turns.close(error);
    answers.dropSpeculation();
    hearing.stop();
    callAbort.abort('closed');
    outputChain?.close();
    // A caller who is just being handed over must not be cut off.
    await this.#within(hangUpMs, line.settled());
    await this.#within(
      hangUpMs,
      this.#attempt(() => call.hangUp?.()),
    );
    observers.tell({ type: 'closed', ...(error && { error }) });
    closed();
    turns.end();
  }

  /** Does something to the line; its failure is told to observers and changes nothing. */
  async #attempt(action: () => Promise<unknown> | undefined): Promise<void> {
    try {
      await action();
    } catch (fault) {
      this.world.observers.report(fault);
    }
  }

  /** Waits for `done`, but no longer than `ms`. */
  async #within(ms: number, done: Promise<void>): Promise<void> {
    const patience = new AbortController();
    await Promise.race([done, sleep(this.world.clock, ms, patience.signal).catch(() => undefined)]);
    patience.abort();
  }
}

/**
 * What the bot says about itself is no part of what the two talk about; and if synthesis never worked, of an apology
 * no word was heard.
 */
function isConversation(kind: SpeechKind): boolean {
  return kind !== 'apology' && kind !== 'wait' && kind !== 'trouble';
}

function playoutStalled(): VoiceError {
  return new VoiceError({
    code: 'ERR_AUDIO_DEVICE',
    message: 'The sink stopped playing in the middle of speech; the line or device is probably gone.',
  });
}
