import { type AudioFormat, bytesToMs, checkFormat, checkWholeSamples } from '../audio/audio-format.js';
import type { Alignment, TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import {
  casesOf,
  type ConformanceCase,
  type ConformanceSubject,
  ensure,
  ensureCode,
  ensureFormats,
  rejection,
  within,
} from './conformance.js';
import { TextProbe } from './text-probe.js';

export interface TextToSpeechSubject extends ConformanceSubject {
  tts: TextToSpeech;
  /** At least two segments to speak, in the implementation's language. Default: two English sentences. */
  segments?: readonly string[];
}

const englishSegments = ['Good morning, how can I help you? ', 'We are open until eight.'];
const limitMs = 20_000;
/** Providers round to milliseconds, and to packets of a codec. */
const toleranceMs = 60;

/** What a {@link TextToSpeech} promises of its audio, its alignment, the text it is given, and its signal. */
export function textToSpeechConformance(
  make: () => TextToSpeechSubject | Promise<TextToSpeechSubject>,
): readonly ConformanceCase[] {
  return casesOf(make, {
    'offers formats that can be used': async ({ tts: { formats } }) =>
      ensureFormats(() => formats.forEach((format) => checkFormat('formats', format)), formats.length),

    'gives audio of whole samples in every format it offers': async (subject) => {
      for (const format of subject.tts.formats) {
        const { events, audioMs } = await speak(subject, format);
        for (const event of events) if (event.type === 'audio') checkWholeSamples(event.data, format);
        ensure(audioMs > 0, `there was no audio in ${format.encoding} at ${format.sampleRateHz} Hz`);
      }
    },

    'aligns every spoken character, in order, with audio that exists': async (subject) => {
      const { events, audioMs } = await speak(subject, firstFormat(subject));
      ensureAlignment(alignmentsOf(events), segmentsOf(subject).join(''), audioMs);
    },

    'tells an alignment no later than the audio it describes': async (subject) => {
      const format = firstFormat(subject);
      const { events } = await speak(subject, format);
      let audioMs = 0;
      let beforeLastMs = 0;
      for (const event of events) {
        if (event.type === 'audio') {
          beforeLastMs = audioMs;
          audioMs += bytesToMs(event.data.byteLength, format);
          continue;
        }
        ensure(
          event.endMs >= beforeLastMs - toleranceMs,
          `the alignment of ${event.startMs}–${event.endMs} ms came after ${beforeLastMs} ms of audio and more`,
        );
      }
    },

    'counts from 0 in each speak': async (subject) => {
      const format = firstFormat(subject);
      const starts: (Alignment | undefined)[] = [];
      for (let time = 0; time < 2; time++)
        starts.push(alignmentsOf((await speak(subject, format)).events)[0]);
      const [first, second] = starts;
      ensure(
        first?.charStart === second?.charStart &&
          Math.abs((first?.startMs ?? 0) - (second?.startMs ?? 0)) < 500,
        'the same text spoken twice must be aligned from 0 both times',
      );
    },

    'speaks the first segment while the second is not there yet': async (subject) => {
      const text = new TextProbe(segmentsOf(subject).slice(0, 1), { endless: true });
      const iterator = subject.tts.speak(text, { format: firstFormat(subject) })[Symbol.asyncIterator]();
      await within(subject, limitMs, 'audio of the first segment', firstAudio(iterator));
      await within(subject, 2000, 'return() of the iteration', leave(iterator));
      ensure(text.closed, 'the text was not return()ed when iteration ended early');
    },

    'gives nothing for no text': async (subject) => {
      const { events } = await speak(subject, firstFormat(subject), []);
      ensure(events.length === 0, `there was no text, but there was ${events[0]?.type ?? 'nothing'}`);
    },

    'fails with ERR_ABORTED when its signal aborts, and lets go of the text': async (subject) => {
      const controller = new AbortController();
      const text = new TextProbe(segmentsOf(subject), { endless: true });
      const options = { format: firstFormat(subject), signal: controller.signal };
      const iterator = subject.tts.speak(text, options)[Symbol.asyncIterator]();
      await within(subject, limitMs, 'the first audio', firstAudio(iterator));
      controller.abort();
      const error = await within(
        subject,
        2000,
        'the end after an abort',
        rejection('an aborted speak', exhaust(iterator)),
      );
      ensureCode('an aborted speak', error, 'ERR_ABORTED');
      await subject.advance(0);
      ensure(text.closed, 'the text was not return()ed after an abort');
    },

    'fails with ERR_ABORTED at once when its signal is aborted already': async (subject) => {
      const text = new TextProbe(segmentsOf(subject));
      const options = { format: firstFormat(subject), signal: AbortSignal.abort() };
      const iterator = subject.tts.speak(text, options)[Symbol.asyncIterator]();
      const error = await within(
        subject,
        2000,
        'the end after an abort',
        rejection('an aborted speak', exhaust(iterator)),
      );
      ensureCode('an aborted speak', error, 'ERR_ABORTED');
    },
  });
}

function segmentsOf({ segments = englishSegments }: TextToSpeechSubject): readonly string[] {
  return segments;
}

function firstFormat({ tts }: TextToSpeechSubject): AudioFormat {
  const [format] = tts.formats;
  if (format === undefined) throw new TypeError('formats is empty');
  return format;
}

async function speak(
  subject: TextToSpeechSubject,
  format: AudioFormat,
  segments = segmentsOf(subject),
): Promise<{ events: TtsEvent[]; audioMs: number }> {
  const text = new TextProbe(segments);
  const events: TtsEvent[] = [];
  const done = (async () => {
    for await (const event of subject.tts.speak(text, { format })) events.push(event);
  })();
  await within(subject, limitMs, 'speaking', done);
  ensure(text.closed, 'speech ended before its text did');
  const bytes = events.reduce((sum, event) => sum + (event.type === 'audio' ? event.data.byteLength : 0), 0);
  return { events, audioMs: bytesToMs(bytes, format) };
}

function alignmentsOf(events: readonly TtsEvent[]): Alignment[] {
  return events.filter((event) => event.type === 'alignment');
}

function ensureAlignment(alignments: readonly Alignment[], text: string, audioMs: number): void {
  let char = 0;
  let ms = 0;
  for (const { charStart, charEnd, startMs, endMs } of alignments) {
    const shown = `characters ${charStart}–${charEnd} at ${startMs}–${endMs} ms`;
    ensure(
      charStart >= char && charEnd > charStart,
      `${shown}: out of order, empty, or overlapping the one before`,
    );
    ensure(charEnd <= text.length, `${shown}: the text has only ${text.length} characters`);
    ensure(startMs >= ms - toleranceMs && endMs >= startMs, `${shown}: times go back`);
    ensure(endMs <= audioMs + toleranceMs, `${shown}: there are only ${audioMs} ms of audio`);
    const skipped = text.slice(char, charStart);
    ensure(!isSpoken(skipped), `${JSON.stringify(skipped)} is not aligned with any audio`);
    char = charEnd;
    ms = startMs;
  }
  const rest = text.slice(char);
  ensure(!isSpoken(rest), `${JSON.stringify(rest)} is not aligned with any audio`);
}

function isSpoken(text: string): boolean {
  return /[\p{L}\p{N}]/u.test(text);
}

async function firstAudio(iterator: AsyncIterator<TtsEvent>): Promise<void> {
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
    if (next.value.type === 'audio' && next.value.data.byteLength > 0) return;
  }
  ensure(false, 'iteration ended without any audio');
}

async function exhaust(iterator: AsyncIterator<TtsEvent>): Promise<void> {
  while ((await iterator.next()).done !== true);
}

async function leave(iterator: AsyncIterator<TtsEvent>): Promise<void> {
  await iterator.return?.();
}
