import type { Clock } from '@rechka/core';
import { Recognizer } from '@rechka/proto/stt';
import type { GrpcRouter } from '../../grpc/grpc-router.js';
import type { LatencyProfile } from '../../latency/profile.js';
import { RequestRate } from '../request-rate.js';
import type { ResolvedSttOptions } from './stt-options.js';
import { SttSession, type SttSessionOptions } from './stt-session.js';

export interface SttServiceOptions extends ResolvedSttOptions {
  clock: Clock;
  latency: LatencyProfile;
}

/** SpeechKit streaming recognition: hears tone speech in the audio it gets, and a script in other speech. */
export function serveStt(router: GrpcRouter, options: SttServiceOptions): void {
  const { ordinarySpeech } = options;
  let lines = 0;
  const nextLine = () => ordinarySpeech[lines++ % ordinarySpeech.length];
  const settings: SttSessionOptions = { ...options, ...(ordinarySpeech.length > 0 && { nextLine }) };
  const newStreams = new RequestRate('stt', {
    clock: options.clock,
    perSecond: options.maxNewStreamsPerSecond,
  });
  router.route(Recognizer.recognizeStreaming, { service: 'stt' }, async (call) => {
    newStreams.take();
    await new SttSession(call, settings).run();
  });
}
