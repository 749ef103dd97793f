import { VoiceError } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { encodeToneSpeech, type ToneVoice } from '../tone-speech/index.js';
import { gain, mix, whiteNoise } from '../tone-speech/test-support/impairments.js';
import { sentences } from '../tone-speech/test-support/sentences.js';
import { EmulatedRecogniser } from './emulated-recogniser.js';
import type { RecogniserEvent } from './recogniser-event.js';
import type { EmulatedRecogniserOptions } from './recogniser-options.js';
import { SeededRandom } from './seeded-random.js';
import { spokenForm } from './spoken-form.js';

const rateHz = 8000;
const high = { type: 'default', sensitivity: 'HIGH', maxPauseMs: 500 } as const;

type Piece = string | number | { text: string; voice: ToneVoice };

interface Said {
  samples: Int16Array;
  words: { text: string; startMs: number; endMs: number }[];
}

/** Texts spoken one after another; numbers are pauses in ms. */
function say(...pieces: Piece[]): Said {
  const samples: number[] = [];
  const words: Said['words'] = [];
  for (const piece of pieces) {
    const atMs = (samples.length * 1000) / rateHz;
    if (typeof piece === 'number') {
      for (let i = 0; i < (piece * rateHz) / 1000; i++) samples.push(0);
      continue;
    }
    const { text, voice } = typeof piece === 'string' ? { text: piece, voice: 'a' as const } : piece;
    const speech = encodeToneSpeech(text, { voice, sampleRateHz: rateHz });
    for (const sample of speech.samples) samples.push(sample);
    for (const { text: word, startMs, endMs } of speech.words) {
      words.push({ text: word, startMs: atMs + startMs, endMs: atMs + endMs });
    }
  }
  return { samples: Int16Array.from(samples), words };
}

function recognise(
  samples: Int16Array,
  options: Partial<EmulatedRecogniserOptions> = {},
  chunk: () => number = () => 400,
): RecogniserEvent[] {
  const recogniser = new EmulatedRecogniser({ sampleRateHz: rateHz, endpointing: high, ...options });
  const events: RecogniserEvent[] = [];
  for (let from = 0; from < samples.length;) {
    const to = from + chunk();
    events.push(...recogniser.push(samples.subarray(from, to)));
    from = to;
  }
  return [...events, ...recogniser.end()];
}

function only<T extends RecogniserEvent['type']>(events: readonly RecogniserEvent[], type: T) {
  return events.filter((event): event is RecogniserEvent & { type: T } => event.type === type);
}

const heardText = (events: readonly RecogniserEvent[]) =>
  only(events, 'final')
    .map(({ text }) => text)
    .join(' ');
const spoken = (text: string) => text.split(' ').flatMap(spokenForm).join(' ');

