import { describe, expect, it } from 'vitest';
import { pcm } from '../audio/audio-format.js';
import type { AudioChunk } from '../ports/call.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { audioSourceConformance } from './audio-source-conformance.js';
import { manualClock } from './manual-clock.js';
import { violations } from './violations.js';

interface Fault {
  /** What becomes of each 20 ms chunk. */
  edit?: (chunk: AudioChunk, index: number) => AudioChunk[];
  keepsOpen?: boolean;
  keepsReader?: boolean;
}

function suite({ edit = (chunk) => [chunk], keepsOpen = false, keepsReader = false }: Fault = {}) {
  return audioSourceConformance(() => {
    const clock = manualClock();
    const chunks = new AsyncQueue<AudioChunk>();
    let count = 0;
    const tick = () => {
      for (const chunk of edit({ data: new Uint8Array(320).fill(1) }, (count += 1))) chunks.push(chunk);
      if (chunks.isOpen) clock.setTimeout(tick, 20);
    };
    clock.setTimeout(tick, 20);
    const open = () => {
      const iterator = chunks[Symbol.asyncIterator]();
      return keepsReader ? { next: () => iterator.next() } : iterator;
    };
    return {
      source: { format: pcm(8000), [Symbol.asyncIterator]: open },
      hangUp: () => (keepsOpen ? undefined : chunks.end()),
      advance: (ms) => clock.advance(ms),
    };
  });
}

describe('audioSourceConformance', () => {
  it('passes a sound source, and one that loses audio and says so', async () => {
    expect(await violations(suite())).toEqual({});
    const lossy = suite({
      edit: (chunk, index) =>
        index % 3 === 0 ? [] : [{ ...chunk, lostMs: index % 3 === 1 && index > 1 ? 20 : 0 }],
    });
    expect(await violations(lossy)).toEqual({});
  });

  const shared = new Uint8Array(320);
  it.each<[string, Fault, string]>([
    [
      'half a sample',
      { edit: () => [{ data: new Uint8Array(319) }, { data: new Uint8Array(1) }] },
      'whole samples',
    ],
    ['empty chunks', { edit: (chunk) => [chunk, { data: new Uint8Array(0) }] }, 'whole samples'],
    ['negative loss', { edit: (chunk) => [{ ...chunk, lostMs: -1 }] }, 'whole samples'],
    [
      'loss that it does not tell',
      { edit: (chunk, index) => (index % 5 === 0 ? [] : [chunk]) },
      'as much audio',
    ],
    [
      'loss told twice',
      { edit: (chunk, index) => [{ ...chunk, lostMs: index % 2 ? 20 : 0 }] },
      'as much audio',
    ],
    ['a buffer used again', { edit: (_, index) => [{ data: shared.fill(index) }] }, 'may be kept'],
    ['no end', { keepsOpen: true }, 'hangs up'],
    ['a reader that cannot leave', { keepsReader: true }, 'left while'],
  ])('finds %s', async (_, fault, name) => {
    const found = Object.keys(await violations(suite(fault)));
    expect(found.join('; ')).toContain(name);
  });
});
