import { describe, expect, it } from 'vitest';
import { msToBytes, pcm } from '../audio/audio-format.js';
import type { TextToSpeech, TtsEvent, TtsSpeakOptions } from '../ports/text-to-speech.js';
import { abortError, sleep } from '../time/sleep.js';
import { manualClock } from './manual-clock.js';
import { textToSpeechConformance, type TextToSpeechSubject } from './text-to-speech-conformance.js';
import { violations } from './violations.js';

interface Fault {
  edit?: (event: TtsEvent) => TtsEvent[];
  tts?: (good: TextToSpeech) => Partial<TextToSpeech>;
}

/** 10 ms of a beep for each character, after 50 ms of thought for each segment. */
function suite({ edit = (event) => [event], tts: fault }: Fault = {}) {
  return textToSpeechConformance((): TextToSpeechSubject => {
    const clock = manualClock();
    const good: TextToSpeech = {
      formats: [pcm(22_050), pcm(8000)],
      async *speak(text: AsyncIterable<string>, { format, signal }: TtsSpeakOptions) {
        if (signal?.aborted) throw abortError(signal);
        const iterator = text[Symbol.asyncIterator]();
        const aborted = new Promise<never>((_, reject) =>
          signal?.addEventListener('abort', () => reject(abortError(signal))),
        );
        aborted.catch(() => undefined);
        let char = 0;
        try {
          for (;;) {
            const next = await Promise.race([iterator.next(), aborted]);
            if (next.done === true) return;
            await sleep(clock, 50, signal);
            const charEnd = char + next.value.length;
            const alignment = { charStart: char, charEnd, startMs: char * 10, endMs: charEnd * 10 };
            yield* edit({ type: 'alignment', ...alignment });
            const data = new Uint8Array(msToBytes(next.value.length * 10, format)).fill(1);
            yield* edit({ type: 'audio', data });
            char = charEnd;
          }
        } finally {
          await iterator.return?.();
        }
      },
    };
    return { tts: { ...good, ...fault?.(good) }, advance: (ms) => clock.advance(ms) };
  });
}

function alignment(by: (event: Extract<TtsEvent, { type: 'alignment' }>) => TtsEvent[]): Fault {
  return { edit: (event) => (event.type === 'alignment' ? by(event) : [event]) };
}

/** Reads a text without ever telling it to stop. */
function keepOpen(text: AsyncIterable<string>): () => Promise<IteratorResult<string>> {
  const iterator = text[Symbol.asyncIterator]();
  return () => iterator.next();
}

describe('textToSpeechConformance', () => {
  it('passes a sound synthesiser', async () => {
    expect(await violations(suite())).toEqual({});
  });

  it.each<[string, Fault, string]>([
    ['aligns nothing', alignment(() => []), 'is not aligned'],
    ['loses a word', alignment((event) => [{ ...event, charStart: event.charStart + 5 }]), 'is not aligned'],
    [
      'counts each segment from 0',
      alignment((event) => [{ ...event, charStart: 0, charEnd: 5 }]),
      'out of order',
    ],
    [
      'aligns beyond its audio',
      alignment((event) => [{ ...event, endMs: event.endMs + 500 }]),
      'ms of audio',
    ],
    [
      'aligns beyond the text',
      alignment((event) => [{ ...event, charEnd: event.charEnd + 99 }]),
      'characters',
    ],
    ['is silent', { edit: (event) => (event.type === 'audio' ? [] : [event]) }, 'no audio'],
    ['has no formats', { tts: () => ({ formats: [] }) }, 'formats is empty'],
    [
      'waits for the whole text',
      {
        tts: (good) => ({
          async *speak(text, options) {
            const all: string[] = [];
            for await (const part of text) all.push(part);
            yield* good.speak(
              (async function* () {
                yield* all;
              })(),
              options,
            );
          },
        }),
      },
      'audio of the first segment took longer',
    ],
    [
      'ignores its signal',
      { tts: (good) => ({ speak: (text, { format }) => good.speak(text, { format }) }) },
      'took longer',
    ],
    [
      'keeps the text when its reader left',
      {
        tts: (good) => ({
          speak: (text, options) =>
            good.speak({ [Symbol.asyncIterator]: () => ({ next: keepOpen(text) }) }, options),
        }),
      },
      'was not return()ed',
    ],
  ])('finds a synthesiser that %s', async (_, fault, message) => {
    const found = await violations(suite(fault)).catch((error: unknown) => ({ error: String(error) }));
    expect(Object.values(found).join('\n')).toContain(message);
  });

  it('finds an alignment that comes too late', async () => {
    let held: TtsEvent[] = [];
    const late: Fault = {
      edit: (event) => {
        if (event.type === 'alignment') {
          held.push(event);
          return [];
        }
        const bytes = event.data.byteLength;
        const half = (bytes >> 2) << 1;
        const told = held;
        held = [];
        const halves: TtsEvent[] = [
          event.data.subarray(0, half),
          event.data.subarray(half),
          new Uint8Array(2),
        ].map((data) => ({ type: 'audio', data }));
        return [
          ...halves,
          ...told.map((one) => ({ ...one, endMs: 'endMs' in one ? one.endMs - 100 : 0 }) as TtsEvent),
        ];
      },
    };
    expect(Object.values(await violations(suite(late))).join('\n')).toContain('ms of audio and more');
  });
});
