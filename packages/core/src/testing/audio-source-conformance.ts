import { bytesPerSample, bytesToMs, checkFormat } from '../audio/audio-format.js';
import type { AudioChunk, AudioSource } from '../ports/call.js';
import { casesOf, type ConformanceCase, type ConformanceSubject, ensure, within } from './conformance.js';

export interface AudioSourceSubject extends ConformanceSubject {
  /** Of a call that has not begun; audio comes as long as time passes. */
  source: AudioSource;
  /** The caller hangs up. Without it the end of the audio is not checked. */
  hangUp?: () => void;
}

/** How a source is put to the test. */
export interface AudioSourceConformanceOptions {
  /** How much audio may be late, or come at once, in ms: a chunk, a jitter buffer. Default 100. */
  toleranceMs?: number;
}

const limitMs = 2000;

/**
 * What an {@link AudioSource} promises: whole samples, as much audio as time has passed (lost audio included), an
 * end when the caller is gone, and to be left at any moment.
 *
 * @example
 * ```ts
 * for (const { name, run } of audioSourceConformance(() => {
 *   const clock = manualClock();
 *   const caller = scriptedCall({ clock });
 *   return { source: caller.call.input, hangUp: () => caller.hangUp(), advance: (ms) => clock.advance(ms) };
 * })) it(name, run);
 * ```
 */
export function audioSourceConformance(
  make: () => AudioSourceSubject | Promise<AudioSourceSubject>,
  { toleranceMs = 100 }: AudioSourceConformanceOptions = {},
): readonly ConformanceCase[] {
  return casesOf(make, {
    'has a usable format': ({ source }) => {
      checkFormat('source.format', source.format);
      return Promise.resolve();
    },

    'gives whole samples, and says of loss how long it was': async (subject) => {
      const { chunks, stop } = read(subject.source);
      await subject.advance(500 + toleranceMs);
      await within(subject, limitMs, 'leaving it', stop());
      ensure(chunks.length > 0, `there was no audio in ${500 + toleranceMs} ms`);
      for (const { data, lostMs = 0 } of chunks) {
        const size = bytesPerSample(subject.source.format);
        ensure(
          data.byteLength % size === 0,
          `a chunk of ${data.byteLength} bytes ends in the middle of a sample`,
        );
        ensure(Number.isFinite(lostMs) && lostMs >= 0, `lostMs is ${lostMs}`);
        ensure(data.byteLength > 0 || lostMs > 0, 'a chunk holds nothing, and tells of no loss');
      }
    },

    'gives as much audio as time passes': async (subject) => {
      const { chunks, stop } = read(subject.source);
      await subject.advance(toleranceMs);
      const before = lengthMs(chunks, subject.source);
      let passedMs = 0;
      for (const ms of [200, 300, 1500]) {
        await subject.advance(ms);
        passedMs += ms;
        const gotMs = lengthMs(chunks, subject.source) - before;
        ensure(
          Math.abs(gotMs - passedMs) <= toleranceMs,
          `${passedMs} ms brought ${gotMs} ms of audio, not within ${toleranceMs} ms of it`,
        );
      }
      await within(subject, limitMs, 'leaving it', stop());
    },

    'gives chunks that may be kept': async (subject) => {
      const { chunks, stop } = read(subject.source);
      await subject.advance(100 + toleranceMs);
      const copies = chunks.map(({ data }) => data.slice());
      await subject.advance(300);
      await within(subject, limitMs, 'leaving it', stop());
      const kept = copies.every((copy, at) => chunks[at]?.data.every((byte, place) => byte === copy[place]));
      ensure(kept, 'a chunk was changed after it had been given');
    },

    'ends when the caller hangs up, and stays ended': async (subject) => {
      if (!subject.hangUp) return;
      const iterator = subject.source[Symbol.asyncIterator]();
      await within(subject, limitMs, 'the first chunk', iterator.next());
      subject.hangUp();
      const rest = (async () => {
        while ((await iterator.next()).done !== true);
      })();
      await within(subject, limitMs, 'the end after a hang-up', rest);
      const more = await within(subject, limitMs, 'next() after the end', iterator.next());
      ensure(more.done === true, 'there was audio after the end');
    },

    'can be left while its next chunk is awaited': async (subject) => {
      const iterator = subject.source[Symbol.asyncIterator]();
      await within(subject, limitMs, 'the first chunk', iterator.next());
      const pending = iterator.next();
      await within(subject, limitMs, 'return()', leave(iterator));
      await within(subject, limitMs, 'a next() that was pending at return()', pending);
      const more = await within(subject, limitMs, 'next() after return()', iterator.next());
      ensure(more.done === true, 'there was audio after return()');
    },

    'can be left before its first chunk': async (subject) => {
      const iterator = subject.source[Symbol.asyncIterator]();
      await within(subject, limitMs, 'return()', leave(iterator));
    },
  });
}

async function leave(iterator: AsyncIterator<AudioChunk>): Promise<void> {
  await iterator.return?.();
}

/** Reads on in the background until it is stopped. */
function read(source: AudioSource): { chunks: AudioChunk[]; stop: () => Promise<void> } {
  const chunks: AudioChunk[] = [];
  const iterator = source[Symbol.asyncIterator]();
  const done = (async () => {
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      chunks.push(next.value);
    }
  })();
  const stop = async () => {
    await leave(iterator);
    await done;
  };
  return { chunks, stop };
}

function lengthMs(chunks: readonly AudioChunk[], { format }: AudioSource): number {
  return chunks.reduce((sum, { data, lostMs = 0 }) => sum + bytesToMs(data.byteLength, format) + lostMs, 0);
}
