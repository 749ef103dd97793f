import { describe, expect, it } from 'vitest';
import { type AudioFormat, bytesToMs, msToBytes, pcm, checkWholeSamples } from '../audio/audio-format.js';
import type { SpeechToText, SttEvent, SttOpenOptions, SttStream } from '../ports/speech-to-text.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from './manual-clock.js';
import { speechToTextConformance, type SpeechToTextSubject } from './speech-to-text-conformance.js';
import { violations } from './violations.js';

/** A recogniser of bursts: an utterance is a run of non-zero bytes, 500 ms of zeros end it. */
class BurstStream implements SttStream {
  readonly events: AsyncQueue<SttEvent>;
  readonly #options: SttOpenOptions;
  readonly #edit: (event: SttEvent) => SttEvent[];
  #bytes = 0;
  #speechMs: number | undefined;
  #lastLoudMs = 0;
  #count = 0;

  constructor(options: SttOpenOptions, edit: (event: SttEvent) => SttEvent[]) {
    this.#options = options;
    this.#edit = edit;
    this.events = new AsyncQueue();
    if (options.signal?.aborted) this.events.end();
    options.signal?.addEventListener('abort', () => this.events.end());
  }

  [Symbol.asyncIterator]() {
    return this.events[Symbol.asyncIterator]();
  }

  write(chunk: Uint8Array): void {
    const { format, endpointing } = this.#options;
    checkWholeSamples(chunk, format);
    const step = msToBytes(10, format);
    for (let at = 0; at < chunk.length; at += step) {
      const frame = chunk.subarray(at, at + step);
      const fromMs = bytesToMs(this.#bytes, format);
      this.#bytes += frame.length;
      if (frame.some((byte) => byte !== 0)) {
        if (this.#speechMs === undefined) {
          this.#speechMs = fromMs;
          this.#tell({ type: 'speech-start', utterance: this.#count, atMs: fromMs });
        }
        this.#lastLoudMs = bytesToMs(this.#bytes, format);
        const throughMs = this.#lastLoudMs;
        this.#tell({
          type: 'transcript-partial',
          utterance: this.#count,
          text: 'beep',
          stableChars: 0,
          throughMs,
        });
      } else if (
        this.#speechMs !== undefined &&
        fromMs - this.#lastLoudMs >= 500 &&
        endpointing?.type !== 'external'
      ) {
        this.#end('classifier');
      }
    }
  }

  endUtterance(): void {
    this.#end('requested');
  }

  finish(): Promise<void> {
    this.#end('timeout');
    this.events.end();
    return Promise.resolve();
  }

  #end(cause: 'classifier' | 'requested' | 'timeout'): void {
    if (this.#speechMs === undefined) return;
    const times = { startMs: this.#speechMs, endMs: this.#lastLoudMs };
    const index = this.#count;
    this.#tell({
      type: 'transcript-final',
      utterance: index,
      index,
      text: 'beep',
      words: [{ text: 'beep', ...times }],
      ...times,
    });
    this.#tell({ type: 'transcript-refined', index, text: 'Beep.' });
    this.#tell({ type: 'utterance-end', utterance: index, atMs: this.#lastLoudMs, cause });
    this.#count++;
    this.#speechMs = undefined;
  }

  #tell(event: SttEvent): void {
    for (const edited of this.#edit(event)) this.events.push(edited);
  }
}

function audio(format: AudioFormat): Uint8Array {
  const data = new Uint8Array(msToBytes(4000, format));
  for (const fromMs of [300, 2000]) data.fill(64, msToBytes(fromMs, format), msToBytes(fromMs + 500, format));
  return data;
}

