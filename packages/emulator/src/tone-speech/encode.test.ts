import { VoiceError } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import { encodeToneSpeech } from './encode.js';
import { hear, textOf } from './test-support/hear.js';

const encode = (text: string, sampleRateHz = 16_000) => encodeToneSpeech(text, { voice: 'a', sampleRateHz });

describe('encodeToneSpeech', () => {
  it('tells where each word stands in the text and when it sounds', () => {
    const text = 'Да, «мир»!  Ёж';
    const { samples, words } = encode(text);
    expect(words.map(({ charStart, charEnd }) => text.slice(charStart, charEnd))).toEqual([
      'Да,',
      '«мир»!',
      'Ёж',
    ]);
    expect(words).toMatchObject([
      { text: 'Да,', startMs: 0, endMs: 340 },
      { text: '«мир»!', startMs: 340 + 90, endMs: 430 + 460 },
      { text: 'Ёж', startMs: 890 + 170, endMs: 1060 + 300 },
    ]);
    expect(samples.length).toBe((1360 * 16_000) / 1000);
  });

  it('sounds inside words and is silent between them', () => {
    const { samples, words } = encode('раз два. три');
    const loudest = (fromMs: number, toMs: number) =>
      samples.subarray(fromMs * 16, toMs * 16).reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    for (const [i, { startMs, endMs }] of words.entries()) {
      for (let ms = startMs; ms < endMs; ms += 20) expect(loudest(ms, ms + 20)).toBeGreaterThan(11_000);
      const next = words[i + 1];
      if (next) expect(loudest(endMs, next.startMs)).toBe(0);
    }
  });

  it('makes a pause of every run of spaces, also the outer ones', () => {
    expect(encode(' а').words[0]!.startMs).toBe(50);
    expect(encode('а. ').samples.length).toBe(encode('а.').samples.length + 170 * 16);
    expect(encode('').samples.length).toBe(0);
    expect(encode(' \n').words).toEqual([]);
  });

  it('carries any text: other alphabets, emoji, controls, words of any length', () => {
    const long = 'тридцатисемилетний'.repeat(7);
    const text = `№ 5 ₽ – €20 日本語 👩‍🚀 a\u0001b\u001bc ${long} É\u0301`;
    for (const voice of ['a', 'b'] as const) {
      const { samples, words } = encodeToneSpeech(text, { voice, sampleRateHz: 8000 });
      expect(textOf(hear(samples, 8000), voice)).toBe(text);
      expect(words.map((word) => word.text).join(' ')).toBe(text);
    }
  });

  it('refuses an unknown voice and impossible rates', () => {
    expect(() => encodeToneSpeech('а', { voice: 'c' as never, sampleRateHz: 8000 })).toThrow(VoiceError);
    for (const sampleRateHz of [0, 7999, 8000.5, Number.NaN])
      expect(() => encode('а', sampleRateHz)).toThrow(VoiceError);
  });
});
