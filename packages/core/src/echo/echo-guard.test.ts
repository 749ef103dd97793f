import { describe, expect, it } from 'vitest';
import { isVoiceError } from '../errors/voice-error.js';
import { EchoGuard, type EchoGuardOptions } from './echo-guard.js';
import type { HeardTranscript } from './heard-words.js';

const wordMs = 400;
const gapMs = 50;

/** Words one after another from `atMs`. */
function timed(text: string, atMs: number) {
  return text.split(' ').map((word, place) => {
    const startAtMs = atMs + place * (wordMs + gapMs);
    return { text: word, startAtMs, endAtMs: startAtMs + wordMs };
  });
}

function speak(guard: EchoGuard, text: string, atMs: number): number {
  const words = timed(text, atMs);
  for (const word of words) guard.spoke(word);
  return words.at(-1)!.endAtMs;
}

let utterance = 0;

function final(words: ReturnType<typeof timed>): HeardTranscript {
  return {
    utterance: utterance++,
    text: words.map(({ text }) => text).join(' '),
    words,
    startAtMs: words[0]!.startAtMs,
    throughAtMs: words.at(-1)!.endAtMs + 200,
    final: true,
  };
}

/** A guard that has heard two replies come back 120 ms late, and knows the line. */
function experienced(options: EchoGuardOptions = {}): EchoGuard {
  const guard = new EchoGuard(options);
  for (const [atMs, text] of [
    [0, 'здравствуйте это барбершоп стиль меня зовут марина'],
    [6000, 'скажите пожалуйста на какой день вас записать'],
  ] as const) {
    speak(guard, text, atMs);
    guard.judge(final(timed(text, atMs + 120)));
  }
  return guard;
}

/** A guard that knows an echo at −40 dBFS that comes 120 ms late. */
function quietEcho() {
  const guard = new EchoGuard();
  const hear = (fromMs: number, toMs: number, dbfs: number) => {
    for (let atMs = fromMs; atMs < toMs; atMs += 20)
      guard.heard({ startAtMs: atMs, endAtMs: Math.min(atMs + 20, toMs), levelDbfs: dbfs });
  };
  const greeting = 'здравствуйте это барбершоп стиль меня зовут марина';
  speak(guard, greeting, 0);
  hear(0, 4000, -40);
  guard.judge(final(timed(greeting, 120)));
  return { guard, hear };
}

