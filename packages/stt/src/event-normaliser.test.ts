import type { SttEvent } from '@rechka/core';
import { StreamingResponse, type StreamingResponseInit } from '@rechka/proto/stt';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalise } from './event-normaliser.js';
import { LiveState, type NormaliserInput } from './normaliser-state.js';

const straight = { toCallerMs: (ms: number) => ms };

/** What a server's response looks like to us: encoded and decoded. */
function response(init: StreamingResponseInit, timeline = straight): NormaliserInput {
  return { type: 'response', response: StreamingResponse.decode(StreamingResponse.encode(init)), timeline };
}

function run(inputs: readonly NormaliserInput[]): SttEvent[] {
  const state = new LiveState('classifier');
  return inputs.flatMap((input) => normalise(state, input));
}

const alternatives = (text: string, startTimeMs: number, endTimeMs: number) => ({
  alternatives: [{ text, startTimeMs, endTimeMs, words: [{ text, startTimeMs, endTimeMs }] }],
});
const partial = (text: string, from: number, to: number, throughMs = to) =>
  response({ partial: alternatives(text, from, to), audioCursors: { partialTimeMs: throughMs } });
const final = (index: number, text: string, from: number, to: number) =>
  response({ final: alternatives(text, from, to), audioCursors: { finalIndex: index, finalTimeMs: to } });
const refined = (finalIndex: number, text: string) =>
  response({ finalRefinement: { finalIndex, normalizedText: { alternatives: [{ text }] } } });
const eou = (timeMs: number) => response({ eouUpdate: { timeMs } });
const emptyPartial = response({ partial: { alternatives: [] } });
const lost: NormaliserInput = { type: 'session-ended' };

const types = (events: readonly SttEvent[]) => events.map(({ type }) => type);
const finalTexts = (events: readonly SttEvent[]) =>
  events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []));

