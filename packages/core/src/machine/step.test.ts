import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import { step } from './step.js';
import {
  initialTurnState,
  type CommittedTurn,
  type Effect,
  type MachineEvent,
  type MachineRules,
  type SpeechItem,
  type TimerName,
  type TurnState,
} from './turn-state.js';

const rules: MachineRules = {
  finalTimeoutMs: 1500,
  maxUtteranceMs: 30_000,
  firstAudioMs: 10_000,
  playoutStallMs: 5000,
  clearMs: 500,
  bodyStallMs: 10_000,
  continuesMs: 1500,
  bargeInMinWords: 1,
  isBackchannel: (words) => words.every((word) => word === 'угу'),
};

interface SpeechSeen {
  item: SpeechItem;
  started: boolean;
  released: boolean;
  stopped: boolean;
  settled: number;
}

/** Plays the world around the machine: carries its effects out, and knows what could happen next. */
class World {
  state: TurnState = initialTurnState;
  readonly speeches: SpeechSeen[] = [];
  readonly timers = new Set<TimerName>();
  readonly turns: CommittedTurn[] = [];
  readonly backchannels: string[] = [];
  readonly finals: string[] = [];
  readonly log: string[] = [];
  bodyAlarm = false;
  readonly clearing = new Set<number>();
  asked = false;
  ended = false;
  shutDowns = 0;
  utterance = 0;
  index = 0;
  nowMs = 0;
  heardMs = 0;

  send(event: MachineEvent): void {
    const before = this.state;
    const { state, effects } = step(this.state, event, { nowMs: this.nowMs, heardMs: this.heardMs }, rules);
    this.state = state;
    this.log.push(`${JSON.stringify(event)} → ${effects.map((effect) => effect.type).join(' ')}`);
    for (const effect of effects) this.carryOut(effect, before);
    this.check();
  }

  private carryOut(effect: Effect, before: TurnState): void {
    const speech = 'id' in effect ? this.speeches.find(({ item }) => item.id === effect.id) : undefined;
    switch (effect.type) {
      case 'timer':
        this.timers.add(effect.name);
        if (effect.name === 'body') this.bodyAlarm = true;
        return;
      case 'cancel-timer':
        this.timers.delete(effect.name);
        return;
      case 'start-speech':
        speech!.started = true;
        return;
      case 'release-audio':
        expect(this.sounding(), 'two voices at once').toHaveLength(0);
        expect([...this.clearing], 'a voice before the sink is silent').toEqual([]);
        speech!.released = true;
        return;
      case 'stop-speech':
        speech!.stopped = true;
        return;
      case 'settle-speech':
        speech!.settled += 1;
        expect(speech!.settled, 'a speech settled twice').toBe(1);
        return;
      case 'clear-sink':
        this.clearing.add(effect.id);
        return;
      case 'yield-turn':
        expect(this.asked, 'a turn for a loop that did not ask').toBe(true);
        expect(this.state.voice.name, 'a turn before the clear has settled').not.toBe('clearing');
        expect(effect.turn.id).toBeGreaterThan(this.turns.at(-1)?.id ?? -1);
        this.asked = false;
        this.turns.push(effect.turn);
        return;
      case 'end-loop':
        this.ended = true;
        return;
      case 'shut-down':
        this.shutDowns += 1;
        expect(this.shutDowns).toBe(1);
        return;
      case 'say-apology':
        this.request('apology', undefined, false);
        return;
      case 'emit':
        if (effect.event.type === 'backchannel') this.backchannels.push(effect.event.text);
        if (effect.event.type === 'body-stalled') this.bodyAlarm = false;
        // A sink that does not answer is given up; its answer may still come, and must not count for a later clear.
        if (effect.event.type === 'clear-forced') {
          this.late.push(...this.clearing);
          this.clearing.clear();
        }
        return;
      case 'abort-turn':
        expect(before.lastTurn?.aborted === true && before.lastTurn.id === effect.turnId).toBe(false);
        return;
      case 'end-utterance':
        return;
    }
  }

  private readonly requested: SpeechItem[] = [];
  private readonly late: number[] = [];

  request(kind: SpeechItem['kind'], turnId: number | undefined, interruptible: boolean): void {
    const item: SpeechItem = { id: this.speeches.length, kind, turnId, interruptible };
    this.speeches.push({ item, started: false, released: false, stopped: false, settled: 0 });
    this.requested.push(item);
  }

  /** Requests made inside effects come as events of their own, after the step. */
  flushRequests(): void {
    for (let item = this.requested.shift(); item; item = this.requested.shift()) {
      this.send({ type: 'speech-requested', item });
    }
  }

  sounding(): SpeechSeen[] {
    return this.speeches.filter((speech) => speech.released && !speech.stopped && speech.settled === 0);
  }

  /** No state without a way out. */
  private check(): void {
    const { caller, voice, loop } = this.state;
    if (loop.name === 'closed') return;
    if (caller.name === 'hearing') expect(this.timers).toContain('utterance');
    if (caller.name === 'ending') expect(this.timers).toContain('final');
    if (voice.name === 'preparing') expect(this.timers).toContain('first-audio');
    if (voice.name === 'speaking') expect(this.timers).toContain('playout');
    if (voice.name === 'clearing') expect(this.timers).toContain('clear');
    if (loop.name === 'body' && this.bodyAlarm) expect(this.timers).toContain('body');
    if (voice.name === 'quiet') expect(this.state.queue).toHaveLength(0);
  }

