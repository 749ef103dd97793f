import {
  type AudioFormat,
  bytesPerSample,
  bytesToMs,
  checkFormat,
  msToBytes,
} from '../audio/audio-format.js';
import { isVoiceError } from '../errors/voice-error.js';
import type { Endpointing, SpeechToText, SttEvent, SttStream } from '../ports/speech-to-text.js';
import { readAll } from '../streams/read-all.js';
import {
  casesOf,
  type ConformanceCase,
  type ConformanceSubject,
  ensure,
  ensureFormats,
  watch,
  within,
} from './conformance.js';
import { ensureSttContract } from './stt-contract.js';

export interface SpeechToTextSubject extends ConformanceSubject {
  stt: SpeechToText;
  /**
   * Caller audio with at least two utterances, each followed by a pause that ends it. Whole samples of `format`.
   */
  audio: (format: AudioFormat) => Uint8Array;
  /** How many utterances the audio has. */
  utterances: number;
  /** Default: the implementation's own. */
  endpointing?: Endpointing;
  /** Whether `external` endpointing is supported. Default true. */
  external?: boolean;
}

const chunkMs = 100;
const finishMs = 10_000;

/** What a {@link SpeechToText} promises of its events, of `write`, `finish` and its signal. */
export function speechToTextConformance(
  make: () => SpeechToTextSubject | Promise<SpeechToTextSubject>,
): readonly ConformanceCase[] {
  return casesOf(make, {
    'offers formats that can be used': async ({ stt: { formats } }) =>
      ensureFormats(() => formats.forEach((format) => checkFormat('formats', format)), formats.length),

    'hears every utterance and ends each exactly once': async (subject) => {
      const { events } = await recognise(subject, firstFormat(subject));
      const ends = events.filter(({ type }) => type === 'utterance-end').length;
      ensure(
        ends === subject.utterances,
        `there were ${subject.utterances} utterances, but ${ends} utterance-ends`,
      );
      const heard = new Set(
        events.flatMap((event) => (event.type === 'transcript-final' ? [event.utterance] : [])),
      );
      ensure(
        heard.size === subject.utterances,
        `only ${heard.size} of ${subject.utterances} utterances have a final`,
      );
    },

    'numbers, orders and times its events as promised': async (subject) => {
      const { events, audioMs } = await recognise(subject, firstFormat(subject));
      ensureSttContract(events, audioMs);
    },

    'tells a listener, if it may have one, what a loop is told, and nobody beside a loop': async (
      subject,
    ) => {
      const format = firstFormat(subject);
      const { events, audioMs } = await recognise(subject, format);
      const heard = await recognise(subject, format, readAll);
      ensureSttContract(heard.events, audioMs);
      const textsOf = (all: readonly SttEvent[]) =>
        all.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : [])).join(' | ');
      ensure(
        textsOf(heard.events) === textsOf(events),
        `a loop was told "${textsOf(events)}", a listener "${textsOf(heard.events)}"`,
      );
      const { stream, done } = listen(subject, format);
      if (stream.listen !== undefined) {
        const refused = codeThrownBy(() =>
          stream.listen?.({ next: () => undefined, ended: () => undefined }),
        );
        ensure(refused === 'ERR_MISUSE', `listen() beside a loop threw ${refused} instead of ERR_MISUSE`);
      }
      await finish(subject, stream, done);
    },

    'hears in every format it offers': async (subject) => {
      for (const format of subject.stt.formats) {
        const { events, audioMs } = await recognise(subject, format);
        const heard = events.some(({ type }) => type === 'transcript-final');
        ensure(heard, `nothing was heard in ${format.encoding} at ${format.sampleRateHz} Hz`);
        ensureSttContract(events, audioMs);
      }
    },

    'ends an utterance on request with external endpointing': async (subject) => {
      if (subject.external === false) return;
      const format = firstFormat(subject);
      const { stream, events, done } = listen(subject, format, { endpointing: { type: 'external' } });
      await feed(subject, stream, format);
      stream.endUtterance();
      await finish(subject, stream, done);
      const end = events.find((event) => event.type === 'utterance-end');
      ensure(end !== undefined, 'endUtterance() brought no utterance-end');
      ensure(
        end?.cause === 'requested',
        `the utterance ended by ${end?.cause ?? 'nothing'} instead of 'requested'`,
      );
      ensureSttContract(events, bytesToMs(subject.audio(format).byteLength, format));
    },

    'takes a burst of audio without waiting or throwing': async (subject) => {
      const format = firstFormat(subject);
      const { stream, done } = listen(subject, format);
      const audio = subject.audio(format);
      const step = msToBytes(chunkMs, format);
      for (let at = 0; at < audio.byteLength; at += step) stream.write(audio.subarray(at, at + step));
      await finish(subject, stream, done);
    },

    'refuses what is not bytes, and half samples': async (subject) => {
      const format = firstFormat(subject);
      const { stream, done } = listen(subject, format);
      const samples = new Int16Array(160) as unknown as Uint8Array;
      for (const [what, chunk] of [
        ['an Int16Array', samples],
        ['half a sample', new Uint8Array(msToBytes(chunkMs, format) + 1)],
      ] as const) {
        // Of one byte each there are no halves.
        if (what === 'half a sample' && bytesPerSample(format) === 1) continue;
        const refused = codeThrownBy(() => stream.write(chunk));
        ensure(refused === 'ERR_BAD_AUDIO', `a write of ${what} threw ${refused} instead of ERR_BAD_AUDIO`);
      }
      await finish(subject, stream, done);
    },

    'ends its iteration without an error when its signal aborts, and takes late audio in silence': async (
      subject,
    ) => {
      const format = firstFormat(subject);
      const controller = new AbortController();
      const { stream, done } = listen(subject, format, { signal: controller.signal });
      stream.write(subject.audio(format).subarray(0, msToBytes(chunkMs, format)));
      await subject.advance(chunkMs);
      controller.abort();
      await within(subject, 2000, 'the end of iteration after an abort', done);
      stream.write(new Uint8Array(msToBytes(chunkMs, format)));
      stream.endUtterance();
      await within(subject, 2000, 'finish() after an abort', stream.finish({ deadlineMs: 1000 }));
    },

    'opens nothing with a signal that is aborted already': async (subject) => {
      const { done, events } = listen(subject, firstFormat(subject), { signal: AbortSignal.abort() });
      await within(subject, 2000, 'the end of iteration of an aborted stream', done);
      ensure(events.length === 0, `an aborted stream told ${events[0]?.type ?? 'something'}`);
    },

    'finishes without any audio, and tells nothing': async (subject) => {
      const { stream, events, done } = listen(subject, firstFormat(subject));
      await finish(subject, stream, done);
      const told = events.find(({ type }) => type !== 'recovering' && type !== 'recovered');
      ensure(told === undefined, `there was no audio, but there was ${told?.type ?? 'nothing'}`);
    },

    'finish resolves by its deadline': async (subject) => {
      const format = firstFormat(subject);
      const { stream, done } = listen(subject, format);
      stream.write(subject.audio(format));
      await within(subject, 500 + chunkMs, 'finish({ deadlineMs: 500 })', stream.finish({ deadlineMs: 500 }));
      await within(subject, 2000, 'the end of iteration after finish()', done);
    },
  });
}

