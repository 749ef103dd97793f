import { createConverter } from '../audio/audio-converter.js';
import { bytesToMs, type AudioFormat } from '../audio/audio-format.js';
import { silence } from '../audio/silence.js';
import type { Timeline } from '../audio/timeline.js';
import type { AudioChunk, AudioSource } from '../ports/call.js';
import type { Clock } from '../time/clock.js';

/**
 * Feeds the caller's audio to the recogniser, converted once, with silence for what is known to be lost,
 * so that positions on the caller's timeline stay true. Resolves when the caller is gone or `signal` aborts.
 */
export async function pumpCallerAudio(options: {
  input: AudioSource;
  format: AudioFormat;
  write: (data: Uint8Array) => void;
  timeline: Timeline;
  clock: Clock;
  signal: AbortSignal;
}): Promise<void> {
  const { input, format, write, timeline, clock, signal } = options;
  const converter = createConverter(input.format, format);
  const iterator = input[Symbol.asyncIterator]();
  const stop = () => void iterator.return?.().catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (let next = await iterator.next(); !next.done && !signal.aborted; next = await iterator.next()) {
      const { data, lostMs = 0 }: AudioChunk = next.value;
      if (lostMs > 0) write(converter.push(silence(lostMs, input.format)));
      timeline.advance(lostMs + bytesToMs(data.byteLength, input.format), clock.now());
      write(converter.push(data));
    }
  } finally {
    signal.removeEventListener('abort', stop);
    const rest = converter.flush();
    if (!signal.aborted && rest.byteLength > 0) write(rest);
  }
}
