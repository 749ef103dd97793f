import { describe, expect, it } from 'vitest';
import type { ExpectedAnswer } from '../ports/language.js';
import { localEndpointing, type LocalEndpointingOptions } from './local-endpointing.js';

const frameMs = 20;
const quietDbfs = -70;
const voiceDbfs = -20;

/** Finished, unless the last word is «на»; a telephone number has three words. */
const language: LocalEndpointingOptions['language'] = {
  isComplete: (text, { expect: kind } = {}) => {
    const words = text.split(' ');
    if (kind === 'phone') return words.length >= 3 ? 0.95 : 0.1;
    return words.at(-1) === 'на' ? 0.1 : 0.8;
  },
};

const session = { changed: () => undefined, signal: new AbortController().signal };

/** A recognition whose audio and words are told by hand; words are known as soon as they are said. */
function recognition(options: Partial<LocalEndpointingOptions> = {}) {
  const detector = localEndpointing({ language, ...options }).open(session);
  let atMs = 0;
  let text = '';
  let utterance = 0;
  const sound = (levelDbfs: number) => {
    detector.heardAudio({
      startMs: atMs,
      endMs: (atMs += frameMs),
      levelDbfs,
      samples: new Int16Array(160),
      sampleRateHz: 8000,
    });
  };
  const hear = () =>
    detector.heardEvent({ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs: atMs });
  const isOver = () => atMs >= detector.plan.endAtMs;
  return {
    detector,
    get atMs() {
      return atMs;
    },
    noise(ms: number, levelDbfs = quietDbfs) {
      for (const end = atMs + ms; atMs < end;) sound(levelDbfs);
    },
    says(words: string, levelDbfs = voiceDbfs) {
      if (text === '') detector.heardEvent({ type: 'speech-start', utterance, atMs });
      for (const word of words.split(' ')) {
        for (let i = 0; i < 15; i++) sound(levelDbfs);
        text = `${text} ${word}`.trim();
        hear();
      }
    },
    /** The caller says no more: ms until it is known, while the recogniser goes on telling what it has. */
    wait(noiseDbfs: (ms: number) => number = () => quietDbfs) {
      const fromMs = atMs;
      while (!isOver() && atMs - fromMs < 10_000) {
        sound(noiseDbfs(atMs - fromMs));
        if (atMs % 200 === 0) hear();
      }
      const waitMs = atMs - fromMs;
      detector.heardEvent({ type: 'utterance-end', utterance: utterance++, atMs, cause: 'requested' });
      text = '';
      return waitMs;
    },
    /** The caller pauses; whether that is taken for the end. */
    pauses(ms: number) {
      let over = false;
      for (const end = atMs + ms; atMs < end;) {
        sound(quietDbfs);
        if (atMs % 200 === 0) hear();
        over ||= isOver();
      }
      return over;
    },
  };
}

