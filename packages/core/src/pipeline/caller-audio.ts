import { createConverter } from '../audio/audio-converter.js';
import { bytesToMs, msToBytes, pcm, type AudioFormat } from '../audio/audio-format.js';
import { levelDbfs } from '../audio/level.js';
import { pcmToSamples } from '../audio/pcm16.js';
import { silence } from '../audio/silence.js';
import type { Timeline } from '../audio/timeline.js';
import type { AudioChunk, AudioSource } from '../ports/call.js';
import type { Clock } from '../time/clock.js';
import { leaveEarly } from '../streams/leave-early.js';

/** No line tells of more loss than this at once but by mistake: 5 minutes, a session of the recogniser. */
const maxLostMs = 300_000;
/** Silence for lost audio is written in pieces like those that sound comes in. */
const silencePieceMs = 100;

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
  /** Told what is known to be lost, by its place on the caller's timeline. */
  gap: (gap: { startMs: number; endMs: number }) => void;
  /** Told how loud the caller's audio is, by its place on their timeline; not asked for, not reckoned. */
  level?: ((level: { startMs: number; endMs: number; levelDbfs: number }) => void) | undefined;
}): Promise<void> {
  const { input, format, write, timeline, clock, signal, gap, level } = options;
  const converter = createConverter(input.format, format);
  const toPcm = createConverter(input.format, pcm(input.format.sampleRateHz));
  const pieceBytes = msToBytes(silencePieceMs, input.format);
  const nothing = new Uint8Array(0);
  const iterator = input[Symbol.asyncIterator]();
  const stop = () => void leaveEarly(() => iterator);
  const take = (data: Uint8Array) => {
    const converted = converter.push(data);
    if (converted.byteLength > 0) write(converted);
  };
  const tellLevel = (data: Uint8Array) => {
    const samples = toPcm.push(data);
    if (samples.byteLength === 0) return;
    const endMs = timeline.takenMs;
    const startMs = endMs - bytesToMs(data.byteLength, input.format);
    level?.({ startMs, endMs, levelDbfs: levelDbfs(pcmToSamples(samples)) });
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (let next = await iterator.next(); !next.done && !signal.aborted; next = await iterator.next()) {
      const { data, lostMs = 0 }: AudioChunk = next.value;
      // Written as it comes; counted in samples, as it is written, or rounding would add up over a call.
      const lost = lostMs > 0 ? silence(Math.min(lostMs, maxLostMs), input.format) : nothing;
      for (let at = 0; at < lost.byteLength; at += pieceBytes) take(lost.subarray(at, at + pieceBytes));
      if (lost.byteLength > 0) {
        const startMs = timeline.takenMs;
        gap({ startMs, endMs: startMs + bytesToMs(lost.byteLength, input.format) });
      }
      timeline.advance(bytesToMs(lost.byteLength + data.byteLength, input.format), clock.now());
      take(data);
      if (level) tellLevel(data);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    const rest = converter.flush();
    if (!signal.aborted && rest.byteLength > 0) write(rest);
  }
}