describe('normalise', () => {
  it('tells the documented order once, though the service doubles ends and sends empty partials', () => {
    const events = run([
      response({ statusCode: { codeType: 'WORKING' } }),
      emptyPartial,
      partial('запишите', 300, 700),
      partial('запишите меня', 300, 1100),
      final(0, 'запишите меня', 300, 1100),
      refined(0, 'Запишите меня.'),
      eou(1800),
      emptyPartial,
      eou(1800),
      refined(0, 'Запишите меня.'),
    ]);
    expect(events).toEqual([
      { type: 'speech-start', utterance: 0, atMs: 300 },
      { type: 'transcript-partial', utterance: 0, text: 'запишите', stableChars: 0, throughMs: 700 },
      { type: 'transcript-partial', utterance: 0, text: 'запишите меня', stableChars: 8, throughMs: 1100 },
      {
        type: 'transcript-final',
        utterance: 0,
        index: 0,
        text: 'запишите меня',
        words: [{ text: 'запишите меня', startMs: 300, endMs: 1100 }],
        startMs: 300,
        endMs: 1100,
      },
      { type: 'transcript-refined', index: 0, text: 'Запишите меня.' },
      { type: 'utterance-end', utterance: 0, atMs: 1800, cause: 'classifier' },
    ]);
  });

  it('keeps several finals of an utterance together, and repeated words apart', () => {
    const events = run([
      final(0, 'пять', 0, 300),
      final(0, 'пять', 0, 300),
      final(1, 'пять', 400, 700),
      eou(1400),
    ]);
    expect(finalTexts(events)).toEqual(['пять', 'пять']);
    expect(types(events)).toEqual(['speech-start', 'transcript-final', 'transcript-final', 'utterance-end']);
  });

  it('waits for the final of an utterance whose end comes first', () => {
    const events = run([partial('да', 100, 300), eou(1000), final(0, 'да', 100, 300)]);
    expect(types(events).slice(-2)).toEqual(['transcript-final', 'utterance-end']);
    expect(events.at(-1)).toMatchObject({ atMs: 1000 });
  });

  it('does not end the next utterance by a late repetition, and drops a partial that comes too late', () => {
    const events = run([
      final(0, 'да', 100, 300),
      eou(1000),
      partial('да', 100, 300),
      partial('нет', 1500, 1800),
      eou(1000),
    ]);
    expect(types(events).slice(-2)).toEqual(['speech-start', 'transcript-partial']);
  });

  it('ends an utterance that the service took back, without a final', () => {
    const events = run([partial('э', 100, 200), final(0, '  ', 100, 200), eou(900)]);
    expect(types(events)).toEqual(['speech-start', 'transcript-partial', 'utterance-end']);
  });

  it('makes the last partial a final when the session is lost, so that nothing said is lost', () => {
    const events = run([partial('мне нужна стрижка', 200, 1200), lost]);
    expect(finalTexts(events)).toEqual(['мне нужна стрижка']);
    expect(events.at(-1)).toEqual({ type: 'utterance-end', utterance: 0, atMs: 1200, cause: 'timeout' });
  });

  it('goes on counting in the next session', () => {
    const later = { toCallerMs: (ms: number) => ms + 10_000 };
    const init = { final: alternatives('два', 100, 400), audioCursors: { finalIndex: 0 } };
    const events = run([
      final(0, 'раз', 0, 300),
      eou(900),
      { type: 'session-started', requestId: 'second' },
      response(init, later),
      refined(0, 'Два.'),
    ]);
    expect(events.slice(-2)).toMatchObject([
      { utterance: 1, index: 1, startMs: 10_100, endMs: 10_400, requestId: 'second' },
      { type: 'transcript-refined', index: 1 },
    ]);
  });

  /** Words of 300 ms, one every 500 ms. */
  const many = (texts: readonly string[], fromMs: number) => {
    const words = texts.map((text, index) => {
      const startTimeMs = fromMs + index * 500;
      return { text, startTimeMs, endTimeMs: startTimeMs + 300 };
    });
    const endTimeMs = words.at(-1)!.endTimeMs;
    return { alternatives: [{ text: texts.join(' '), startTimeMs: fromMs, endTimeMs, words }] };
  };

  it('deals repeated words out by their place, and their refinements too', () => {
    const later = { toCallerMs: (ms: number) => ms + 1000 };
    const events = run([
      { type: 'session-closing', untilMs: 1400 },
      response({ final: many(['пять', 'пять', 'пять', 'пя'], 0), audioCursors: { finalIndex: 0 } }),
      response({ finalRefinement: { finalIndex: 0, normalizedText: many(['5', '5', '5', 'Пя.'], 0) } }),
      eou(1800),
      { type: 'session-started', requestId: 'second', fromMs: 1400 },
      response({ final: many(['ять', 'пять', 'да'], 0), audioCursors: { finalIndex: 0 } }, later),
      response({ finalRefinement: { finalIndex: 0, normalizedText: many(['Ять', '5', 'да.'], 0) } }, later),
      response({ eouUpdate: { timeMs: 1300 } }, later),
    ]);
    expect(finalTexts(events)).toEqual(['пять пять пять', 'пять да']);
    const refinements = events.flatMap((event) => (event.type === 'transcript-refined' ? [event.text] : []));
    expect(refinements).toEqual(['5 5 5', '5 да.']);
    expect(types(events).filter((type) => type === 'utterance-end')).toHaveLength(1);
    expect(types(events).filter((type) => type === 'speech-start')).toHaveLength(1);
  });

  it('ends an utterance whose pause another session heard', () => {
    const events = run([
      final(0, 'да', 100, 300),
      { type: 'session-started', fromMs: 300 },
      { type: 'listened', throughMs: 900, pauseMs: 700 },
      { type: 'listened', throughMs: 1000, pauseMs: 700 },
      { type: 'listened', throughMs: 1100, pauseMs: 700 },
    ]);
    expect(events.filter(({ type }) => type === 'utterance-end')).toEqual([
      { type: 'utterance-end', utterance: 0, atMs: 300, cause: 'classifier' },
    ]);
  });

  it('says nothing of what is heard again until it has got as far', () => {
    const events = run([
      partial('раз два три', 100, 1500),
      { type: 'session-started', fromMs: 0 },
      partial('раз', 100, 400),
      partial('раз два', 100, 900),
      partial('раз два три четыре', 100, 2000),
    ]);
    const partials = events.flatMap((event) => (event.type === 'transcript-partial' ? [event.text] : []));
    expect(partials).toEqual(['раз два три', 'раз два три четыре']);
  });

  it('tells the likeliest language', () => {
    const init = alternatives('hello', 0, 300);
    const languages = [
      { languageCode: 'ru-RU', probability: 0.2 },
      { languageCode: 'en-US', probability: 0.8 },
    ];
    const [, event] = run([response({ final: { alternatives: [{ ...init.alternatives[0]!, languages }] } })]);
    expect(event).toMatchObject({ type: 'transcript-final', language: 'en-US' });
  });

  it('holds its promises whatever the order of what the service sends', () => {
    const time = fc.integer({ min: 0, max: 60_000 });
    const text = fc.constantFrom('', ' ', 'да', 'пять', 'пять пять', 'запишите меня', 'запишите меня на');
    const input = fc.oneof(
      fc.tuple(text, time, time).map(([said, from, length]) => partial(said, from, from + (length % 900))),
      fc
        .tuple(fc.nat(5), text, time, time)
        .map(([index, said, from, length]) => final(index, said, from, from + (length % 900))),
      time.map(eou),
      fc.tuple(fc.nat(5), text).map(([index, said]) => refined(index, said)),
      fc.constant(emptyPartial),
      fc.constant<NormaliserInput>({ type: 'end-requested', cause: 'requested' }),
      time.map<NormaliserInput>((fromMs) => ({ type: 'session-started', fromMs })),
      time.map<NormaliserInput>((untilMs) => ({ type: 'session-closing', untilMs })),
      time.map<NormaliserInput>((untilMs) => ({ type: 'promote', untilMs })),
      time.map<NormaliserInput>((throughMs) => ({ type: 'listened', throughMs, pauseMs: 700 })),
      time.map<NormaliserInput>((atMs) => ({ type: 'utterance-cut', atMs, cause: 'timeout' })),
    );
    fc.assert(
      fc.property(fc.array(input, { maxLength: 60 }), (inputs) => {
        const events = run([...inputs, lost]);
        ensureOrder(events);
      }),
      { numRuns: 3000 },
    );
  });

  it('tells every final once in a plausible conversation with doubled messages', () => {
    const word = fc.constantFrom('да', 'нет', 'пять', 'среда');
    const utterance = fc.record({
      words: fc.array(word, { minLength: 1, maxLength: 4 }),
      doubled: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(utterance, { maxLength: 8 }), (utterances) => {
        let at = 0;
        let index = 0;
        const inputs = utterances.flatMap(({ words, doubled }) => {
          const finals = words.map((said) => final(index++, said, (at += 500), at + 300));
          const end = eou((at += 1000));
          const heard = partial(words[0]!, at - 1000 - 500 * (words.length - 1), at - 900);
          return doubled
            ? [heard, emptyPartial, ...finals.flatMap((one) => [one, one]), end, end]
            : [heard, ...finals, end];
        });
        const events = run(inputs);
        expect(finalTexts(events)).toEqual(utterances.flatMap(({ words }) => words));
        expect(types(events).filter((type) => type === 'utterance-end')).toHaveLength(utterances.length);
      }),
      { numRuns: 500 },
    );
  });
});