describe('localEndpointing', () => {
  it('waits longer for what is missing than after what is whole', () => {
    const caller = recognition();
    caller.says('запишите меня');
    expect(caller.wait()).toBeLessThan(1000);
    caller.says('запишите меня на');
    expect(caller.wait()).toBeGreaterThan(1500);
  });

  it('knows by what was asked whether an answer is whole', () => {
    const wait = (expected: ExpectedAnswer, words: string) => {
      const caller = recognition();
      caller.detector.expect(expected);
      caller.says(words);
      return caller.wait();
    };
    expect(wait('phone', 'восемь')).toBeGreaterThan(1500);
    expect(wait('phone', 'восемь девятьсот двенадцать')).toBeLessThan(500);
    expect(wait('name', 'анна')).toBeLessThan(600);
    expect(wait('free', 'анна')).toBeGreaterThan(wait('name', 'анна'));
  });

  it('asks for the final before it is sure, once for each silence', () => {
    const caller = recognition({ askAfterMs: 300 });
    caller.says('запишите меня');
    const silentMs = caller.atMs;
    caller.noise(100);
    expect(caller.detector.plan.askAtMs).toBe(silentMs + 300);
    caller.noise(300);
    expect(caller.detector.plan.askAtMs).toBe(silentMs + 300);
    expect(caller.detector.plan.endAtMs).toBeGreaterThan(silentMs + 300);
  });

  it('judges a final to have all that was said before it was asked for', () => {
    const caller = recognition();
    caller.detector.expect('name');
    caller.noise(40, voiceDbfs);
    caller.noise(300, voiceDbfs);
    const silentMs = caller.atMs;
    caller.noise(240);
    caller.detector.asked(caller.atMs);
    const final = { utterance: 0, index: 0, text: 'анна', words: [], startMs: 40, endMs: silentMs - 150 };
    caller.detector.heardEvent({ type: 'transcript-final', ...final });
    expect(caller.detector.plan.endAtMs).toBeLessThan(silentMs + 600);
  });

  it('does not wait for words that do not come', () => {
    const caller = recognition();
    caller.says('запишите меня');
    caller.noise(600, voiceDbfs);
    const silentMs = caller.atMs;
    expect(caller.detector.plan.endAtMs).toBeGreaterThan(silentMs + 1000);
    expect(caller.detector.plan.endAtMs).toBeLessThan(silentMs + 2500);
  });

  it('waits as if it did not know where a language gives no number', () => {
    const caller = recognition({ language: { isComplete: () => Number.NaN } });
    caller.says('запишите меня');
    const waitMs = caller.wait();
    expect(waitMs).toBeGreaterThan(900);
    expect(waitMs).toBeLessThan(1200);
  });

  it('plans no end where nothing was said', () => {
    const caller = recognition();
    expect(caller.detector.plan).toEqual({ askAtMs: Infinity, endAtMs: Infinity });
    caller.noise(5000, -50);
    expect(caller.detector.plan.endAtMs).toBe(Infinity);
  });

  it('learns how long a caller pauses', () => {
    const caller = recognition();
    caller.says('запишите меня');
    const before = caller.wait();
    for (let i = 0; i < 10; i++) {
      caller.says('на');
      expect(caller.pauses(1000)).toBe(false);
      caller.says('среду');
      caller.wait();
      caller.noise(1000);
    }
    caller.says('запишите меня');
    expect(caller.wait()).toBeGreaterThan(before);
  });

  it('learns from those whom it has cut off', () => {
    const caller = recognition();
    caller.says('запишите меня');
    const before = caller.wait();
    for (let i = 0; i < 10; i++) {
      caller.noise(500);
      // The voice is there before its words are.
      caller.noise(40, voiceDbfs);
      caller.says('на среду');
      caller.wait();
    }
    caller.noise(3000);
    caller.says('запишите меня');
    expect(caller.wait()).toBeGreaterThan(before);
  });

  it('takes a caller who goes on at once for one who had not finished', () => {
    const wait = (silenceMs: number) => {
      const caller = recognition();
      caller.detector.expect('phone');
      caller.says('восемь девятьсот двенадцать');
      caller.wait();
      caller.detector.expect('free');
      caller.noise(silenceMs);
      caller.says('сорок');
      return caller.wait();
    };
    // With what was said before it is a whole number; by itself it is an answer to nothing.
    expect(wait(300)).toBeLessThan(500);
    expect(wait(2000)).toBeGreaterThan(500);
  });

  it('asks early for the final of what looks unfinished, for partials may be wrong, and late where it surely is', () => {
    const askedAfterMs = (probability: number) => {
      const caller = recognition({ language: { isComplete: () => probability } });
      caller.says('запишите меня');
      caller.noise(40);
      const { askAtMs, endAtMs } = caller.detector.plan;
      expect(askAtMs).toBeLessThan(endAtMs);
      return askAtMs - (caller.atMs - 40);
    };
    expect(askedAfterMs(0.9)).toBe(200);
    expect(askedAfterMs(0.3)).toBe(400);
    expect(askedAfterMs(0.1)).toBeGreaterThan(1000);
  });

  it('asks once in a silence, though the final makes something else of it', () => {
    let probability = 0.8;
    const caller = recognition({ language: { isComplete: () => probability } });
    caller.says('запишите меня');
    caller.noise(240);
    const { askAtMs } = caller.detector.plan;
    caller.detector.asked(caller.atMs);
    probability = 0.3;
    caller.noise(100);
    const final = { utterance: 0, index: 0, text: 'запишите меня на', words: [], startMs: 0, endMs: 600 };
    caller.detector.heardEvent({ type: 'transcript-final', ...final });
    expect(caller.detector.plan.askAtMs).toBe(askAtMs);
  });

  it('takes bounds for its waits', () => {
    const patient = recognition({ minPauseMs: 1500 });
    patient.says('запишите меня');
    expect(patient.wait()).toBeGreaterThanOrEqual(1500);
    const hasty = recognition({ maxPauseMs: 700 });
    hasty.says('запишите меня на');
    expect(hasty.wait()).toBeLessThanOrEqual(740);
    const short = recognition({ maxUtteranceMs: 2000 });
    short.says('а '.repeat(20).trim());
    expect(short.detector.plan.endAtMs).toBe(2000);
    // A voice whose words do not come is no longer either.
    const mumbling = recognition({ maxUtteranceMs: 2000 });
    mumbling.says('запишите меня');
    mumbling.noise(3000, voiceDbfs);
    expect(mumbling.detector.plan.endAtMs).toBe(2000);
  });

  it('asks for nothing once everything was recognised', () => {
    const caller = recognition();
    caller.says('запишите меня');
    caller.wait();
    expect(caller.detector.plan.askAtMs).toBe(Infinity);
    // A voice of which nothing has been recognised is asked for.
    caller.noise(100, voiceDbfs);
    expect(caller.detector.plan.askAtMs).toBe(caller.atMs + 200);
  });

  it('judges what was said by the question that it is told of late', () => {
    const caller = recognition();
    caller.says('восемь девятьсот двенадцать');
    caller.noise(40);
    const before = caller.detector.plan.endAtMs;
    caller.detector.expect('phone');
    expect(caller.detector.plan.endAtMs).toBeLessThan(before);
  });

  describe('on a noisy line', () => {
    it.each([
      ['steady', () => -42],
      ['rising', (ms: number) => Math.min(-38, -60 + ms / 50)],
      ['falling', (ms: number) => Math.max(-70, -40 - ms / 50)],
    ])('hears silence through noise: %s', (_, level) => {
      const caller = recognition();
      caller.noise(2000, level(0));
      caller.says('запишите меня');
      expect(caller.wait(level)).toBeLessThan(2000);
    });

    it.each([
      ['music as loud as speech', () => -18],
      ['babble', (ms: number) => (ms % 300 < 200 ? -24 : -45)],
      ['a street louder than the noise that is learned', () => -26],
    ])('is bound by words that do not grow where it is never silent: %s', (_, level) => {
      const caller = recognition();
      caller.noise(2000, level(0));
      caller.says('запишите меня');
      const whole = caller.wait(level);
      expect(whole).toBeLessThan(2200);
      caller.says('запишите меня на');
      expect(caller.wait(level)).toBeGreaterThan(whole);
    });

    it('does not end what is still being said over it', () => {
      const caller = recognition();
      for (let i = 0; i < 30; i++) {
        caller.says('слово', -18);
        expect(caller.atMs < caller.detector.plan.endAtMs).toBe(true);
      }
    });
  });

  it.each([
    { language: undefined as never },
    { language, askAfterMs: 50 },
    { language, cutOffCostMs: 100 },
    { language, minPauseMs: 6000 },
    { language, minPauseMs: 1000, maxPauseMs: 900 },
    { language, maxUtteranceMs: Number.NaN },
    undefined,
    null,
    { language: null },
  ])('refuses options that cannot be used: %o', (options) => {
    expect(() => localEndpointing(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }) as Error,
    );
  });
});
