import { status } from '@grpc/grpc-js';
import type { Clock } from '@rechka/core';
import { Synthesizer, type StreamSynthesisRequest, type UtteranceSynthesisRequest } from '@rechka/proto/tts';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import { onlyRequest, type CallContext, type ServerCall } from '../../grpc/server-call.js';
import type { Latencies, LatencySampler } from '../../latency/latency-sampler.js';
import { pause } from '../../pause.js';
import { Refusal } from '../../refusal.js';
import type { ToneVoice } from '../../tone-speech/index.js';
import { audioOutput, type AudioOutput } from './audio-output.js';
import { SentenceBuffer } from './sentence-buffer.js';
import { Speaker, type SpokenPart } from './speaker.js';
import { splitSentences, splitText } from './split-text.js';
import { readHints, readSynthesisOptions } from './synthesis-options.js';
import type { RequestIds } from './voices.js';

export interface TtsServiceOptions {
  /** The tone voice of the bot. */
  voice: ToneVoice;
  /** Whether responses carry word timings. */
  wordTimings: boolean;
  /** One message for an utterance, as recorded, or one for each sentence. */
  messages: 'utterance' | 'sentence';
  folderId: string;
  clock: Clock;
  latencies: Latencies;
}

/** Longest text of a request (limits page). Spaces and markup count. */
const maxChars = 250;
/** Longest text with `unsafe_mode`, and of a `StreamSynthesis` call; whether the latter is per message is not known. */
const maxLongChars = 5000;

/** SpeechKit synthesis in tone speech: one utterance a request, or a stream of text. */
export function serveTts(router: GrpcRouter, options: TtsServiceOptions): void {
  router.route(Synthesizer.utteranceSynthesis, { service: 'tts' }, async (call) => {
    const request = await onlyRequest(call);
    call.note({ type: 'options', options: request });
    await synthesizeUtterance(call, request, options);
  });
  router.route(Synthesizer.streamSynthesis, { service: 'tts' }, (call) => synthesizeStream(call, options));
}

type SynthesisCall = Pick<ServerCall<unknown, SpokenPart>, 'send' | 'note' | 'signal'> & CallContext;

async function synthesizeUtterance(
  call: SynthesisCall,
  request: UtteranceSynthesisRequest,
  options: TtsServiceOptions,
): Promise<void> {
  const { text, textTemplate, unsafeMode, outputAudioSpec } = request;
  if (textTemplate !== undefined)
    throw new Refusal(status.UNIMPLEMENTED, 'The emulator has no text templates yet');
  readHints(request, idsOf(call, options));
  const output = audioOutput(outputAudioSpec);
  if (text === undefined || text.trim() === '') throw invalid('Text for synthesis is empty');
  checkLength(text.length, unsafeMode ? maxLongChars : maxChars);

  const parts = unsafeMode
    ? splitText(text, maxChars)
    : options.messages === 'sentence'
      ? splitSentences(text)
      : [text];
  const speaker = new Speaker({ ...options, output, knownLength: parts.length === 1 });
  const latency = options.latencies();
  for (const [index, part] of parts.entries()) {
    await say(call, speaker, part, {
      first: index === 0,
      last: index === parts.length - 1,
      options,
      latency,
    });
  }
  if (speaker.silent) throw invalid('Text for synthesis has nothing to say but markup');
}

async function synthesizeStream(
  call: ServerCall<StreamSynthesisRequest, SpokenPart>,
  options: TtsServiceOptions,
): Promise<void> {
  let speaker: Speaker | undefined;
  let first = true;
  let chars = 0;
  const buffer = new SentenceBuffer(maxChars);
  const latency = options.latencies();
  const speak = async (parts: readonly string[]) => {
    if (speaker === undefined) return;
    for (const part of parts) {
      await say(call, speaker, part, { first, last: false, options, latency });
      first = false;
    }
  };

  for await (const request of call.requests) {
    if (request.options !== undefined) {
      if (speaker !== undefined) throw invalid('options must be sent only once, in the first message');
      call.note({ type: 'options', options: request.options });
      readSynthesisOptions(request.options, idsOf(call, options));
      const output: AudioOutput = audioOutput(request.options.outputAudioSpec);
      speaker = new Speaker({ ...options, output, knownLength: false });
      continue;
    }
    if (speaker === undefined) throw invalid('The first message must be options');
    if (request.synthesisInput !== undefined) {
      chars += request.synthesisInput.text.length;
      checkLength(chars, maxLongChars);
      await speak(buffer.push(request.synthesisInput.text));
    } else if (request.forceSynthesis !== undefined) {
      await speak(buffer.flush());
    }
  }
  await speak(buffer.flush());
}

async function say(
  call: SynthesisCall,
  speaker: Speaker,
  text: string,
  {
    first,
    last,
    options,
    latency,
  }: { first: boolean; last: boolean; options: TtsServiceOptions; latency: LatencySampler },
): Promise<void> {
  const spoken = speaker.speak(text, { last });
  if (spoken === undefined) return;
  const startMs = first ? latency.ms('roundTripMs', 'ttsFirstAudioMs') : 0;
  await pause(options.clock, startMs + text.length * latency.ms('ttsPerCharacterMs'), call.signal);
  call.note({ type: 'text', text });
  call.send(spoken);
}

function idsOf({ requestId, clientRequestId }: CallContext, { folderId }: TtsServiceOptions): RequestIds {
  return { internalId: requestId, requestId, clientRequestId, folderId };
}

function checkLength(chars: number, most: number): void {
  if (chars > most) throw invalid(`Text is too long: ${chars} characters, at most ${most} are allowed`);
}

function invalid(message: string): Refusal {
  return new Refusal(status.INVALID_ARGUMENT, message);
}