function firstFormat({ stt }: SpeechToTextSubject): AudioFormat {
  const [format] = stt.formats;
  if (format === undefined) throw new TypeError('formats is empty');
  return format;
}

interface Listening {
  stream: SttStream;
  events: SttEvent[];
  /** Settles with the iteration. */
  done: Promise<void>;
}

function listen(
  subject: SpeechToTextSubject,
  format: AudioFormat,
  options: { endpointing?: Endpointing; signal?: AbortSignal } = {},
  read: typeof readAll<SttEvent> = readLoop,
): Listening {
  const stream = subject.stt.open({
    format,
    ...(subject.endpointing === undefined ? {} : { endpointing: subject.endpointing }),
    ...options,
  });
  const events: SttEvent[] = [];
  const done = read(stream, (event) => events.push(event));
  // A failure is reported where `done` is awaited; until then it is not unhandled.
  watch(done);
  return { stream, events, done };
}

function codeThrownBy(act: () => void): string {
  try {
    act();
    return 'nothing';
  } catch (error) {
    return isVoiceError(error) ? error.code : String(error);
  }
}

async function readLoop(stream: AsyncIterable<SttEvent>, take: (event: SttEvent) => void): Promise<void> {
  for await (const event of stream) take(event);
}

async function feed(subject: SpeechToTextSubject, stream: SttStream, format: AudioFormat): Promise<void> {
  const audio = subject.audio(format);
  const step = msToBytes(chunkMs, format);
  for (let at = 0; at < audio.byteLength; at += step) {
    stream.write(audio.subarray(at, at + step));
    await subject.advance(chunkMs);
  }
}

async function finish(subject: SpeechToTextSubject, stream: SttStream, done: Promise<void>): Promise<void> {
  await within(subject, finishMs + chunkMs, 'finish()', stream.finish({ deadlineMs: finishMs }));
  await within(subject, 2000, 'the end of iteration after finish()', done);
}

async function recognise(
  subject: SpeechToTextSubject,
  format: AudioFormat,
  read?: typeof readAll<SttEvent>,
): Promise<{ events: readonly SttEvent[]; audioMs: number }> {
  const { stream, events, done } = listen(subject, format, {}, read);
  await feed(subject, stream, format);
  await finish(subject, stream, done);
  return { events, audioMs: bytesToMs(subject.audio(format).byteLength, format) };
}
