import type { Clock } from '@rechka/core';
import { Synthesizer } from '@rechka/proto/tts';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import { onlyRequest } from '../../grpc/server-call.js';
import type { LatencyProfile } from '../../latency/profile.js';
import type { RequestRate } from '../request-rate.js';
import type { SpeakingVoice } from './speaking-voice.js';
import { synthesizeStream } from './stream-synthesis.js';
import type { ResolvedTtsOptions } from './tts-options.js';
import { synthesizeUtterance } from './utterance-synthesis.js';

export interface TtsServiceOptions extends Omit<
  ResolvedTtsOptions,
  'voice' | 'audible' | 'maxRequestsPerSecond'
> {
  /** What is heard: tone speech, or speech for people. */
  speakingVoice: SpeakingVoice;
  folderId: string;
  clock: Clock;
  /** How long each call takes. */
  latency: LatencyProfile;
  /** The quota of requests. */
  requestRate: RequestRate;
}

/** SpeechKit synthesis: one utterance a request, or a stream of text. */
export function serveTts(router: GrpcRouter, options: TtsServiceOptions): void {
  router.route(Synthesizer.utteranceSynthesis, { service: 'tts' }, async (call) => {
    options.requestRate.take();
    const request = await onlyRequest(call);
    call.note({ type: 'options', options: request });
    await synthesizeUtterance(call, request, options);
  });
  router.route(Synthesizer.streamSynthesis, { service: 'tts' }, async (call) => {
    options.requestRate.take();
    await synthesizeStream(call, options);
  });
}
