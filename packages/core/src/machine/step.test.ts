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
  lastWordsMs: 3000,
  bargeInMinWords: 1,
  bargeInMinMs: 300,
  duckMs: 2000,
  isBackchannel: (words) => words.every((word) => word === 'угу'),
};

interface SpeechSeen {
  item: SpeechItem;
  started: boolean;
  released: boolean;
  paused: boolean;
  drained: boolean;
  stopped: boolean;
  settled: number;
  /** The turn it answers was over when it was asked for. */
  stale: boolean;
}

/** Plays the world around the machine: carries its effects out, and knows what could happen next. */
class World {
  state: TurnState = initialTurnState;
  readonly speeches: SpeechSeen[] = [];
  readonly timers = new Set<TimerName>();
  readonly turns: CommittedTurn[] = [];
  /** Turns whose signal has been aborted. */
  readonly aborted = new Set<number>();
  readonly backchannels: string[] = [];
  readonly finals: string[] = [];
  readonly lateFinals: string[] = [];
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
    const { state, effects } = step(this.state, event, { nowMs: this.nowMs, heardMs: this.heardMs }, rules);
    this.state = state;
    this.log.push(`${JSON.stringify(event)} → ${effects.map((effect) => effect.type).join(' ')}`);
    for (const effect of effects) this.carryOut(effect);
    this.check();
  }

  private carryOut(effect: Effect): void {
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
        expect(speech!.stale, 'an answer to a turn that is over was begun').toBe(false);
        this.checkOrder(speech!);
        speech!.started = true;
        return;
      case 'release-audio':
        expect(speech!.started, 'a sound before its turn').toBe(true);
        expect(speech!.item.interruptible && this.callerHasTheFloor(), 'spoke over the caller').toBe(false);
        for (const other of this.speeches) {
          if (other.item.before === speech!.item.id) expect(other.settled, 'not said before').toBe(1);
        }
        expect(this.sounding(), 'two voices at once').toHaveLength(0);
        expect([...this.clearing], 'a voice before the sink is silent').toEqual([]);
        speech!.released = true;
        return;
      case 'pause-speech':
        expect(speech!.paused, 'paused twice').toBe(false);
        speech!.paused = true;
        return;
      case 'resume-speech':
        expect(speech!.paused, 'resumed, but it was not paused').toBe(true);
        expect([...this.clearing], 'goes on before the sink is silent').toEqual([]);
        expect(this.sounding(), 'two voices at once').toHaveLength(0);
        speech!.paused = false;
        return;
      case 'stop-speech':
        speech!.stopped = true;
        return;
      case 'settle-speech':
        speech!.settled += 1;
        expect(speech!.settled, 'a speech settled twice').toBe(1);
        this.checkOutcome(speech!, effect.status);
        return;
      case 'clear-sink':
        expect(this.clearing, 'cleared twice').not.toContain(effect.id);
        this.clearing.add(effect.id);
        return;
      case 'yield-turn':
        expect(this.asked, 'a turn for a loop that did not ask').toBe(true);
        expect(this.state.voice.name, 'a turn before the clear has settled').not.toBe('clearing');
        expect(effect.turn.id).toBeGreaterThan(this.turns.at(-1)?.id ?? -1);
        for (const { id } of this.turns) expect(this.aborted, 'an older turn is still live').toContain(id);
        this.asked = false;
        this.turns.push(effect.turn);
        return;
      case 'end-loop':
        this.ended = true;
        return;
      case 'shut-down':
        this.shutDowns += 1;
        expect(this.shutDowns).toBe(1);
        for (const { id } of this.turns) expect(this.aborted, 'a turn outlives the call').toContain(id);
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
        expect(this.aborted, 'a turn aborted twice').not.toContain(effect.turnId);
        this.aborted.add(effect.turnId);
        return;
      case 'end-utterance':
        return;
    }
  }

  private begun = { utterance: -1, atMs: 0 };
  private readonly requested: SpeechItem[] = [];
  private readonly late: number[] = [];

  request(
    kind: SpeechItem['kind'],
    turnId: number | undefined,
    interruptible: boolean,
    before?: number,
  ): void {
    const item: SpeechItem = { id: this.speeches.length, kind, turnId, interruptible, before };
    const stale = turnId !== undefined && this.aborted.has(turnId);
    this.speeches.push({
      item,
      started: false,
      released: false,
      paused: false,
      drained: false,
      stopped: false,
      settled: 0,
      stale,
    });
    this.requested.push(item);
  }

  /** First asked for, first said; but for what is to be said before something else. */
  private checkOrder({ item }: SpeechSeen): void {
    const overtaken = this.speeches.filter(
      (other) => other.item.id < item.id && !other.started && other.settled === 0,
    );
    if (item.before === undefined) expect(overtaken, 'out of order').toEqual([]);
    else for (const other of overtaken) expect(other.item.id).toBeGreaterThanOrEqual(item.before);
  }

  private checkOutcome(speech: SpeechSeen, status: string): void {
    if (status === 'spoken') expect(speech.drained, 'spoken, but not to the end').toBe(true);
    if (status === 'skipped') expect(speech.released, 'skipped, but it sounded').toBe(false);
    if (status === 'interrupted') expect(speech.released, 'interrupted before it sounded').toBe(true);
    if (speech.stale) expect(status).toBe('skipped');
    if (status !== 'spoken' && status !== 'failed') expect(speech.stopped, 'goes on being made').toBe(true);
  }

  private callerHasTheFloor(): boolean {
    const { caller } = this.state;
    if (caller.name === 'silent') return false;
    const said = [...caller.heard.finals.map(({ text }) => text), caller.heard.partial].join(' ').trim();
    return said === '' ? caller.heard.unsure : !/^(?:угу ?)+$/.test(said);
  }

  /** Requests made inside effects come as events of their own, after the step. */
  flushRequests(): void {
    for (let item = this.requested.shift(); item; item = this.requested.shift()) {
      this.send({ type: 'speech-requested', item });
    }
  }

  sounding(): SpeechSeen[] {
    return this.speeches.filter(
      (speech) => speech.released && !speech.paused && !speech.stopped && speech.settled === 0,
    );
  }

  /** No state without a way out. */
  private check(): void {
    const { caller, voice, loop } = this.state;
    if (loop.name === 'closed') return;
    if (caller.name === 'hearing') expect(this.timers).toContain('utterance');
    if (caller.name === 'ending') expect(this.timers).toContain('final');
    if (voice.name === 'preparing') expect(this.timers).toContain('first-audio');
    if (voice.name === 'speaking') expect(this.timers).toContain('playout');
    if (voice.name === 'ducked') expect(this.timers).toContain('duck');
    if (voice.name === 'clearing') expect(this.timers).toContain('clear');
    if (loop.name === 'body' && this.bodyAlarm) expect(this.timers).toContain('body');
    if (voice.name === 'quiet') expect(this.state.queue).toHaveLength(0);
    if (this.state.callerGone && !this.state.closing) expect(this.timers).toContain('last-words');
    if (voice.name === 'preparing' && voice.ready && !this.callerHasTheFloor()) {
      expect.fail(`an answer is held back, and nobody speaks:\n${this.log.join('\n')}`);
    }
  }

  /** One thing that could happen now, picked by `choice`. */
  act(choice: number): void {
    this.nowMs += choice % 700;
    const actions = this.possible();
    actions[choice % actions.length]!();
    this.flushRequests();
  }

  /** Most conversations go on for a while before they end. */
  private get endsNow(): boolean {
    return this.nowMs % 8 === 0;
  }

  private possible(): (() => void)[] {
    const actions: (() => void)[] = [];
    const { loop, callerGone, closing } = this.state;
    if (!callerGone && !closing?.error) {
      const say =
        (text: string, unsure = false) =>
        () =>
          this.send({
            type: 'partial',
            utterance: this.utterance,
            text,
            unsure,
            startMs: this.startMs(),
            endMs: this.nowMs,
          });
      actions.push(say('запишите'), say('запишите меня'), say('угу'), say(''), say('', true));
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
      if (this.endsNow) actions.push(() => this.send({ type: 'caller-gone' }));
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
    // User code may answer a turn long after it is over.
    const [old] = this.turns;
    if (old) actions.push(() => this.request('reply', old.id, true));
    const unsettled = this.speeches.findLast(({ item, settled }) => item.kind === 'reply' && settled === 0);
    if (unsettled) {
      const { id, turnId } = unsettled.item;
      actions.push(() => this.request('say', turnId, true, id));
    }
    actions.push(
      () => this.request('say', undefined, true),
      () => this.request('say', undefined, false),
    );
    if (this.endsNow) {
      actions.push(() => this.send({ type: 'close', afterSpeech: this.nowMs % 2 === 0 }));
      actions.push(() =>
        this.send({ type: 'fatal', error: new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' }) }),
      );
    }
    for (const { item, started, released, paused, stopped, settled } of this.speeches) {
      // A speech that is paused waits: it neither ends nor fails.
      if (!started || paused || stopped || settled > 0) continue;
      const { id } = item;
      const sounds = () => this.send({ type: 'first-audio', id });
      if (!released) actions.push(sounds, sounds, sounds);
      actions.push(() => this.send({ type: 'speech-failed', id, audible: released }));
      if (released)
        actions.push(
          () => this.drained(id),
          () => this.drained(id),
        );
      else actions.push(() => this.drained(id));
    }
    if (this.clearing.size > 0)
      actions.push(
        () => this.cleared(),
        () => this.cleared(),
      );
    const [late] = this.late;
    if (late !== undefined) actions.push(() => this.send({ type: 'sink-cleared', id: late }));
    for (const name of this.timers) actions.push(() => this.fire(name));
    return actions;
  }

  private final(text: string): void {
    const word = text === 'угу' ? text : `${text}${this.index}`;
    // What comes of an utterance that was already committed for lack of a final changes nothing.
    if (this.utterance <= this.state.utterancesDone) this.lateFinals.push(word);
    else if (this.state.loop.name !== 'closed') this.finals.push(word);
    this.send({
      type: 'final',
      utterance: this.utterance,
      index: this.index++,
      text: word,
      startMs: this.startMs(),
      endMs: this.nowMs,
    });
  }

  /** Where the utterance began: so that some are too short to take the turn. */
  private startMs(): number {
    if (this.begun.utterance !== this.utterance) this.begun = { utterance: this.utterance, atMs: this.nowMs };
    return this.begun.atMs;
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
    this.speeches[id]!.drained = true;
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
        for (const word of world.lateFinals.filter((final) => final !== 'угу')) {
          expect(
            world.turns
              .map((turn) => turn.text)
              .join(' ')
              .split(' '),
          ).not.toContain(word);
        }
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
      { numRuns: 5000 },
    );
  });
});

