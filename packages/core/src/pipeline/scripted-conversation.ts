import { pcm } from '../audio/audio-format.js';
import { pacedSink } from '../audio/paced-sink.js';
import { VoiceError } from '../errors/voice-error.js';
import type { AudioChunk, Call, CallSignal } from '../ports/call.js';
import type { Language } from '../ports/language.js';
import type { SpeechToText, SttEvent } from '../ports/speech-to-text.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import { AsyncQueue } from '../streams/async-queue.js';
import { manualClock } from '../testing/manual-clock.js';
import type { VoicePipelineOptions } from './options.js';
import type { PipelineEvent } from './pipeline-events.js';
import type { Turn } from './turn.js';
import { VoicePipeline } from './voice-pipeline.js';

export const format = pcm(8000);
/** The scripted voice takes this long for each character. */
export const charMs = 50;

export const language: Language = {
  tag: 'x-test',
  segment: () => {
    let text = '';
    let start = 0;
    const cut = (end: boolean) => {
      const segments = [];
      for (
        let at = text.indexOf('. ', start);
        at >= 0 || (end && start < text.length);
        at = text.indexOf('. ', start)
      ) {
        const to = at >= 0 ? at + 2 : text.length;
        segments.push({ text: text.slice(start, to), start });
        start = to;
      }
      return segments;
    };
    return {
      push: (more) => ((text += more), cut(false)),
      end: () => cut(true),
    };
  },
  speakable: (text) => ({
    spoken: text,
    map: [{ sourceStart: 0, sourceEnd: text.length, spokenStart: 0, spokenEnd: text.length }],
  }),
  isComplete: () => 1,
  backchannels: new Set(['угу']),
  fillers: new Set(),
  phrases: { apology: 'Извините.' },
};

/** A voice with word timings and a first audio after 100 ms. `fail` makes texts that contain it fail. */
export function scriptedVoice(clock: ReturnType<typeof manualClock>, fail?: string): TextToSpeech {
  return {
    formats: [format],
    async *speak(text, { signal }): AsyncGenerator<TtsEvent> {
      let chars = 0;
      for await (const segment of text) {
        await new Promise<void>((resolve) => clock.setTimeout(resolve, 100));
        if (signal?.aborted) throw new VoiceError({ code: 'ERR_ABORTED', message: 'aborted' });
        if (fail !== undefined && segment.includes(fail)) {
          throw new VoiceError({ code: 'ERR_UNAVAILABLE', message: 'the voice is down', retryable: true });
        }
        for (const { 0: word, index } of segment.matchAll(/\S+\s*/g)) {
          const charStart = chars + index;
          const charEnd = charStart + word.trimEnd().length;
          const [startMs, endMs] = [charStart * charMs, (charStart + word.length) * charMs];
          yield { type: 'alignment', charStart, charEnd, startMs, endMs };
          yield { type: 'audio', data: new Uint8Array(word.length * charMs * 16) };
        }
        chars += segment.length;
      }
    },
  };
}

/** A pipeline whose providers, line and clock are in the hands of a test. */
export function conversation(
  options: Partial<VoicePipelineOptions> & { failOn?: string } = {},
  line: Partial<Call> = {},
  clock = manualClock(),
) {
  const ears = new AsyncQueue<SttEvent>();
  const voice = new AsyncQueue<AudioChunk>();
  const signals = new AsyncQueue<CallSignal>();
  let hungUp = false;
  const sink = pacedSink({ format, clock, send: () => undefined });
  const call: Call = {
    id: 'test',
    input: Object.assign(voice, { format }),
    output: sink,
    signals,
    hangUp: async () => {
      hungUp = true;
      voice.end();
    },
    ...line,
  };
  const stt: SpeechToText = {
    formats: [format],
    open: ({ signal }) => {
      signal?.addEventListener('abort', () => ears.end());
      return Object.assign(ears, {
        write: () => {
          if (!ears.isOpen) throw new VoiceError({ code: 'ERR_MISUSE', message: 'written after finish()' });
        },
        endUtterance: () => undefined,
        finish: async () => ears.end(),
      });
    },
  };
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts: scriptedVoice(clock, options.failOn),
    language,
    clock,
    ...options,
  });
  const events: PipelineEvent[] = [];
  for (const type of [
    'reply-ended',
    'backchannel',
    'error',
    'barge-in',
    'ducked',
    'resumed',
    'closed',
    'final-timeout',
    'dtmf',
    'speculation',
  ] as const) {
    pipeline.events.on(type, (event: PipelineEvent) => events.push(event));
  }
  let utterance = 0;
  return {
    clock,
    ears,
    line: voice,
    signals,
    pipeline,
    sink,
    events,
    isHungUp: () => hungUp,
    /** What has been said so far, for `ms`. */
    partial: (text: string, ms = 500) => {
      ears.push({ type: 'speech-start', utterance, atMs: 0 });
      return ears.push({ type: 'transcript-partial', utterance, text, stableChars: 0, throughMs: ms });
    },
    /** Ends the utterance of which only partials came. */
    fallsSilent: () => {
      ears.push({ type: 'utterance-end', utterance, atMs: 0, cause: 'classifier' });
      utterance += 1;
    },
    /** A whole utterance, ended at this moment. */
    says: (text: string) => {
      ears.push({
        type: 'transcript-final',
        utterance,
        index: utterance,
        text,
        words: [],
        startMs: 0,
        endMs: 0,
      });
      ears.push({ type: 'utterance-end', utterance, atMs: 0, cause: 'classifier' });
      utterance += 1;
    },
  };
}

/** Takes the turns and lets the body answer; collects what came out. */
export function collect(pipeline: VoicePipeline, body: (turn: Turn) => Promise<unknown>) {
  const turns: Turn[] = [];
  const ended = (async () => {
    for await (const turn of pipeline.turns()) {
      turns.push(turn);
      await body(turn);
    }
  })();
  return { turns, ended };
}
