import { describe, expect, it } from 'vitest';
import { samplesToPcm, pcmToSamples } from '../audio/pcm16.js';
import { pacedSink } from '../audio/paced-sink.js';
import { pcm } from '../audio/audio-format.js';
import type { AudioTransform } from '../ports/audio-transform.js';
import { audioSinkConformance } from '../testing/audio-sink-conformance.js';
import { manualClock } from '../testing/manual-clock.js';
import { TransformChain, transformedSink } from './transform-chain.js';

const halved: AudioTransform = {
  open: () => ({ process: (samples) => samples.map((sample) => sample / 2) }),
};

/** Works on the first chunk, then does what `then` says. */
function failing(then: (samples: Int16Array) => Int16Array) {
  let [chunks, closed] = [0, 0];
  const transform: AudioTransform = {
    open: () => ({
      process: (samples) => ((chunks += 1) === 1 ? samples.fill(1) : then(samples)),
      close: () => void (closed += 1),
    }),
  };
  return { transform, closed: () => closed, chunks: () => chunks };
}

function chainOf(...transforms: AudioTransform[]) {
  const faults: unknown[] = [];
  const chain = new TransformChain(transforms, 8000, (fault) => faults.push(fault));
  const push = (...samples: number[]) => [
    ...pcmToSamples(chain.push(samplesToPcm(Int16Array.from(samples)))),
  ];
  return { chain, push, faults };
}

describe('TransformChain', () => {
  it('passes audio through each transform in order', () => {
    const offset: AudioTransform = { open: () => ({ process: (samples) => samples.map((s) => s + 1) }) };
    expect(chainOf(halved, offset).push(100, -40)).toEqual([51, -19]);
    expect(chainOf(offset, halved).push(99, -41)).toEqual([50, -20]);
  });

  it.each<[string, (samples: Int16Array) => Int16Array]>([
    ['throws', (samples) => (samples.fill(7), error())],
    ['returns fewer samples', (samples) => samples.subarray(1)],
    ['returns nothing', () => undefined as never],
  ])('leaves out one that %s: told once, closed once, the audio passes as it was', (_, then) => {
    const broken = failing(then);
    const { chain, push, faults } = chainOf(broken.transform, halved);
    expect(push(10, 20)).toEqual([0, 0]);
    expect(push(10, 20)).toEqual([5, 10]);
    expect(push(30, 40)).toEqual([15, 20]);
    chain.close();
    expect([faults.length, broken.closed(), broken.chunks()]).toEqual([1, 1, 2]);
  });

  it('does without one that cannot be opened, or fails to close', () => {
    const { chain, push, faults } = chainOf(
      { open: error },
      { open: () => ({ process: (s) => s, close: error }) },
    );
    expect(push(10)).toEqual([10]);
    chain.close();
    expect(faults).toHaveLength(2);
  });
});

describe.each([pcm(16_000), { encoding: 'pcma', sampleRateHz: 8000 } as const])(
  'a transformed sink of %o',
  (format) => {
    const suite = audioSinkConformance(() => {
      const clock = manualClock();
      const sink = pacedSink({ format, clock, send: () => undefined });
      const chain = new TransformChain([halved], format.sampleRateHz, () => undefined);
      return {
        sink: transformedSink(sink, chain),
        advance: (ms) => clock.advance(ms),
        close: () => sink.close(),
      };
    });
    it.each(suite)('$name', (testCase) => testCase.run());
  },
);

function error(): never {
  throw new Error('broken');
}