/** One start and one end for each utterance, nothing outside, nothing empty, no time that goes back. */
function ensureOrder(events: readonly SttEvent[]): void {
  let [open, ended, finals, lastMs, endMs, throughMs] = [false, 0, 0, 0, 0, 0];
  const refinements = new Set<number>();
  for (const event of events) {
    if (event.type === 'transcript-refined') {
      expect(refinements.has(event.index)).toBe(false);
      expect(event.index).toBeLessThan(finals);
      refinements.add(event.index);
      continue;
    }
    if (!('utterance' in event)) throw new Error(`unexpected ${event.type}`);
    expect(event.utterance).toBe(ended);
    expect(open).toBe(event.type !== 'speech-start');
    if ('text' in event) expect(event.text.trim()).not.toBe('');
    if (event.type === 'speech-start') {
      open = true;
      expect(event.atMs).toBeGreaterThanOrEqual(lastMs);
    } else if (event.type === 'transcript-partial') {
      expect(event.stableChars).toBeLessThanOrEqual(event.text.length);
      expect(event.throughMs).toBeGreaterThanOrEqual(throughMs);
      throughMs = event.throughMs;
    } else if (event.type === 'transcript-final') {
      expect(event.index).toBe(finals++);
      expect(event.startMs).toBeGreaterThanOrEqual(lastMs);
      expect(event.endMs).toBeGreaterThanOrEqual(event.startMs);
      for (const word of event.words) {
        expect(word.startMs).toBeGreaterThanOrEqual(event.startMs);
        expect(word.endMs).toBeLessThanOrEqual(event.endMs);
      }
      lastMs = event.endMs;
    } else {
      open = false;
      ended += 1;
      expect(event.atMs).toBeGreaterThanOrEqual(Math.max(lastMs, endMs));
      endMs = event.atMs;
    }
  }
  expect(open).toBe(false);
}