describe('one utterance', () => {
  const text = 'Запишите меня, пожалуйста, на 15:30 — к Ёлкину!';
  const { samples, words } = say(300, text, 900);
  const events = recognise(samples, { normalization: true });

  it('comes in the documented order', () => {
    const kinds = events.map((event) =>
      event.type === 'partial' && event.text === '' ? 'empty' : event.type,
    );
    const order = kinds.filter((kind, i) => kind !== kinds[i - 1]);
    expect(order).toEqual(['empty', 'partial', 'final', 'refinement', 'eou', 'empty']);
  });

  it('is raw in the final and written in the refinement', () => {
    expect(heardText(events)).toBe('запишите меня пожалуйста на пятнадцать тридцать к елкину');
    expect(only(events, 'refinement').map((event) => event.text)).toEqual([text]);
    expect(only(events, 'refinement')[0]!.index).toBe(only(events, 'final')[0]!.index);
  });

  it('ends after the pause, at the true time', () => {
    const eou = only(events, 'eou')[0]!;
    const endMs = words.at(-1)!.endMs;
    expect(Math.abs(eou.timeMs - endMs)).toBeLessThanOrEqual(40);
    expect(eou.cursors.partialTimeMs - endMs).toBeGreaterThanOrEqual(500);
    expect(eou.cursors.partialTimeMs - endMs).toBeLessThanOrEqual(540);
    expect(eou.cursors).toMatchObject({ finalTimeMs: eou.timeMs, eouTimeMs: eou.timeMs, finalIndex: 0 });
  });

  it('has true word times; a numeral shares its own', () => {
    const heard = only(events, 'final')[0]!.words;
    for (const [place, from] of [0, 1, 2, 3, 4].entries()) {
      expect(Math.abs(heard[place]!.startMs - words[from]!.startMs)).toBeLessThanOrEqual(1);
    }
    expect(heard[4]!.endMs).toBe(heard[5]!.startMs);
    expect(Math.abs(heard[5]!.endMs - words[4]!.endMs)).toBeLessThanOrEqual(1);
  });

  it('is exact when asked for', () => {
    const exact = recognise(samples, { exact: true, normalization: true });
    expect(heardText(exact)).toBe(text);
    expect(only(exact, 'refinement')[0]!.text).toBe(text);
    for (const partial of only(exact, 'partial')) expect(text.startsWith(partial.text)).toBe(true);
  });

  it('waits for the server’s own pause without a hint, longer with DEFAULT', () => {
    const said = say('Да', 4000);
    const waitOf = (sensitivity: 'DEFAULT' | 'HIGH') =>
      only(recognise(said.samples, { endpointing: { type: 'default', sensitivity } }), 'eou')[0]!.cursors
        .partialTimeMs - said.words[0]!.endMs;
    expect(waitOf('HIGH')).toBeLessThan(1000);
    expect(waitOf('DEFAULT')).toBeGreaterThan(2500);
  });
});

describe('a conversation', () => {
  const texts = sentences(30, 25);
  const random = new SeededRandom(30);
  const pausesMs = texts.map(() => random.pick([200, 300, 700, 1200]));
  const { samples, words } = say(300, ...texts.flatMap((text, i) => [text, pausesMs[i]!]));

  it('gives every word once and in order, and one EOU for each utterance', () => {
    const events = recognise(samples, { normalization: true });
    expect(heardText(events)).toBe(spoken(texts.join(' ')));
    expect(
      only(events, 'refinement')
        .map(({ text }) => text)
        .join(' '),
    ).toBe(texts.join(' '));

    // An utterance ends where the next word is more than the pause away.
    const ends = words.filter(({ endMs }, i) => (words[i + 1]?.startMs ?? Infinity) - endMs > 500);
    const eous = only(events, 'eou');
    expect(eous).toHaveLength(ends.length);
    for (const [i, { timeMs }] of eous.entries())
      expect(Math.abs(timeMs - ends[i]!.endMs)).toBeLessThanOrEqual(40);
  });

  it('is the same however the audio is cut', () => {
    const bad = whiteNoise(8)(
      mix(samples, gain(-5)(say({ text: texts.join(' '), voice: 'b' }).samples, random)),
      random,
    );
    const whole = recognise(bad, { seed: 4 }, () => bad.length);
    expect(only(whole, 'final').length).toBeGreaterThan(3);
    for (const chunk of [() => 80, () => 333, () => random.integer(1, 3000)]) {
      expect(recognise(bad, { seed: 4 }, chunk)).toEqual(whole);
    }
  });

  it('shows partials that grow, and revises only their last two words', () => {
    const plain = say(
      'здравствуйте подскажите пожалуйста можно ли записаться на стрижку завтра вечером после работы',
      600,
    );
    let revisions = 0;
    for (let seed = 0; seed < 20; seed++) {
      const events = recognise(plain.samples, { seed });
      const [final] = only(events, 'final');
      let longest = 0;
      for (const { words: shown } of only(events, 'partial').slice(0, -1)) {
        expect(shown.length).toBeGreaterThanOrEqual(longest);
        longest = shown.length;
        const wrong = shown.findIndex(({ text }, i) => text !== final!.words[i]!.text);
        if (wrong < 0) continue;
        revisions++;
        expect(shown.length - wrong).toBeLessThanOrEqual(2);
      }
      expect(longest).toBe(final!.words.length);
      expect(final!.text).toBe(plain.words.map(({ text }) => text).join(' '));
    }
    expect(revisions).toBeGreaterThan(20);
  });

  it('ends an utterance also over steady noise', () => {
    const noisy = whiteNoise(14)(say(2500, 'Алло', 1500, 'Это Анна', 1500).samples, random);
    const events = recognise(noisy);
    expect(only(events, 'final').map(({ text }) => text)).toEqual(['алло', 'это анна']);
    expect(only(events, 'eou')).toHaveLength(2);
  });

  it('sends finals within a long utterance, and one EOU', () => {
    const long = say(texts.slice(0, 4).join(' '), 600);
    const events = recognise(long.samples, { maxFinalMs: 5000 });
    expect(only(events, 'final').length).toBeGreaterThan(2);
    expect(only(events, 'final').map(({ index }) => index)).toEqual(only(events, 'final').map((_, i) => i));
    expect(only(events, 'eou')).toHaveLength(1);
    expect(heardText(events)).toBe(spoken(texts.slice(0, 4).join(' ')));
  });
});