  /** One thing that could happen now, picked by `choice`. */
  act(choice: number): void {
    this.nowMs += choice % 700;
    const actions = this.possible();
    actions[choice % actions.length]!();
    this.flushRequests();
  }

  private possible(): (() => void)[] {
    const actions: (() => void)[] = [];
    const { loop, callerGone, closing } = this.state;
    if (!callerGone && !closing?.error) {
      const say = (text: string) => () =>
        this.send({ type: 'partial', utterance: this.utterance, text, endMs: this.nowMs });
      actions.push(say('запишите'), say('запишите меня'), say('угу'), say(''));
      actions.push(
        () => this.final('слово'),
        () => this.final('угу'),
      );
      actions.push(
        () => this.endUtterance(),
        () => this.endUtterance(),
      );
      actions.push(
        () => this.send({ type: 'endpoint' }),
        () => this.send({ type: 'interrupt' }),
      );
      actions.push(() => this.send({ type: 'text', text: `т${this.index}` }));
      actions.push(() => this.send({ type: 'caller-gone' }));
    } else {
      actions.push(() => this.send({ type: 'hearing-ended' }));
    }
    if (!this.asked && !this.ended)
      actions.push(
        () => this.next(),
        () => this.next(),
        () => this.next(),
      );
    if (loop.name === 'body') {
      actions.push(
        () => this.request('reply', loop.turnId, true),
        () => this.request('reply', loop.turnId, false),
      );
    }
    actions.push(
      () => this.request('say', undefined, true),
      () => this.request('say', undefined, false),
    );
    actions.push(() => this.send({ type: 'close', afterSpeech: this.nowMs % 2 === 0 }));
    actions.push(() =>
      this.send({ type: 'fatal', error: new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' }) }),
    );
    for (const { item, started, released, stopped, settled } of this.speeches) {
      if (!started || stopped || settled > 0) continue;
      const { id } = item;
      if (!released) actions.push(() => this.send({ type: 'first-audio', id }));
      actions.push(() => this.send({ type: 'speech-failed', id, audible: released }));
      if (released)
        actions.push(
          () => this.drained(id),
          () => this.drained(id),
        );
    }
    if (this.clearing.size > 0)
      actions.push(
        () => this.cleared(),
        () => this.cleared(),
      );
    for (const name of this.timers) actions.push(() => this.fire(name));
    return actions;
  }

  private final(text: string): void {
    const word = text === 'угу' ? text : `${text}${this.index}`;
    // What comes of an utterance that was already committed for lack of a final changes nothing.
    if (this.utterance > this.state.utterancesDone && this.state.loop.name !== 'closed')
      this.finals.push(word);
    this.send({
      type: 'final',
      utterance: this.utterance,
      index: this.index++,
      text: word,
      endMs: this.nowMs,
    });
  }

  private endUtterance(): void {
    this.send({ type: 'utterance-end', utterance: this.utterance });
    this.utterance += 1;
  }

  next(): void {
    this.asked = true;
    this.send({ type: 'next' });
  }

  private drained(id: number): void {
    this.heardMs += 100;
    this.send({ type: 'speech-drained', id });
  }

  private cleared(): void {
    const [id] = this.clearing;
    this.clearing.delete(id!);
    this.send({ type: 'sink-cleared', id: id! });
  }

  fire(name: TimerName): void {
    this.timers.delete(name);
    this.send({ type: 'timer', name });
  }

  /** Lets everything come to its end without any help but the exit timers, then hangs up. */
  windDown(): void {
    for (let rounds = 0; this.shutDowns === 0; rounds += 1) {
      expect(rounds, `never ends:\n${this.log.join('\n')}`).toBeLessThan(200);
      while (this.clearing.size > 0) this.cleared();
      for (const name of [...this.timers]) if (this.timers.has(name)) this.fire(name);
      this.flushRequests();
      if (rounds === 60) this.send({ type: 'caller-gone' });
      if (rounds === 70) this.send({ type: 'hearing-ended' });
      if (!this.asked && !this.ended) this.next();
    }
    // A loop that was waiting when the call was shut down is ended by the pipeline itself.
    for (let rounds = 0; !this.ended; rounds += 1) {
      expect(rounds).toBeLessThan(10);
      this.next();
    }
  }
}

describe('the turn machine, over random events in any order', () => {
  it('loses no word, never has two voices, settles every speech, leaves every state, ends once', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 60 }), (choices) => {
        const world = new World();
        for (const choice of choices) if (world.shutDowns === 0) world.act(choice);
        world.windDown();
        for (const speech of world.speeches) expect(speech.settled, 'a speech never settled').toBe(1);
        // We hung up on them: what they said meanwhile is for nobody.
        if (world.state.closing?.leaving === 'us') return;
        const taken = [...world.turns.map((turn) => turn.text), ...world.backchannels].join(' ').split(' ');
        for (const word of world.finals.filter((final) => final !== 'угу')) {
          expect(
            taken.filter((other) => other === word),
            `${word}:\n${world.log.join('\n')}`,
          ).toHaveLength(1);
        }
      }),
      { numRuns: 10_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
    );
  });
});