/** Sends events one by one; tells the effects of the last. */
function after(...events: MachineEvent[]): { state: TurnState; effects: readonly Effect[] } {
  let result: { state: TurnState; effects: readonly Effect[] } = { state: initialTurnState, effects: [] };
  for (const event of events) result = step(result.state, event, { nowMs: 0, heardMs: 0 }, rules);
  return result;
}

const say = (id: number, more: Partial<SpeechItem> = {}): MachineEvent => ({
  type: 'speech-requested',
  item: { id, kind: 'say', turnId: undefined, interruptible: true, ...more },
});
const partial = (text: string, utterance = 0): MachineEvent => ({
  type: 'partial',
  utterance,
  text,
  startMs: 0,
  endMs: 400,
});
const final = (text: string, utterance = 0): MachineEvent => ({
  type: 'final',
  utterance,
  index: utterance,
  text,
  startMs: 0,
  endMs: 400,
});
const firstAudio = (id: number): MachineEvent => ({ type: 'first-audio', id });
const ended = (utterance = 0): MachineEvent => ({ type: 'utterance-end', utterance });
const released = { type: 'release-audio', id: 1 };

describe('the turn machine', () => {
  it('lets held speech sound when what the caller said comes to no more than a backchannel', () => {
    const held = [say(1), partial('запишите'), firstAudio(1)];
    expect(after(...held).effects).not.toContainEqual(released);
    expect(after(...held, partial('угу')).effects).toContainEqual(released);
    expect(after(...held, final('угу')).effects).toContainEqual(released);
  });

  it('falls silent for a voice of which no word is known yet, and goes on when none comes', () => {
    const speaking = [say(1), firstAudio(1)];
    const voice: MachineEvent = {
      type: 'partial',
      utterance: 0,
      text: '',
      startMs: 400,
      endMs: 400,
      unsure: true,
    };
    expect(after(...speaking, voice).effects).toContainEqual({ type: 'pause-speech', id: 1 });
    const silent: MachineEvent = { type: 'sink-cleared', id: 1 };
    const resumed = { type: 'resume-speech', id: 1 };
    expect(after(...speaking, voice, silent).effects).not.toContainEqual(resumed);
    expect(after(...speaking, voice, silent, partial('')).effects).toContainEqual(resumed);
    expect(after(...speaking, voice, silent, ended()).effects).toContainEqual(resumed);
    const { state, effects } = after(...speaking, voice, silent, { type: 'timer', name: 'duck' });
    expect(effects).toContainEqual(resumed);
    expect(state.nextTurnId).toBe(0);
  });

  it('lets held speech sound before the end, though the caller spoke last', () => {
    const close: MachineEvent = { type: 'close', afterSpeech: true };
    const held = [say(1), partial('запишите'), firstAudio(1), close, final('запишите')];
    expect(after(...held, ended()).effects).toContainEqual(released);
    const error = new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' });
    expect(after(...held.slice(0, 3), { type: 'fatal', error }).effects).toContainEqual(released);
  });

  it('aborts an older turn when a newer one is taken, though its answer goes on', () => {
    const { effects } = after(
      { type: 'text', text: 'раз' },
      { type: 'next' },
      say(1, { kind: 'reply', turnId: 0, interruptible: false }),
      firstAudio(1),
      { type: 'text', text: 'два' },
      { type: 'next' },
    );
    expect(effects).toContainEqual({ type: 'abort-turn', turnId: 0, reason: 'newer-turn' });
    expect(effects).not.toContainEqual(expect.objectContaining({ type: 'stop-speech' }));
  });

  it('apologises once, however much fails', () => {
    const error = new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'down' });
    const { state } = after(
      say(1),
      { type: 'fatal', error },
      say(2, { kind: 'apology', interruptible: false }),
      { type: 'speech-failed', id: 1, audible: false },
    );
    expect(state.voice).toMatchObject({ name: 'preparing', item: { id: 2 } });
    expect(state.apologyDue).toBe(false);
  });

  it('says before an answer what its responder wants said first, and remembers that the answer is ready', () => {
    const first = say(2, { before: 1 });
    const asked = [say(1), say(9), first, firstAudio(1), say(3, { before: 1 })];
    const waiting = after(...asked);
    expect(waiting.state.voice).toMatchObject({ name: 'preparing', item: { id: 2 } });
    expect(waiting.state.queue.map(({ item }) => item.id)).toEqual([3, 1, 9]);
    const drained = (id: number): MachineEvent => ({ type: 'speech-drained', id });
    expect(after(...asked, drained(2), drained(3)).effects).toContainEqual(released);
    expect(
      after(...asked, { type: 'speech-failed', id: 1, audible: false }).effects,
      'a waiting answer that fails is settled at once',
    ).toContainEqual({ type: 'settle-speech', id: 1, status: 'failed' });
  });

  it('aborts the turn whose answer an interrupt stops before it sounds', () => {
    const { effects } = after(
      { type: 'text', text: 'раз' },
      { type: 'next' },
      say(1, { kind: 'reply', turnId: 0 }),
      { type: 'interrupt' },
    );
    expect(effects).toContainEqual({ type: 'settle-speech', id: 1, status: 'skipped' });
    expect(effects).toContainEqual({ type: 'abort-turn', turnId: 0, reason: 'barge-in' });
  });

  it('gives up a sink that plays no more, and none that does', () => {
    const speaking = after(say(1), firstAudio(1)).state;
    const stall: MachineEvent = { type: 'timer', name: 'playout' };
    const stuck = step(speaking, stall, { nowMs: 5000, heardMs: 0 }, rules);
    expect(stuck.effects).toContainEqual({ type: 'clear-sink', id: 1 });
    const cleared = step(stuck.state, { type: 'sink-cleared', id: 1 }, { nowMs: 5000, heardMs: 0 }, rules);
    expect(cleared.effects).toContainEqual({ type: 'settle-speech', id: 1, status: 'failed', stalled: true });
    const playing = step(speaking, stall, { nowMs: 5000, heardMs: 4000 }, rules);
    expect(playing.effects).toEqual([{ type: 'timer', name: 'playout', delayMs: 5000 }]);
  });

  it('does not take the late answer of a sink that was given up for that to a later clear', () => {
    const interrupt: MachineEvent = { type: 'interrupt' };
    const clearing = [say(1), firstAudio(1), interrupt, { type: 'timer', name: 'clear' } as const];
    const again = [...clearing, say(2), firstAudio(2), interrupt];
    expect(after(...again, { type: 'sink-cleared', id: 1 }).effects).toEqual([]);
    expect(after(...again, { type: 'sink-cleared', id: 2 }).effects).toContainEqual({
      type: 'settle-speech',
      id: 2,
      status: 'interrupted',
    });
  });

  it('takes what was written and said for said', () => {
    const { effects } = after({ type: 'text', text: 'раз' }, final('два'), ended(), { type: 'next' });
    const turns = effects.flatMap((effect) => (effect.type === 'yield-turn' ? [effect.turn] : []));
    expect(turns.map(({ text, source }) => [text, source])).toEqual([['раз два', 'speech']]);
  });

  it('tells a turn of which no final ever came', () => {
    const { effects } = after({ type: 'next' }, partial('алло'), ended());
    const turns = effects.flatMap((effect) => (effect.type === 'yield-turn' ? [effect.turn] : []));
    expect(turns.map(({ text, partialOnly }) => [text, partialOnly])).toEqual([['алло', true]]);
  });
});
