import { describe, expect, it } from 'vitest';
import { type AudioFormat, pcm } from './audio-format.js';
import { nearestFormat, recognitionFormat } from './nearest-format.js';

const alaw: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };
const mulaw: AudioFormat = { encoding: 'pcmu', sampleRateHz: 8000 };

describe('nearestFormat', () => {
  it.each([
    ['PCM of the same rate for a telephone', alaw, [pcm(48_000), mulaw, alaw, pcm(8000)], pcm(8000)],
    ['the same law where there is no PCM', alaw, [pcm(16_000), mulaw, alaw], alaw],
    ['the smallest rate above', pcm(16_000), [pcm(8000), pcm(48_000), pcm(22_050)], pcm(22_050)],
    ['the largest below, if none is above', pcm(48_000), [pcm(8000), pcm(22_050), pcm(16_000)], pcm(22_050)],
    ['the only one', pcm(48_000), [alaw], alaw],
  ])('chooses %s', (_, wanted, offered, expected) => {
    expect(nearestFormat(wanted, offered)).toEqual(expected);
    expect(nearestFormat(wanted, offered.toReversed())).toEqual(expected);
  });

  it('needs an offer', () => {
    expect(() => nearestFormat(pcm(8000), [])).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_OPTION' }),
    );
  });
});

describe('recognitionFormat', () => {
  const speechKit = [pcm(16_000), pcm(8000), pcm(48_000)];
  it.each([
    [alaw, pcm(8000)],
    [pcm(8000), pcm(8000)],
    [pcm(16_000), pcm(16_000)],
    [pcm(24_000), pcm(16_000)],
    [pcm(48_000), pcm(16_000)],
  ])('recognises %o in %o', (source, expected) => {
    expect(recognitionFormat(source, speechKit)).toEqual(expected);
  });

  it('loses nothing where 16 kHz is not offered', () => {
    expect(recognitionFormat(pcm(48_000), [pcm(8000), pcm(48_000)])).toEqual(pcm(48_000));
  });
});
