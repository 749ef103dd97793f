import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VoiceError } from '../errors/voice-error.js';
import { playAtRandom, rules } from './testing/random-conversation.js';
import { step } from './step.js';
import {
  initialTurnState,
  type Effect,
  type MachineEvent,
  type SpeechItem,
  type TurnState,
} from './turn-state.js';

describe('the turn machine, over random events in any order', () => {
  it('loses no word, never has two voices, settles every speech, leaves every state, ends once', () => {
    let speculated = 0;
    const choices = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 100, size: 'max' });
    fc.assert(
      fc.property(choices, (some) => void (speculated += playAtRandom(some).speculated)),
      { numRuns: 3000 },
    );
    expect(speculated, 'the events never led to speculation').toBeGreaterThan(300);
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
  it('settles each speech once when a key ends the goodbye of the longest call before it is heard', () => {
    const { effects } = after(say(1), say(2, { kind: 'farewell', interruptible: false }), {
      type: 'key',
      digit: '1',
    });
    expect(effects.filter(({ type }) => type === 'settle-speech')).toHaveLength(2);
  });

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
    const silent: MachineEvent = { type: 'sink-cleared', clear: 1 };
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
    expect(stuck.effects).toContainEqual({ type: 'clear-sink', clear: 1 });
    const cleared = step(stuck.state, { type: 'sink-cleared', clear: 1 }, { nowMs: 5000, heardMs: 0 }, rules);
    expect(cleared.effects).toContainEqual({ type: 'settle-speech', id: 1, status: 'failed', stalled: true });
    const playing = step(speaking, stall, { nowMs: 5000, heardMs: 4000 }, rules);
    expect(playing.effects).toEqual([{ type: 'timer', name: 'playout', delayMs: 5000 }]);
  });

  it('does not take the late answer of a sink that was given up for that to a later clear', () => {
    const interrupt: MachineEvent = { type: 'interrupt' };
    const clearing = [say(1), firstAudio(1), interrupt, { type: 'timer', name: 'clear' } as const];
    const again = [...clearing, say(2), firstAudio(2), interrupt];
    expect(after(...again, { type: 'sink-cleared', clear: 1 }).effects).toEqual([]);
    expect(after(...again, { type: 'sink-cleared', clear: 2 }).effects).toContainEqual({
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
