import { type AudioFormat, bytesToMs, checkFormat, msToBytes } from '../audio/audio-format.js';
import type { AudioSink } from '../ports/call.js';
import {
  casesOf,
  type ConformanceCase,
  type ConformanceSubject,
  ensure,
  ensureCode,
  rejection,
  watch,
} from './conformance.js';

export interface AudioSinkSubject extends ConformanceSubject {
  sink: AudioSink;
}

/** How a sink is put to the test. */
export interface AudioSinkConformanceOptions {
  /** How far a position may be off the truth, in ms: a frame, a network's delay. Default 40. */
  toleranceMs?: number;
}

/** A sample at 8 kHz, rounded up: durations are rounded to whole samples. */
const sampleMs = 0.13;

/**
 * What an {@link AudioSink} promises: real-time playback, back-pressure, exact clearing, and a count of what
 * was heard that never goes back and knows no silence.
 *
 * @example
 * ```ts
 * for (const { name, run } of audioSinkConformance(() => {
 *   const clock = manualClock();
 *   return { sink: pacedSink({ format: pcm(16_000), clock, send() {} }), advance: (ms) => clock.advance(ms) };
 * })) it(name, run);
 * ```
 */
export function audioSinkConformance(
  make: () => AudioSinkSubject | Promise<AudioSinkSubject>,
  { toleranceMs = 40 }: AudioSinkConformanceOptions = {},
): readonly ConformanceCase[] {
  /** Fails unless `sink.heardMs` is about `expectedMs`. */
  const ensureHeard = (when: string, heardMs: number, expectedMs: number) =>
    ensure(
      Math.abs(heardMs - expectedMs) <= toleranceMs,
      `${when}: heardMs must be ${expectedMs} ± ${toleranceMs}, but it is ${heardMs}`,
    );

  return casesOf(make, {
    'has a usable format, an aheadMs of 300–2000, and has been heard for 0 ms': async ({ sink }) => {
      checkFormat('sink.format', sink.format);
      ensure(
        sink.aheadMs >= 300 && sink.aheadMs <= 2000,
        `aheadMs must be 300–2000, but it is ${sink.aheadMs}`,
      );
      ensure(sink.heardMs === 0, `a new sink must have heardMs 0, but it has ${sink.heardMs}`);
    },

    'takes audio up to aheadMs without waiting': async ({ sink, advance }) => {
      const write = watch(sink.write(noise(sink.aheadMs, sink.format)));
      await advance(0);
      ensure(write.state === 'resolved', `a write of aheadMs (${sink.aheadMs} ms) must resolve at once`);
    },

    'makes write wait until no more than aheadMs is unheard': async ({ sink, advance }) => {
      const write = watch(sink.write(noise(sink.aheadMs + 1000, sink.format)));
      await advance(1000 - 2 * toleranceMs);
      ensure(
        write.state === 'pending',
        `write resolved with more than aheadMs unheard, at heardMs ${sink.heardMs}`,
      );
      await advance(4 * toleranceMs);
      ensure(
        write.state === 'resolved',
        `write still waits with less than aheadMs unheard, at heardMs ${sink.heardMs}`,
      );
    },

    'counts all that is unheard, not each write by itself': async ({ sink, advance }) => {
      const writes = Array.from({ length: 10 }, () => watch(sink.write(noise(200, sink.format))));
      await advance(0);
      const taken = writes.filter((write) => write.state === 'resolved').length;
      const most = Math.floor((sink.aheadMs + toleranceMs) / 200);
      ensure(
        taken <= most,
        `${taken} writes of 200 ms resolved at once with aheadMs ${sink.aheadMs}; at most ${most} may`,
      );
      await advance(2000 + toleranceMs);
      ensure(
        writes.every((write) => write.state === 'resolved'),
        'all writes must resolve by the time their audio is heard',
      );
    },

    'is heard in real time': async ({ sink, advance }) => {
      void sink.write(noise(1000, sink.format));
      for (const atMs of [200, 400, 600, 800]) {
        await advance(200);
        ensureHeard(`${atMs} ms into speech`, sink.heardMs, atMs);
      }
    },

    'does not count silence after speech, nor an underrun': async ({ sink, advance }) => {
      void sink.write(noise(110, sink.format));
      await advance(1000);
      ensureHeard('long after 110 ms of speech', sink.heardMs, 110);
      ensure(
        sink.heardMs <= 110 + sampleMs,
        `heardMs must not exceed the 110 ms written, but it is ${sink.heardMs}`,
      );
      void sink.write(noise(200, sink.format));
      await advance(1000);
      ensureHeard('after 200 ms more', sink.heardMs, 310);
      ensure(
        sink.heardMs <= 310 + 2 * sampleMs,
        `heardMs must not exceed the 310 ms written, but it is ${sink.heardMs}`,
      );
    },

    'never takes heardMs back, nor ahead of what was written and of time': async ({ sink, advance }) => {
      let lastMs = 0;
      let writtenMs = 0;
      for (let step = 0; step < 60; step++) {
        if (step % 9 === 0) {
          const audio = noise(70, sink.format);
          void sink.write(audio);
          writtenMs += bytesToMs(audio.byteLength, sink.format);
        }
        if (step % 23 === 22) await cleared({ sink, advance });
        await advance(10);
        const { heardMs } = sink;
        ensure(heardMs >= lastMs, `heardMs went back from ${lastMs} to ${heardMs}`);
        ensure(
          heardMs <= writtenMs + sampleMs,
          `heardMs is ${heardMs}, but only ${writtenMs} ms were written`,
        );
        const passedMs = (step + 1) * 10;
        ensure(heardMs <= passedMs + toleranceMs, `heardMs is ${heardMs} after only ${passedMs} ms`);
        lastMs = heardMs;
      }
    },

    'clear tells how much was heard, and nothing is heard after it': async ({ sink, advance }) => {
      void sink.write(noise(1000, sink.format));
      await advance(300);
      const { heardMs } = await cleared({ sink, advance });
      ensureHeard('clear() 300 ms into speech', heardMs, 300);
      ensure(
        Math.abs(sink.heardMs - heardMs) < sampleMs,
        `clear() told ${heardMs}, but heardMs is ${sink.heardMs} right after it`,
      );
      await advance(2000);
      ensure(
        Math.abs(sink.heardMs - heardMs) < sampleMs,
        `after clear() told ${heardMs}, heardMs went on to ${sink.heardMs}`,
      );
    },

    'clear resolves pending writes and drains': async ({ sink, advance }) => {
      const write = watch(sink.write(noise(5000, sink.format)));
      const drain = watch(sink.drain());
      await advance(100);
      await cleared({ sink, advance });
      await advance(0);
      ensure(write.state === 'resolved', `a write pending at clear() must resolve, but it is ${write.state}`);
      ensure(drain.state === 'resolved', `a drain pending at clear() must resolve, but it is ${drain.state}`);
    },

    'clear of a silent sink changes nothing, and may be repeated': async ({ sink, advance }) => {
      ensure((await cleared({ sink, advance })).heardMs === 0, 'clear() of a new sink must tell heardMs 0');
      void sink.write(noise(100, sink.format));
      await advance(500);
      const beforeMs = sink.heardMs;
      for (const time of ['first', 'second']) {
        const { heardMs } = await cleared({ sink, advance });
        ensure(
          Math.abs(heardMs - beforeMs) < sampleMs,
          `the ${time} clear() told ${heardMs} instead of ${beforeMs}`,
        );
      }
    },

    'plays on after clear, counting on': async ({ sink, advance }) => {
      void sink.write(noise(1000, sink.format));
      await advance(200);
      const { heardMs } = await cleared({ sink, advance });
      void sink.write(noise(200, sink.format));
      await advance(200 + 2 * toleranceMs);
      ensure(
        Math.abs(sink.heardMs - heardMs - 200) < sampleMs,
        `200 ms written after clear() at ${heardMs} must bring heardMs to ${heardMs + 200}, but it is ${sink.heardMs}`,
      );
    },

    'drain resolves when everything was heard, not before': async ({ sink, advance }) => {
      const empty = watch(sink.drain());
      await advance(0);
      ensure(empty.state === 'resolved', 'drain() of a silent sink must resolve at once');
      void sink.write(noise(500, sink.format));
      const drain = watch(sink.drain());
      await advance(500 - 2 * toleranceMs);
      ensure(drain.state === 'pending', `drain() resolved early, at heardMs ${sink.heardMs} of 500`);
      await advance(4 * toleranceMs);
      ensure(drain.state === 'resolved', `drain() still waits at heardMs ${sink.heardMs} of 500`);
    },

    'drain obeys its signal without disturbing what plays': async ({ sink, advance }) => {
      void sink.write(noise(500, sink.format));
      const controller = new AbortController();
      const drain = watch(sink.drain({ signal: controller.signal }));
      await advance(100);
      controller.abort();
      await advance(0);
      ensure(
        drain.state === 'rejected',
        `drain() must reject when its signal aborts, but it is ${drain.state}`,
      );
      ensureCode('an aborted drain()', drain.error, 'ERR_ABORTED');
      await advance(500);
      ensureHeard('after an aborted drain()', sink.heardMs, 500);
    },

    'refuses half a sample': async ({ sink }) => {
      if (sink.format.encoding !== 'pcm_s16le') return;
      const error = await rejection('a write of 3 bytes of 16-bit PCM', sink.write(new Uint8Array(3)));
      ensureCode('a write of 3 bytes of 16-bit PCM', error, 'ERR_BAD_AUDIO');
    },
  });
}

async function cleared({ sink, advance }: AudioSinkSubject): Promise<{ heardMs: number }> {
  const clear = sink.clear();
  const watched = watch(clear);
  for (let step = 0; step < 50 && watched.state === 'pending'; step++) await advance(step === 0 ? 0 : 10);
  ensure(watched.state !== 'pending', 'clear() must settle within 500 ms');
  return clear;
}

/** Something that is not silence, `ms` long. */
function noise(ms: number, format: AudioFormat): Uint8Array {
  return Uint8Array.from({ length: msToBytes(ms, format) }, (_, i) => (i * 73 + 17) & 0xff);
}
