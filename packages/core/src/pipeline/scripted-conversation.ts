import { pcm } from '../audio/audio-format.js';
import type { VoiceError } from '../errors/voice-error.js';
import type { AudioChunk, Call, CallSignal } from '../ports/call.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import type { AsyncQueue } from '../streams/async-queue.js';
import { manualClock, type ManualClock } from '../testing/manual-clock.js';
import { plainLanguage } from '../testing/plain-language.js';
import { scriptedLine } from '../testing/scripted-line.js';
import { scriptedStt } from '../testing/scripted-stt.js';
import { scriptedTts, type ScriptedTts } from '../testing/scripted-tts.js';
import type { VoicePipelineOptions } from './options.js';
import type { PipelineEvent } from './pipeline-events.js';
import type { Turn } from './turn.js';
import { VoicePipeline } from './voice-pipeline.js';

export const format = pcm(8000);
/** The scripted voice takes this long for each character. */
export const charMs = 50;

export const language = plainLanguage();

/** A voice with word timings and a first audio after 100 ms. `fail` makes texts that contain it fail. */
export function scriptedVoice(clock: ManualClock, fail?: string): ScriptedTts {
  return scriptedTts({ clock, charMs, failOn: fail });
}

/** A pipeline whose providers, line and clock are in the hands of a test. */
export function conversation(
  options: Partial<VoicePipelineOptions> & { failOn?: string } = {},
  line: Partial<Call> = {},
  clock = manualClock(),
) {
  const stt = scriptedStt();
  const scripted = scriptedLine({ clock, format });
  const call: Call = { ...scripted.call, ...line };
  const tts = scriptedVoice(clock, options.failOn);
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
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
  return {
    clock,
    ears: { push: (event: SttEvent) => stt.tell(event), fail: (error: VoiceError) => stt.fail(error) },
    line: scripted.call.input as unknown as AsyncQueue<AudioChunk>,
    signals: scripted.call.signals as AsyncQueue<CallSignal>,
    pipeline,
    sink: scripted.call.output,
    events,
    stt,
    tts,
    scripted,
    isHungUp: () => scripted.released,
    /** What has been said so far, for `ms`. */
    partial: (text: string, ms = 500) => stt.partial(text, ms),
    /** Ends the utterance of which only partials came. */
    fallsSilent: () => stt.fallsSilent(),
    /** A whole utterance, ended at this moment. */
    says: (text: string) => stt.says(text),
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