describe('EchoGuard', () => {
  it('knows its own words, misheard, taken apart and put together', () => {
    const guard = experienced();
    speak(guard, 'завтра свободно в пятнадцать тридцать или вечером', 20_000);
    const heard = timed('зафтра сво бодно впятнадцать тритцать иле вечеро', 20_120).map((word, place) => {
      // Times as they were said: «свободно» in two halves, «в пятнадцать» as one.
      const [startAtMs, endAtMs] = (
        [
          [0, 400],
          [450, 650],
          [650, 850],
          [900, 1750],
          [1800, 2200],
          [2250, 2650],
          [2700, 3100],
        ] as const
      )[place]!;
      return { ...word, startAtMs: 20_120 + startAtMs, endAtMs: 20_120 + endAtMs };
    });
    expect(guard.judge(final(heard))).toEqual({ verdict: 'echo', own: '' });
  });

  it('does not take for a fragment of a cut word what was heard before the cut', () => {
    const guard = new EchoGuard();
    speak(guard, 'один два три четыре пять шесть семь', 0);
    const heard = { utterance: 900, startAtMs: 1100, text: 'подождите' };
    expect(guard.judge({ ...heard, throughAtMs: 1450, final: false })).toMatchObject({ verdict: 'person' });
    guard.silenced(1500);
    const words = [{ text: 'подождите', startAtMs: 1100, endAtMs: 1600 }];
    expect(guard.judge({ ...heard, words, throughAtMs: 1700, final: true })).toEqual({
      verdict: 'person',
      own: 'подождите',
    });
  });

  it('leaves a person who speaks over the echo their words', () => {
    const guard = experienced();
    speak(guard, 'завтра свободно на пятнадцать тридцать или на восемнадцать', 20_000);
    const heard = timed('завтра свободно на пятнадцать тридцать нет подождите восемнадцать', 20_120);
    expect(guard.judge(final(heard))).toEqual({
      verdict: 'person',
      own: 'нет подождите',
      ownFromAtMs: heard[5]!.startAtMs,
    });
  });

  it('hears an answer that repeats the bot’s last word', () => {
    const guard = experienced();
    const endMs = speak(guard, 'вас записать на завтра', 20_000);
    guard.judge(final(timed('вас записать на завтра', 20_120)));
    expect(guard.judge(final(timed('завтра', endMs + 400)))).toMatchObject({
      verdict: 'person',
      own: 'завтра',
    });
  });

  it('hears the bot’s words said long after, on a line it knows nothing of', () => {
    const guard = new EchoGuard();
    const endMs = speak(guard, 'да завтра свободно', 0);
    expect(guard.judge(final(timed('да', endMs + 700))).verdict).toBe('person');
    expect(guard.judge(final(timed('завтра', endMs + 5000))).verdict).toBe('person');
  });

  it('hears an option chosen while the bot still lists others', () => {
    const guard = experienced();
    speak(guard, 'есть пятница утром суббота вечером воскресенье днём понедельник вечером', 20_000);
    const heard = timed('есть пятница утром суббота вечером', 20_120);
    const chosen = timed('пятница утром', 20_120 + 5 * (wordMs + gapMs));
    expect(guard.judge(final([...heard, ...chosen]))).toMatchObject({
      verdict: 'person',
      own: 'пятница утром',
    });
  });

  it('takes one misheard word for no person, nor surely for an echo', () => {
    const guard = experienced();
    speak(guard, 'мы работаем каждый день кроме среды', 20_000);
    const heard = timed('мы работаем каждый день дома среды', 20_120);
    expect(guard.judge(final(heard))).toMatchObject({ verdict: 'unsure', own: 'дома' });
  });

  it('tells by level that a word is too loud for the echo, or that it is the echo', () => {
    for (const [wordDbfs, verdict] of [
      [-20, 'person'],
      [-39.5, 'echo'],
    ] as const) {
      const guard = new EchoGuard();
      const hear = (fromMs: number, toMs: number, levelDbfs: number) => {
        for (let atMs = fromMs; atMs < toMs; atMs += 20)
          guard.heard({ startAtMs: atMs, endAtMs: atMs + 20, levelDbfs });
      };
      const greeting = 'здравствуйте это барбершоп стиль меня зовут марина';
      speak(guard, greeting, 0);
      hear(0, 4000, -40);
      guard.judge(final(timed(greeting, 120)));
      hear(6000, 8000, -20);
      guard.judge(final(timed('хочу записаться на стрижку', 6000)));
      speak(guard, 'мы работаем каждый день кроме среды', 20_000);
      hear(20_000, 21_900, -40);
      hear(21_900, 22_320, wordDbfs);
      hear(22_320, 22_800, -40);
      const heard = timed('мы работаем каждый день дома среды', 20_120);
      expect(guard.judge(final(heard)).verdict).toBe(verdict);
    }
  });

  describe('where the echo is steady', () => {
    /** A guard that knows an echo at −40 dBFS, ± `unsteadyDb`, and a caller as loud as it. */
    function calibrated(unsteadyDb: number) {
      const guard = new EchoGuard();
      const hear = (fromMs: number, toMs: number, dbfs: number) => {
        for (let atMs = fromMs; atMs < toMs; atMs += 20)
          guard.heard({ startAtMs: atMs, endAtMs: Math.min(atMs + 20, toMs), levelDbfs: dbfs });
      };
      for (const [atMs, text] of [
        [0, 'здравствуйте это барбершоп стиль меня зовут марина'],
        [6000, 'скажите пожалуйста какой день завтра свободен'],
      ] as const) {
        speak(guard, text, atMs);
        for (const [place, { startAtMs, endAtMs }] of timed(text, atMs + 120).entries())
          hear(startAtMs, endAtMs + gapMs, -40 + (place % 2 === 0 ? unsteadyDb : -unsteadyDb));
        guard.judge(final(timed(text, atMs + 120)));
      }
      hear(10_000, 11_000, -40);
      guard.judge(final(timed('хочу записаться', 10_000)));
      hear(11_000, 20_000, -90);
      speak(guard, 'мы работаем каждый день кроме среды', 20_000);
      return { guard, hear };
    }

    it('takes a strange word as loud as the echo for the bot’s, two of them as well', () => {
      const { guard, hear } = calibrated(0);
      hear(20_120, 22_800, -40);
      const heard = timed('мы работаем барбарис перешеек кроме среды', 20_120);
      expect(guard.judge(final(heard))).toEqual({ verdict: 'echo', own: '' });
    });

    it('takes one that is 3 dB louder, as two voices are together, for the caller’s', () => {
      const { guard, hear } = calibrated(0);
      hear(20_120, 21_900, -40);
      hear(21_900, 22_350, -37);
      hear(22_350, 22_800, -40);
      const heard = timed('мы работаем каждый день стоп среды', 20_120);
      expect(guard.judge(final(heard))).toMatchObject({ verdict: 'person', own: 'стоп' });
    });

    it.each([
      { unsteadyDb: 0, verdict: 'unsure' },
      { unsteadyDb: 2, verdict: 'echo' },
    ])('hears by 1 dB more that somebody speaks, not if it wanders by $unsteadyDb dB', (line) => {
      const { guard, hear } = calibrated(line.unsteadyDb);
      hear(20_120, 21_000, -40);
      hear(21_000, 22_800, -39);
      const heard = timed('мы работаем каждый день кроме среды', 20_120);
      expect(guard.judge(final(heard))).toEqual({ verdict: line.verdict, own: '' });
    });
  });

  it('takes no word for an echo that is far too loud for it', () => {
    const { guard, hear } = quietEcho();
    speak(guard, 'работаем каждый день завтра', 20_000);
    hear(20_000, 21_470, -40);
    hear(21_470, 21_920, -20);
    hear(21_920, 22_400, -60);
    const heard = [...timed('работаем', 20_120), ...timed('завтра', 21_470)];
    expect(guard.judge(final(heard))).toMatchObject({ verdict: 'person', own: 'завтра' });
  });

  it('notices a voice in the bot’s pauses, where its echo is silent', () => {
    const guard = experienced();
    const level = (fromMs: number, toMs: number, levelDbfs: number) => {
      for (let atMs = fromMs; atMs < toMs; atMs += 20)
        guard.heard({ startAtMs: atMs, endAtMs: atMs + 20, levelDbfs });
    };
    level(10_000, 12_000, -60);
    const endMs = speak(guard, 'мы работаем каждый день', 12_000);
    level(12_120, endMs + 120, -20);
    guard.judge(final(timed('мы работаем каждый день', 12_120)));
    const pausedMs = speak(guard, 'кроме среды', 20_000);
    level(20_120, pausedMs + 120, -20);
    const quiet = { ...final(timed('кроме среды', 20_120)), throughAtMs: pausedMs + 500 };
    level(pausedMs + 120, pausedMs + 520, -60);
    expect(guard.judge(quiet)).toEqual({ verdict: 'echo', own: '' });
    level(pausedMs + 520, pausedMs + 800, -26);
    expect(guard.judge({ ...quiet, utterance: 77, throughAtMs: pausedMs + 800 })).toEqual({
      verdict: 'unsure',
      own: '',
    });
  });

  it('takes figures for echo only when they are read with numerals', () => {
    const guard = experienced({ numerals: new Set(['пятнадцать', 'тридцать']) });
    guard.spoke({ text: 'свободно', startAtMs: 20_000, endAtMs: 20_400 });
    guard.spoke({ text: '15:30', startAtMs: 20_450, endAtMs: 21_400 });
    const said = timed('свободно пятнадцать тридцать', 20_120);
    expect(guard.judge(final(said)).verdict).toBe('echo');
    const interrupted = timed('свободно погодите минуту', 20_120);
    expect(guard.judge(final(interrupted))).toMatchObject({ verdict: 'person', own: 'погодите минуту' });
  });

  it('judges partials by when their words first showed', () => {
    const guard = experienced();
    speak(guard, 'завтра свободно утром', 20_000);
    const partial = (text: string, throughAtMs: number) =>
      guard.judge({ utterance: 99, text, startAtMs: 20_120, throughAtMs, final: false }).verdict;
    expect(partial('завтр', 20_400)).toBe('echo');
    expect(partial('завтра свободно', 21_200)).toBe('echo');
    expect(partial('завтра свободно утром', 21_700)).toBe('echo');
    expect(partial('завтра свободно утром завтра свободно', 24_000)).toBe('person');
  });

  it('does not expect an echo of what was never played', () => {
    const guard = experienced();
    speak(guard, 'завтра свободно утром вечером', 20_000);
    guard.silenced(20_420);
    expect(guard.judge(final(timed('утром', 21_020)))).toMatchObject({ verdict: 'person', own: 'утром' });
  });

  it('finds the echo again when its delay has changed', () => {
    const guard = experienced();
    const text = 'мы работаем каждый день кроме среды и воскресенья';
    speak(guard, text, 20_000);
    expect(guard.judge(final(timed(text, 20_500))).verdict).toBe('echo');
  });

  it('half-duplex: is deaf while the bot speaks and 500 ms after, and to scraps', () => {
    const guard = new EchoGuard({ mode: 'half-duplex' });
    const endMs = speak(guard, 'завтра свободно утром', 0);
    expect(guard.judge(final(timed('нет подождите', 500))).verdict).toBe('echo');
    expect(guard.judge(final(timed('нет', endMs + 490))).verdict).toBe('echo');
    expect(guard.judge(final(timed('нет', endMs + 510)))).toMatchObject({ verdict: 'person', own: 'нет' });
    const scrap = [{ text: 'нет', startAtMs: endMs + 600, endAtMs: endMs + 700 }];
    expect(guard.judge(final(scrap)).verdict).toBe('echo');
    const across = timed('нет подождите пожалуйста', endMs + 200);
    expect(guard.judge(final(across))).toMatchObject({ verdict: 'person', own: 'подождите пожалуйста' });
  });

  it('off: believes everything, as it stands', () => {
    const guard = new EchoGuard({ mode: 'off' });
    speak(guard, 'завтра свободно утром', 0);
    const heard = { ...final(timed('завтра свободно утром', 120)), text: 'Завтра свободно, утром.' };
    expect(guard.judge(heard)).toMatchObject({ verdict: 'person', own: 'Завтра свободно, утром.' });
  });

  it('stays fast however long the call', () => {
    const guard = experienced();
    for (let minute = 0; minute < 120; minute += 1) {
      speak(guard, 'мы работаем каждый день кроме среды и воскресенья', 30_000 + minute * 60_000);
      guard.heard({ startAtMs: minute * 60_000, endAtMs: (minute + 1) * 60_000, levelDbfs: -40 });
    }
    const lastMs = 30_000 + 119 * 60_000;
    const words = timed('мы работаем каждый день кроме среды и воскресенья', lastMs + 120);
    const startMs = performance.now();
    for (let time = 0; time < 100; time += 1) expect(guard.judge(final(words)).verdict).toBe('echo');
    expect((performance.now() - startMs) / 100).toBeLessThan(20);
  });

  it('refuses options that make no sense', () => {
    for (const options of [
      { mode: 'loud' as 'off' },
      { maxDelayMs: 5 },
      { tailMs: -1 },
      { minVoicedMs: Number.NaN },
    ]) {
      expect(() => new EchoGuard(options)).toThrow(
        expect.toSatisfy(
          (error: unknown) => isVoiceError(error) && error.code === 'ERR_INVALID_OPTION',
        ) as Error,
      );
    }
  });
});
