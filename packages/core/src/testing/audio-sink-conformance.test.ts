import { describe, expect, it } from 'vitest';
import { pcm } from '../audio/audio-format.js';
import { pacedSink } from '../audio/paced-sink.js';
import type { AudioSink } from '../ports/call.js';
import { audioSinkConformance, type AudioSinkSubject } from './audio-sink-conformance.js';
import { manualClock } from './manual-clock.js';
import { violations } from './violations.js';

/** A sound sink with one fault. */
function broken(fault: (good: AudioSink, now: () => number) => Partial<AudioSink>): () => AudioSinkSubject {
  return () => {
    const clock = manualClock();
    const good = pacedSink({ format: pcm(16_000), clock, send: () => undefined });
    const faults = fault(good, () => clock.now());
    const sink: AudioSink = {
      format: good.format,
      aheadMs: good.aheadMs,
      write: (data) => good.write(data),
      clear: () => good.clear(),
      drain: (options) => good.drain(options),
      get heardMs() {
        return good.heardMs;
      },
    };
    for (const [name, value] of Object.entries(Object.getOwnPropertyDescriptors(faults))) {
      Object.defineProperty(sink, name, value);
    }
    return { sink, advance: (ms) => clock.advance(ms), close: () => good.close() };
  };
}

/** A write that does not wait. */
function hasty(sink: AudioSink, data: Uint8Array): Promise<void> {
  return Promise.race([sink.write(data), Promise.resolve()]);
}

describe('audioSinkConformance', () => {
  it('passes a sound sink', async () => {
    expect(await violations(audioSinkConformance(broken(() => ({}))))).toEqual({});
  });

  it.each<[string, (good: AudioSink, now: () => number) => Partial<AudioSink>, string]>([
    ['never waits', (good) => ({ write: (data) => hasty(good, data) }), 'makes write wait'],
    [
      'always waits',
      (good) => ({ write: (data) => good.write(data).then(() => good.drain()) }),
      'without waiting',
    ],
    [
      'looks at each write alone',
      (good) => ({
        write: (data) => (data.length > 14_000 ? good.write(data) : hasty(good, data)),
      }),
      'not each write by itself',
    ],
    [
      'counts the clock instead of speech',
      (_, now) => ({
        get heardMs() {
          return now();
        },
      }),
      'does not count silence',
    ],
    ['does not count at all', () => ({ heardMs: 0 }), 'is heard in real time'],
    [
      'does not stop at clear',
      (good) => ({ clear: () => Promise.resolve({ heardMs: good.heardMs }) }),
      'nothing is heard after it',
    ],
    [
      'makes up what clear tells',
      (good) => ({ clear: () => good.clear().then(() => ({ heardMs: 0 })) }),
      'clear tells how much',
    ],
    [
      'never settles clear',
      () => ({ clear: () => new Promise<never>(() => undefined) }),
      'clear tells how much',
    ],
    [
      'drains at once',
      () => ({ drain: () => Promise.resolve() }),
      'drain resolves when everything was heard',
    ],
    [
      'never drains',
      () => ({ drain: () => new Promise<never>(() => undefined) }),
      'drain resolves when everything was heard',
    ],
    ['ignores the signal of drain', (good) => ({ drain: () => good.drain() }), 'drain obeys its signal'],
    [
      'takes half a sample',
      (good) => ({ write: (data) => good.write(data.subarray(data.length % 2)) }),
      'refuses half a sample',
    ],
    ['keeps too much ahead', () => ({ aheadMs: 5000 }), 'has a usable format'],
  ])('finds a sink that %s', async (_, fault, name) => {
    const found = Object.keys(await violations(audioSinkConformance(broken(fault))));
    expect(found.some((found) => found.includes(name))).toBe(true);
  });
});
