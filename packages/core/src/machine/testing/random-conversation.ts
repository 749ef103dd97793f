import { expect } from 'vitest';
import { VoiceError } from '../../errors/voice-error.js';
import { textOf } from '../draft.js';
import { step } from '../step.js';
import {
  initialTurnState,
  type CommittedTurn,
  type Effect,
  type MachineEvent,
  type MachineRules,
  type SpeechItem,
  type TimerName,
  type TurnState,
} from '../turn-state.js';

/** Rules with which everything happens now and then. */
export const rules: MachineRules = {
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
  stableMs: 200,
  waitMs: 3000,
  waitAgainMs: 6000,
  silenceMs: 8000,
  prompts: 2,
  maxCallMs: 600_000,
  troubleMs: 3000,
  keysMs: 2000,
  speechKey: (text) => text.replaceAll('ну ', '').trim(),
  mayBeComplete: (text) => !text.endsWith('запишите'),
  isBackchannel: (words) => words.every((word) => word === 'угу'),
};

interface SpeechSeen {
  item: SpeechItem;
  started: boolean;
  released: boolean;
  paused: boolean;
  /** Paused because the caller spoke, not to let something else be said. */
  ducked: boolean;
  /** It has run out of words, and has said so. */
  starved: boolean;
  drained: boolean;
  stopped: boolean;
  settled: number;
  /** The turn it answers was over when it was asked for. */
  stale: boolean;
}

/** Plays the world around the machine: carries its effects out, and knows what could happen next. */
export class RandomConversation {
  state: TurnState = initialTurnState;
  readonly #step: typeof step;
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
  /** The answer that is being prepared ahead. */
  speculation: { turnId: number; key: string } | undefined;
  speculated = 0;
  private readonly attempts = new Map<number, number>();
  utterance = 0;
  index = 0;
  nowMs = 0;
  heardMs = 0;

  constructor(reducer: typeof step = step) {
    this.#step = reducer;
  }

