import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { OggOpusDecoder } from 'ogg-opus-decoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeToneSpeech } from '../tone-speech/index.js';
import { hear, textOf } from '../tone-speech/test-support/hear.js';
import { OggOpusStream } from './ogg-opus.js';

const text = 'Запишите меня на пятницу, 14:30?';

const hasOpusTools = spawnSync('opusinfo', ['-h']).error === undefined;
if (!hasOpusTools)
  console.warn('SKIPPED: opus-tools is not installed, so its opinion of our Ogg is not asked.');

describe('Ogg Opus', () => {
  const decoder = new OggOpusDecoder({ forceStereo: false });
  beforeAll(() => decoder.ready);
  afterAll(() => decoder.free());

  /** Writes `samples` in pieces that end at `cuts`. */
  async function write(samples: Int16Array, cuts: readonly number[]): Promise<Uint8Array[]> {
    const stream = await OggOpusStream.open(7);
    const ends = [...cuts].sort((a, b) => a - b);
    const pieces = ends.map((end, index) =>
      stream.write(samples.subarray(ends[index - 1] ?? 0, end), { last: false }),
    );
    pieces.push(stream.write(samples.subarray(ends.at(-1) ?? 0), { last: true }));
    stream.close();
    return pieces;
  }

  async function decode(bytes: Uint8Array): Promise<Int16Array> {
    const { channelData, errors, sampleRate } = await decoder.decodeFile(bytes);
    expect(errors).toEqual([]);
    expect(sampleRate).toBe(48_000);
    expect(channelData).toHaveLength(1);
    return Int16Array.from(channelData[0]!, (value) => Math.round(value * 32_767));
  }

  it('is decoded to the same words at the same places, however it was cut', async () => {
    const { samples } = encodeToneSpeech(text, { voice: 'b', sampleRateHz: 48_000 });
    const cut = fc.integer({ min: 0, max: samples.length });
    await fc.assert(
      fc.asyncProperty(fc.array(cut, { maxLength: 4 }), async (cuts) => {
        const decoded = await decode(Buffer.concat(await write(samples, cuts)));
        expect(decoded.length).toBe(samples.length);
        expect(textOf(hear(decoded, 48_000), 'b')).toBe(text);
        expect(delayOf(decoded, samples)).toBe(0);
      }),
      { numRuns: 4 },
    );
  });

  it('is as long as its input to the sample', async () => {
    // This decoder does not trim a stream of a single page; opusdec, below, does.
    for (const length of [47_689, 48_000, 48_313, 100_001]) {
      const pieces = await write(new Int16Array(length).fill(1000), []);
      expect(await decode(Buffer.concat(pieces))).toHaveLength(length);
    }
  });

  it('gives whole pages in every piece, numbered, the last marked as such', async () => {
    const pieces = await write(new Int16Array(150_000), [500, 70_000, 120_000]);
    const pages = pieces.map(pagesOf);
    // A piece below 20 ms has the two headers only.
    expect(pages.map((of) => of.length)).toEqual([2, 2, 2, 1]);
    const all = pages.flat();
    expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index));
    expect(all.map(({ type }) => type)).toEqual([2, 0, 0, 0, 0, 0, 4]);
    expect(all.map(({ granule }) => granule)).toEqual([0, 0, 48_000, 69_120, 117_120, 120_000, 150_312]);
  });

  describe.runIf(hasOpusTools)('by opus-tools', () => {
    let folder: string;
    let path: string;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'rechka-ogg-'));
      path = join(folder, 'speech.ogg');
    });
    afterAll(() => rm(folder, { recursive: true }));

    it('has nothing to be warned of', async () => {
      const { samples } = encodeToneSpeech(text, { voice: 'b', sampleRateHz: 48_000 });
      await writeFile(path, Buffer.concat(await write(samples, [10_000, 100_000])));
      const { stdout, stderr } = spawnSync('opusinfo', [path], { encoding: 'utf8' });
      expect(stdout).toContain('Pre-skip: 312');
      expect(stdout).toMatch(/Logical stream 1 ended/);
      expect(stdout + stderr).not.toMatch(/warning|error/i);
    });

    it('is as long as its input, also when it fits one packet', async () => {
      for (const length of [1, 647, 648, 649, 20_000]) {
        await writeFile(path, Buffer.concat(await write(new Int16Array(length), [])));
        const { stdout } = spawnSync('opusdec', ['--quiet', path, '-']);
        expect(stdout.length / 2).toBe(length);
      }
    });
  });
});

/** By how many samples `decoded` lags, within ±20: where the two are most alike. */
function delayOf(decoded: Int16Array, samples: Int16Array): number {
  const likeness = (delay: number) => {
    let sum = 0;
    for (let i = 1000; i < 40_000; i++) sum += (samples[i] ?? 0) * (decoded[i + delay] ?? 0);
    return sum;
  };
  return Array.from({ length: 41 }, (_, index) => index - 20).reduce((best, delay) =>
    likeness(delay) > likeness(best) ? delay : best,
  );
}

function pagesOf(piece: Uint8Array) {
  const bytes = Buffer.from(piece);
  const pages = [];
  for (let at = 0; at < bytes.length;) {
    expect(bytes.toString('latin1', at, at + 4)).toBe('OggS');
    const segments = bytes.subarray(at + 27, at + 27 + bytes[at + 26]!);
    pages.push({
      type: bytes[at + 5]!,
      granule: Number(bytes.readBigUInt64LE(at + 6)),
      sequence: bytes.readUInt32LE(at + 18),
    });
    at += 27 + segments.length + segments.reduce((sum, value) => sum + value, 0);
  }
  return pages;
}