function bytesOf({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

interface Fault {
  edit?: (event: SttEvent) => SttEvent[];
  stream?: (stream: BurstStream, options: SttOpenOptions) => Partial<SttStream>;
}

function suite({ edit = (event) => [event], stream: fault }: Fault = {}) {
  return speechToTextConformance((): SpeechToTextSubject => {
    const clock = manualClock();
    const stt: SpeechToText = {
      formats: [pcm(16_000), pcm(8000)],
      open(options) {
        const stream = new BurstStream(options, edit);
        return Object.assign(stream, fault?.(stream, options));
      },
    };
    return { stt, audio, utterances: 2, advance: (ms) => clock.advance(ms) };
  });
}

/** Changes events of one type. */
function change<T extends SttEvent['type']>(
  type: T,
  by: (event: Extract<SttEvent, { type: T }>) => SttEvent[],
): Fault {
  return { edit: (event) => (event.type === type ? by(event as Extract<SttEvent, { type: T }>) : [event]) };
}

describe('speechToTextConformance', () => {
  it('passes a sound recogniser', async () => {
    expect(await violations(suite())).toEqual({});
  });

  it.each<[string, Fault, string]>([
    [
      'ends an utterance twice',
      change('utterance-end', (event) => [event, event]),
      'after its utterance-end',
    ],
    ['forgets to end one', change('utterance-end', () => []), 'utterance-ends'],
    ['gives empty finals', change('transcript-final', (event) => [{ ...event, text: ' ' }]), 'is empty'],
    ['repeats an index', change('transcript-final', (event) => [{ ...event, index: 0 }]), 'has index'],
    [
      'swaps times',
      change('transcript-final', (event) => [{ ...event, startMs: event.endMs, endMs: event.startMs }]),
      'before it starts',
    ],
    [
      'restarts times',
      change('transcript-partial', (event) => [{ ...event, throughMs: event.throughMs % 600 }]),
      'went back',
    ],
    ['hears the future', change('speech-start', (event) => [{ ...event, atMs: 1e6 }]), 'outside of the'],
    [
      'refines what it did not say',
      change('transcript-refined', (event) => [{ ...event, index: 9 }]),
      'finals came before it',
    ],
    [
      'skips a number',
      change('speech-start', (event) => [{ ...event, utterance: event.utterance * 2 + 1 }]),
      'one by one',
    ],
    [
      'puts words outside of their final',
      change('transcript-final', (event) => [{ ...event, words: [{ text: 'x', startMs: 0, endMs: 1e5 }] }]),
      'outside of its final',
    ],
    [
      'promises more stable text than there is',
      change('transcript-partial', (event) => [{ ...event, stableChars: 99 }]),
      'stableChars',
    ],
    ['ignores requests', { stream: () => ({ endUtterance: () => undefined }) }, "instead of 'requested'"],
    [
      'does not finish',
      { stream: () => ({ finish: () => new Promise<never>(() => undefined) }) },
      'took longer',
    ],
    [
      'keeps finals from a listener',
      {
        stream: (stream) => ({
          listen: (listener) =>
            stream.events.listen({
              next: (event) => {
                if (event.type !== 'transcript-final' && event.type !== 'transcript-refined') {
                  listener.next(event);
                }
              },
              ended: (error) => listener.ended(error),
            }),
        }),
      },
      'a listener ""',
    ],
    [
      'does not tell a listener of the end',
      {
        stream: (stream) => ({
          listen: (listener) =>
            stream.events.listen({ next: (event) => listener.next(event), ended: () => undefined }),
        }),
      },
      'took longer',
    ],
    [
      'does not refuse a listener beside a loop',
      {
        stream: (stream) => ({
          listen: (listener) => {
            try {
              stream.events.listen(listener);
            } catch {
              listener.ended(undefined);
            }
          },
        }),
      },
      'listen() beside a loop threw nothing',
    ],
    [
      'takes samples for bytes',
      {
        stream: (stream) => ({ write: (chunk) => BurstStream.prototype.write.call(stream, bytesOf(chunk)) }),
      },
      'an Int16Array threw nothing',
    ],
    [
      'takes half a sample',
      {
        stream: (stream) => ({
          write: (chunk) => {
            const whole = chunk instanceof Uint8Array ? chunk.subarray(0, chunk.byteLength & ~1) : chunk;
            BurstStream.prototype.write.call(stream, whole);
          },
        }),
      },
      'half a sample threw nothing',
    ],
    ['stays open', { stream: () => ({ finish: () => Promise.resolve() }) }, 'took longer'],
  ])('finds a recogniser that %s', async (_, fault, message) => {
    expect(Object.values(await violations(suite(fault))).join('\n')).toContain(message);
  });

  it('finds a recogniser whose write throws after an abort', async () => {
    const fault: Fault = {
      stream: (stream, { signal }) => ({
        write(chunk) {
          signal?.throwIfAborted();
          BurstStream.prototype.write.call(stream, chunk);
        },
      }),
    };
    await expect(violations(suite(fault))).rejects.toThrow('abort');
  });
});