  send(event: MachineEvent): void {
    const { state, effects } = this.#step(
      this.state,
      event,
      { nowMs: this.nowMs, heardMs: this.heardMs },
      rules,
    );
    this.state = state;
    this.log.push(`${JSON.stringify(event)} → ${effects.map((effect) => effect.type).join(' ')}`);
    try {
      for (const effect of effects) this.carryOut(effect);
      this.check();
    } catch (fault) {
      throw new Error(`${(fault as Error).message}\nafter\n${this.log.join('\n')}`, { cause: fault });
    }
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
        expect(this.speaksOver(speech!.item), 'spoke over the caller').toBe(false);
        for (const other of this.speeches) {
          if (other.item.before === speech!.item.id && !other.item.amid)
            expect(other.settled, 'not said before').toBe(1);
        }
        expect(this.sounding(), 'two voices at once').toHaveLength(0);
        expect([...this.clearing], 'a voice before the sink is silent').toEqual([]);
        speech!.released = true;
        return;
      case 'pause-speech':
        expect(speech!.paused, 'paused twice').toBe(false);
        expect(speech!.released && speech!.settled === 0, 'paused, but it does not sound').toBe(true);
        speech!.paused = true;
        speech!.ducked = this.state.voice.name === 'ducked';
        return;
      case 'resume-speech':
        expect(speech!.paused, 'resumed, but it was not paused').toBe(true);
        expect([...this.clearing], 'goes on before the sink is silent').toEqual([]);
        expect(this.resumesOver(speech!), 'goes on over the caller').toBe(false);
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
        expect([...this.clearing], 'cleared twice').toEqual([]);
        this.clearing.add(effect.clear);
        return;
      case 'yield-turn':
        expect(this.asked, 'a turn for a loop that did not ask').toBe(true);
        expect(this.state.voice.name, 'a turn before the clear has settled').not.toBe('clearing');
        expect(effect.turn.id, 'a turn twice, or out of order').toBeGreaterThan(this.turns.at(-1)?.id ?? -1);
        for (const { id } of this.turns) expect(this.aborted, 'an older turn is still live').toContain(id);
        if (this.speculation) {
          expect(this.speculation.turnId, 'an answer to another turn').toBe(effect.turn.id);
          expect(rules.speechKey(effect.turn.text), 'an answer to other words').toBe(this.speculation.key);
          // From here on it is the pipeline's.
          this.speculation = undefined;
        }
        this.asked = false;
        this.turns.push(effect.turn);
        return;
      case 'speculate':
        expect(this.speculation, 'two answers are prepared').toBe(undefined);
        expect(this.state.voice.name, 'prepared while the bot speaks').toBe('quiet');
        this.attempts.set(effect.turnId, (this.attempts.get(effect.turnId) ?? 0) + 1);
        expect(this.attempts.get(effect.turnId), 'too many answers to one turn').toBeLessThanOrEqual(2);
        this.speculation = { turnId: effect.turnId, key: rules.speechKey(effect.text) };
        this.speculated += 1;
        return;
      case 'drop-speculation':
        expect(this.speculation, 'nothing to drop').toBeDefined();
        this.speculation = undefined;
        return;
      case 'end-loop':
        this.ended = true;
        return;
      case 'shut-down':
        this.shutDowns += 1;
        expect(this.shutDowns).toBe(1);
        for (const { id } of this.turns) expect(this.aborted, 'a turn outlives the call').toContain(id);
        return;
      case 'say-phrase':
        this.request(effect.kind, undefined, effect.interruptible, effect.before);
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
    amid?: boolean,
  ): void {
    const item: SpeechItem = { id: this.speeches.length, kind, turnId, interruptible, before, amid };
    const stale = turnId !== undefined && this.aborted.has(turnId);
    this.speeches.push({
      item,
      started: false,
      released: false,
      paused: false,
      ducked: false,
      starved: false,
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
    else {
      let first = item.before;
      // What it precedes may itself precede something older.
      for (let before = this.speeches[first]!.item.before; before !== undefined;) {
        first = before;
        before = this.speeches[first]!.item.before;
      }
      for (const other of overtaken) expect(other.item.id).toBeGreaterThanOrEqual(first);
    }
  }

  private checkOutcome(speech: SpeechSeen, status: string): void {
    if (status === 'spoken') expect(speech.drained, 'spoken, but not to the end').toBe(true);
    if (status === 'skipped') expect(speech.released, 'skipped, but it sounded').toBe(false);
    if (status === 'interrupted') expect(speech.released, 'interrupted before it sounded').toBe(true);
    if (speech.stale) expect(status).toBe('skipped');
    if (status !== 'spoken' && status !== 'failed') expect(speech.stopped, 'goes on being made').toBe(true);
  }

  /** A speech that was only ducked may go on at the end of its time though the caller has said something. */
  private resumesOver({ item, ducked }: SpeechSeen): boolean {
    const { caller } = this.state;
    if (ducked || caller.name === 'silent') return false;
    return this.speaksOver(item) && !caller.heard.waitedFor;
  }

  /** Nobody is spoken over, but a caller whom nobody can hear is told so. */
  private speaksOver({ interruptible, kind }: SpeechItem): boolean {
    return interruptible && this.callerHasTheFloor() && !(kind === 'trouble' && this.state.deaf);
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
    if (caller.name === 'hearing') this.ensureTimer('utterance');
    if (caller.name === 'ending') this.ensureTimer('final');
    if (voice.name === 'preparing') this.ensureTimer('first-audio');
    if (voice.name === 'speaking') this.ensureTimer('playout');
    if (voice.name === 'speaking' || voice.name === 'ducked') {
      const { starved } = this.speeches[voice.item.id]!;
      expect(voice.starvedAtMs !== undefined, 'takes a speech for starved, or for fed, that is not').toBe(
        starved,
      );
    }
    if (voice.name === 'ducked') this.ensureTimer('duck');
    if (voice.name === 'clearing') this.ensureTimer('clear');
    if (loop.name === 'body' && this.bodyAlarm) this.ensureTimer('body');
    if (voice.name === 'quiet') expect(this.state.queue).toHaveLength(0);
    const { watching, deaf, keys, closing } = this.state;
    if (watching.wait) this.ensureTimer('wait');
    if (watching.silence) this.ensureTimer('silence');
    if (deaf && !closing && !this.state.callerGone) this.ensureTimer('trouble');
    if (keys !== '') this.ensureTimer('keys');
    if (caller.name === 'hearing' && !caller.heard.stable && rules.speechKey(textOf(caller.heard)) !== '')
      this.ensureTimer('stable');
    this.checkNobodyIsForgotten();
    if (this.speculation) {
      expect(voice.name, 'an answer is kept while the bot speaks').toBe('quiet');
      const words = caller.name === 'silent' ? (this.state.next?.text ?? '') : textOf(caller.heard);
      expect(rules.speechKey(words), 'an answer is kept that nobody asked for').toBe(this.speculation.key);
    }
    if (this.state.callerGone && !this.state.closing) this.ensureTimer('last-words');
    if (voice.name === 'preparing' && voice.ready && !this.speaksOver(voice.item)) {
      expect.fail(`an answer is held back, and nobody speaks:\n${this.log.join('\n')}`);
    }
  }

  private ensureTimer(name: TimerName): void {
    if (!this.timers.has(name)) expect.fail(`no timer ${name} runs:\n${this.log.join('\n')}`);
  }

  /** Where nobody speaks, somebody is waited for, and a timer runs that will break the silence. */
  private checkNobodyIsForgotten(): void {
    const { caller, voice, loop, queue, next, closing, callerGone, lastTurn } = this.state;
    const silent = caller.name === 'silent' && voice.name === 'quiet' && queue.length === 0;
    if (
      !silent ||
      closing ||
      callerGone ||
      this.state.deaf ||
      this.state.handingOver ||
      this.state.keys !== '' ||
      this.requested.length > 0
    )
      return;
    // User code that is busy after its answer, and does not ask for more, is waited for by nobody.
    const busy = loop.name === 'body' ? lastTurn?.answered !== false || lastTurn.aborted : !this.asked;
    if (busy && (!next || loop.name === 'waiting')) return;
    if (!this.timers.has('wait') && !this.timers.has('silence'))
      expect.fail(`silence without an end:\n${this.log.join('\n')}`);
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

  private get seldom(): boolean {
    return this.nowMs % 5 === 0;
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
            covered: this.nowMs % 3 > 0,
          });
      actions.push(
        say('запишите'),
        say('запишите меня'),
        say('ну запишите меня'),
        say('угу'),
        say(''),
        say('', true),
      );
      if (this.state.voice.name === 'speaking') actions.push(say('стойте'), say('стойте же'), say('угу'));
      if (this.state.voice.name === 'ducked') actions.push(say(''), say('угу'), say('угу'));
      if (this.seldom) {
        actions.push(
          () => this.send({ type: 'key', digit: this.nowMs % 3 === 0 ? '#' : `${this.nowMs % 10}` }),
          () => this.send({ type: 'hearing-lost' }),
          () => this.send({ type: 'hearing-back' }),
          () => this.send({ type: 'handing-over' }),
          () => this.send({ type: 'still-here' }),
        );
      }
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
      actions.push(() => this.request('say', turnId, true, id, this.nowMs % 2 === 0));
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
    for (const speech of this.speeches) {
      const { item, started, released, paused, starved, stopped, settled } = speech;
      if (!started || stopped || settled > 0) continue;
      const { id } = item;
      if (starved) {
        const fed = () => {
          speech.starved = false;
          this.send({ type: 'speech-fed', id });
        };
        const fill = () => this.request(this.seldom ? 'say' : 'wait', undefined, true, id);
        actions.push(fed, ...(paused ? [fed, fed, fed] : [fill, fill, fill]));
      }
      // A speech that is paused waits: it neither ends nor fails.
      if (paused) continue;
      const sounds = () => this.send({ type: 'first-audio', id });
      if (!released) for (let weight = 0; weight < 8; weight += 1) actions.push(sounds);
      if (this.seldom) actions.push(() => this.send({ type: 'speech-failed', id, audible: released }));
      if (released)
        actions.push(
          () => this.drained(id),
          () => this.drained(id),
          () => {
            speech.starved = true;
            this.send({ type: 'speech-starved', id });
          },
        );
      else if (this.seldom) actions.push(() => this.drained(id));
    }
    if (this.clearing.size > 0)
      actions.push(
        () => this.cleared(),
        () => this.cleared(),
      );
    const [late] = this.late;
    if (late !== undefined) actions.push(() => this.send({ type: 'sink-cleared', clear: late }));
    for (const name of this.timers) {
      if (name === 'call' ? this.endsNow : name === 'duck' || this.seldom)
        actions.push(() => this.fire(name));
    }
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
    const [clear] = this.clearing;
    this.clearing.delete(clear!);
    this.send({ type: 'sink-cleared', clear: clear! });
  }

  fire(name: TimerName): void {
    this.timers.delete(name);
    this.send({ type: 'timer', name });
  }

  /** Lets everything come to its end without any help but the exit timers, then hangs up. */
  windDown(): void {
    for (let rounds = 0; this.shutDowns === 0; rounds += 1) {
      if (rounds === 200) expect.fail(`never ends:\n${this.log.join('\n')}`);
      while (this.clearing.size > 0) this.cleared();
      for (const name of [...this.timers]) {
        if (this.timers.has(name)) this.fire(name);
        this.flushRequests();
      }
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

/** Plays a whole conversation of these choices to its end, checking it on the way; tells what was seen. */
export function playAtRandom(
  choices: readonly number[],
  reducer: typeof step = step,
): { speculated: number } {
  const world = new RandomConversation(reducer);
  world.send({ type: 'opened' });
  for (const choice of choices) if (world.shutDowns === 0) world.act(choice);
  world.windDown();
  for (const speech of world.speeches) expect(speech.settled, 'a speech never settled').toBe(1);
  expect(world.speculation, 'an answer is prepared for nobody').toBe(undefined);
  for (const word of world.lateFinals.filter((final) => final !== 'угу')) {
    const texts = world.turns
      .map((turn) => turn.text)
      .join(' ')
      .split(' ');
    expect(texts, 'a word that came too late was taken').not.toContain(word);
  }
  // We hung up on them: what they said meanwhile is for nobody.
  if (world.state.closing?.leaving === 'us') return { speculated: world.speculated };
  const taken = [...world.turns.map((turn) => turn.text), ...world.backchannels].join(' ').split(' ');
  for (const word of world.finals.filter((final) => final !== 'угу')) {
    const times = taken.filter((other) => other === word).length;
    if (times !== 1)
      expect.fail(`a word was ${times === 0 ? 'lost' : 'doubled'}: ${word}\n${world.log.join('\n')}`);
  }
  return { speculated: world.speculated };
}