describe('bad sound', () => {
  it('makes a damaged word another one or none, never the right one', () => {
    const { samples, words } = say('Запишите пожалуйста Екатерину завтра', 600);
    const { startMs } = words[2]!;
    samples.fill(0, ((startMs + 150) * rateHz) / 1000, ((startMs + 260) * rateHz) / 1000);
    const middles = Array.from({ length: 30 }, (_, seed) => {
      const [, middle] = /^запишите пожалуйста (.*)завтра$/.exec(heardText(recognise(samples, { seed })))!;
      return middle!.trim();
    });
    expect(middles).not.toContain('екатерину');
    expect(middles).toContain('');
    expect(new Set(middles).size).toBeGreaterThan(4);
    expect(heardText(recognise(samples, { exact: true }))).toBe('Запишите пожалуйста <?> завтра');
  });

  it('makes a wrong fragment of a word that began before the stream', () => {
    const { samples, words } = say('Здравствуйте мне нужна запись', 700);
    const from = (ms: number) => samples.subarray((ms * rateHz) / 1000);
    const inside = heardText(recognise(from(200)));
    expect(inside).toMatch(/^\S+ мне нужна запись$/);
    expect('здравствуйте').not.toContain(inside.split(' ')[0]);
    expect(heardText(recognise(from(words[0]!.endMs + 10)))).toBe('мне нужна запись');
    expect(heardText(recognise(from(words[1]!.startMs)))).toBe('мне нужна запись');
    expect(heardText(recognise(from(200), { exact: true }))).toBe('мне нужна запись');
  });

  it('makes no fragment of a first word that is whole, even in noise', () => {
    const { samples } = say('Алло здравствуйте', 400);
    for (let seed = 0; seed < 20; seed++) {
      const noisy = whiteNoise(6)(samples.subarray(seed % 8), new SeededRandom(seed));
      expect(heardText(recognise(noisy))).toBe('алло здравствуйте');
    }
  });

  it('mishears more, the quieter the words and the louder the noise', () => {
    const text = sentences(40, 6).join(' ');
    const { samples } = say(2500, text, 700);
    const right = spoken(text).split(' ');
    const errorsAt = (levelDb: number, snrDb: number) => {
      const bad = gain(levelDb)(whiteNoise(snrDb)(samples, new SeededRandom(2)), new SeededRandom(2));
      const heard = heardText(recognise(bad)).split(' ');
      expect(heard).toHaveLength(right.length);
      return heard.filter((word, i) => word !== right[i]).length;
    };
    expect(errorsAt(0, 20)).toBe(0);
    const noisy = errorsAt(0, 4);
    expect(noisy).toBeGreaterThan(0);
    expect(errorsAt(0, -2)).toBeGreaterThan(noisy);
    expect(errorsAt(-29, 40)).toBeGreaterThan(0);
  });

  it('does not hear words below the floor', () => {
    const { samples } = say('Раз два три', 700);
    const quiet = gain(-34)(samples, new SeededRandom(1));
    expect(recognise(quiet).filter(({ type }) => type !== 'partial')).toEqual([]);
    expect(heardText(recognise(quiet, { floorDbfs: -60 })).split(' ')).toHaveLength(3);
    expect(heardText(recognise(quiet, { exact: true }))).toBe('Раз два три');
  });

  it('joins the parts of a long word', () => {
    const word = 'достопримечательность-достопримечательность';
    expect(heardText(recognise(say(`Вот ${word}!`, 700).samples))).toBe(`вот ${word}`);
  });
});

