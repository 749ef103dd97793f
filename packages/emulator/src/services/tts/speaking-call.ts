import type { ServerCall } from '../../grpc/server-call.js';
import { status } from '../../grpc/status.js';
import { LatencySampler } from '../../latency/latency-sampler.js';
import { pause } from '../../pause.js';
import { Refusal } from '../../refusal.js';
import type { AudioOutput } from './audio-output.js';
import { openAudioWriter } from './audio-writer.js';
import { Speaker, type SpokenPart, type TextPart } from './speaker.js';
import type { TtsServiceOptions } from './tts-service.js';
import type { VoiceSettings } from './voice-settings.js';

/** A call of either kind, answered in parts. */
export type SynthesisCall = Omit<ServerCall<unknown, SpokenPart>, 'requests'>;

/** Speaks into a call, as late as the latency asked for has it. */
export interface SpeakingCall {
  /** Whether nothing has been said yet. */
  readonly silent: boolean;
  say(part: TextPart, options: { last: boolean; settings?: VoiceSettings }): Promise<void>;
  /** Ends an audio whose last part was not known to be the last. */
  finish(): void;
  /** Frees what the call holds; must be called, whatever came of it. */
  close(): void;
}

interface SpeakingCallParts {
  settings: VoiceSettings;
  output: AudioOutput;
  options: TtsServiceOptions;
}

export async function speakingCall(
  call: SynthesisCall,
  { settings, output, options }: SpeakingCallParts,
): Promise<SpeakingCall> {
  const { sampleRateHz } = output;
  const { wordTimings, speakingVoice: voice, clock } = options;
  const latency = new LatencySampler(options.latency, call.random);
  const writer = await openAudioWriter(output, serialOf(call.requestId));
  const { signal } = call;
  const speaker = new Speaker({ voice, settings, writer, sampleRateHz, wordTimings, signal });
  return {
    get silent() {
      return speaker.silent;
    },
    async say(part, how) {
      const first = speaker.silent;
      const { response, samples, exact } = await speaker.speak(part, how);
      const startMs = first ? latency.ms('roundTripMs', 'ttsFirstAudioMs') : 0;
      await pause(clock, startMs + part.text.length * latency.ms('ttsPerCharacterMs'), signal);
      call.note({ type: 'text', text: part.text, ...(exact ? {} : { exact }) });
      call.send(response);
      call.progress.addAudio(samples, sampleRateHz);
    },
    finish() {
      const end = speaker.finish();
      if (end !== undefined) call.send(end);
    },
    close: () => writer.close(),
  };
}

/** The first 32 bits of the id, which is a UUID: a serial number of its own for each Ogg stream. */
function serialOf(requestId: string): number {
  return Number.parseInt(requestId.slice(0, 8), 16);
}

/** Spaces and markup count (assumed); the text of the error is assumed. */
export function checkLength(chars: number, most: number): void {
  if (chars > most) throw invalid(`Text is too long: ${chars} characters, at most ${most} are allowed`);
}

export function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
