import { status, type ClientDuplexStream, type Metadata, type ServiceError } from '@grpc/grpc-js';
import { sleep, systemClock } from '@rechka/core';
import type { Method } from '@rechka/proto/wire';
import type { Target } from './target.js';

/** What a call does, one after another: sends a message, waits, half-closes. */
export type Step<Request> = { send: Request } | { waitMs: number } | 'half-close';

/** What came of a call, as it was on the wire. */
export interface Outcome<Response> {
  messages: { atMs: number; message: Response }[];
  code: string;
  details: string;
  /** Until its end. */
  lastedMs: number;
  headers: readonly string[];
}

/** Nothing in the scenarios takes longer. */
const deadlineMs = 60_000;

/** Makes one call of any kind, without retries and without making anything nicer. */
export async function rawCall<RequestInit, Request, ResponseInit, Response>(
  target: Target,
  service: 'stt' | 'tts' | 'llm',
  method: Method<RequestInit, Request, ResponseInit, Response>,
  steps: readonly Step<RequestInit>[],
): Promise<Outcome<Response>> {
  const startMs = systemClock.now();
  const nowMs = () => Math.round(systemClock.now() - startMs);
  const metadata = await target.headers();
  const call = target.channel(service).makeBidiStreamRequest<RequestInit, Response>(
    method.path,
    (message) => Buffer.from(method.request.encode(message)),
    (bytes) => method.response.decode(bytes),
    metadata,
    { deadline: Date.now() + deadlineMs },
  );
  const outcome: Outcome<Response> = { messages: [], code: 'OK', details: '', lastedMs: 0, headers: [] };
  const ended = new Promise<void>((resolve) => {
    call.on('metadata', (received: Metadata) => (outcome.headers = Object.keys(received.getMap()).sort()));
    call.on('data', (message: Response) => outcome.messages.push({ atMs: nowMs(), message }));
    call.on('error', ({ code, details }: ServiceError) => {
      outcome.code = status[code];
      outcome.details = details;
      resolve();
    });
    call.on('end', resolve);
  });
  await Promise.race([play(call, steps), ended]);
  await ended;
  call.cancel();
  return { ...outcome, lastedMs: nowMs() };
}

async function play<Request>(
  call: ClientDuplexStream<Request, unknown>,
  steps: readonly Step<Request>[],
): Promise<void> {
  for (const step of steps) {
    if (step === 'half-close') call.end();
    else if ('send' in step) call.write(step.send);
    else await sleep(systemClock, step.waitMs);
  }
}