describe('two talkers at once', () => {
  const text = 'Запишите меня на завтра пожалуйста к Ольге';
  const loud = say(text, 1200).samples;
  const weak = (db: number) =>
    gain(db)(say(150, { text: 'Извините я не расслышала вас', voice: 'b' }).samples, new SeededRandom(1));
  const overlapped = (db: number, options: Partial<EmulatedRecogniserOptions> = {}) =>
    heardText(recognise(mix(loud, weak(db)), options));

  it('one far below the other is not heard', () => {
    for (let seed = 0; seed < 5; seed++) expect(overlapped(-25, { seed })).toBe(spoken(text));
  });

  it('the louder is heard, with mistakes, when they are near', () => {
    const heard = Array.from({ length: 20 }, (_, seed) => overlapped(-3, { seed }));
    expect(new Set(heard).size).toBeGreaterThan(10);
    for (const line of heard) {
      expect(line.split(' ')).toHaveLength(7);
      for (const word of ['извините', 'расслышала', 'вас']) expect(line.split(' ')).not.toContain(word);
    }
  });

  it('both are heard when asked to be exact', () => {
    const words = overlapped(-3, { exact: true }).split(' ');
    expect(words.filter((word) => text.split(' ').includes(word)).join(' ')).toBe(text);
    expect(words).toContain('расслышала');
  });
});

describe('the external classifier', () => {
  const external = { type: 'external' } as const;

  it('gives no final before it is told to', () => {
    const { samples } = say('Раз два', 5000, 'три', 300);
    const recogniser = new EmulatedRecogniser({
      sampleRateHz: rateHz,
      endpointing: external,
      maxFinalMs: 1000,
    });
    const before = recogniser.push(samples);
    expect(new Set(before.map(({ type }) => type))).toEqual(new Set(['partial']));
    const after = recogniser.eou();
    expect(after.map(({ type }) => type)).toEqual(['final', 'eou', 'partial']);
    expect(heardText(after)).toBe('раз два три');
    const receivedMs = Math.round((samples.length * 1000) / rateHz);
    expect(only(after, 'eou')[0]).toMatchObject({ timeMs: receivedMs, cursors: { receivedMs } });
    expect(recogniser.end()).toEqual([]);
  });

  it('has nothing to say in silence but the EOU and an empty partial', () => {
    const recogniser = new EmulatedRecogniser({ sampleRateHz: rateHz, endpointing: external });
    recogniser.push(new Int16Array(8000));
    expect(recogniser.eou()).toMatchObject([
      { type: 'eou', timeMs: 1000 },
      { type: 'partial', text: '', words: [] },
    ]);
  });

  it('the end of the stream gives the last final', () => {
    const recogniser = new EmulatedRecogniser({ sampleRateHz: rateHz, endpointing: external });
    recogniser.push(say('До свидания').samples);
    expect(heardText(recogniser.end())).toBe('до свидания');
  });

  it('eou() means nothing to the default classifier', () => {
    const recogniser = new EmulatedRecogniser({ sampleRateHz: rateHz, endpointing: high });
    recogniser.push(say('Раз').samples);
    expect(recogniser.eou()).toEqual([]);
    expect(recogniser.end().map(({ type }) => type)).toEqual(['final', 'eou', 'partial']);
  });
});

it('silence gives one empty partial and nothing more', () => {
  expect(recognise(new Int16Array(rateHz * 10)).map(({ type }) => type)).toEqual(['partial']);
});

it('options that make no sense are refused', () => {
  for (const options of [
    { sampleRateHz: 4000 },
    { sampleRateHz: rateHz, partialIntervalMs: 0 },
    { sampleRateHz: rateHz, endpointing: { type: 'default', maxPauseMs: -1 } as const },
    { sampleRateHz: rateHz, endpointing: { type: 'other' } as never },
  ]) {
    expect(() => new EmulatedRecogniser(options)).toThrow(VoiceError);
  }
});
