import type { EmulatorEvent } from '../emulator-log.js';
import type { CompletionRequest } from '@rechka/proto/gpt';
import { inputTokens } from '../services/gpt/check-completion.js';
import { gptRequest } from '../services/gpt/gpt-request.js';

/** What was asked of synthesis and of the model, in the units the provider bills in. */
interface ReplyUsage {
  /** Synthesis requests, and their text in units of 250 characters, rounded up for each request. */
  ttsRequests: number;
  ttsUnits: number;
  /** Requests to the model, and its tokens as the emulator counts them; the real tokenizer's counts differ. */
  llmRequests: number;
  llmInputTokens: number;
  llmOutputTokens: number;
}

/** What a call has used, in the units the provider bills in. */
export interface CallUsage extends ReplyUsage {
  /** Recognition streams, and their time in units of 15 s, rounded up for each stream. */
  sttStreams: number;
  sttUnits: number;
}

/** What a turn has used: requests that began in it, those that were thrown away among them. */
export interface TurnUsage extends ReplyUsage {
  /** How long recognition was open in this turn. It is billed by the stream, in units of 15 s, rounded up. */
  sttMs: number;
}

/** A request that was served, as far as it is billed. */
export interface BilledRequest {
  service: 'stt' | 'tts' | 'gpt';
  /** On the clock of the log; of a recognition from its session options. */
  startMs: number;
  endMs: number;
  characters: number;
  inputTokens: number;
  outputTokens: number;
}

export const sttUnitMs = 15_000;
const ttsUnitChars = 250;

/** The requests in a log that are billed. */
export function billedRequests(log: readonly EmulatorEvent[]): BilledRequest[] {
  const lastMs = log.at(-1)?.atMs ?? 0;
  return requestsOf(log).flatMap((entries) => {
    // A request without options is none that is billed: a list of models, the state of an operation.
    const options = entries.find(({ type }) => type === 'options');
    const service = options?.service;
    if (options === undefined || (service !== 'stt' && service !== 'tts' && service !== 'gpt')) return [];
    const texts = entries.filter((entry) => entry.type === 'text');
    return {
      service,
      startMs: options.atMs,
      endMs: entries.find(({ type }) => type === 'call-end')?.atMs ?? lastMs,
      characters: texts.map(({ text }) => text).join(' ').length,
      inputTokens:
        service === 'gpt' && options.type === 'options'
          ? inputTokens(gptRequest(options.options as CompletionRequest, 'grpc'))
          : 0,
      outputTokens: sum(texts, ({ tokens = 0 }) => tokens),
    };
  });
}

/** Adds up what a call has used. */
export function callUsage(requests: readonly BilledRequest[]): CallUsage {
  const streams = requests.filter(({ service }) => service === 'stt');
  return {
    sttStreams: streams.length,
    sttUnits: sum(streams, ({ startMs, endMs }) => Math.max(1, Math.ceil((endMs - startMs) / sttUnitMs))),
    ...replyUsage(requests),
  };
}

/** What of it falls into a stretch of time. */
export function turnUsage(requests: readonly BilledRequest[], fromMs: number, toMs: number): TurnUsage {
  const streams = requests.filter(({ service }) => service === 'stt');
  const shared = sum(streams, ({ startMs, endMs }) =>
    Math.max(0, Math.min(endMs, toMs) - Math.max(startMs, fromMs)),
  );
  return {
    sttMs: Math.round(shared),
    ...replyUsage(requests.filter(({ startMs }) => startMs >= fromMs && startMs < toMs)),
  };
}

function replyUsage(requests: readonly BilledRequest[]): ReplyUsage {
  const spoken = requests.filter(({ service }) => service === 'tts');
  const written = requests.filter(({ service }) => service === 'gpt');
  return {
    ttsRequests: spoken.length,
    ttsUnits: sum(spoken, ({ characters }) => Math.max(1, Math.ceil(characters / ttsUnitChars))),
    llmRequests: written.length,
    llmInputTokens: sum(written, ({ inputTokens }) => inputTokens),
    llmOutputTokens: sum(written, ({ outputTokens }) => outputTokens),
  };
}

/** The entries of each request that was served. */
function requestsOf(log: readonly EmulatorEvent[]): EmulatorEvent[][] {
  const requests = new Map<string, EmulatorEvent[]>();
  for (const entry of log) {
    const entries = requests.get(entry.requestId);
    if (entries) entries.push(entry);
    else requests.set(entry.requestId, [entry]);
  }
  return [...requests.values()].filter((entries) => entries.every(({ type }) => type !== 'refusal'));
}

function sum<T>(items: readonly T[], amount: (item: T) => number): number {
  return items.reduce((total, item) => total + amount(item), 0);
}
