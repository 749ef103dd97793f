import { abortError, type Clock } from '@rechka/core';
import { abortable } from '../../abortable.js';
import { hashText } from '../../hash-text.js';
import { LatencySampler } from '../../latency/latency-sampler.js';
import type { LatencyProfile } from '../../latency/profile.js';
import { pause } from '../../pause.js';
import { SeededRandom } from '../../recogniser/seeded-random.js';
import { untilAborted } from '../../until-aborted.js';
import { fitReply } from './fit-reply.js';
import type { GptReply, GptResponder } from './gpt-reply.js';
import type { GptRequest, GptToolCall } from './gpt-request.js';
import { replyGroups } from './reply-groups.js';
import { splitTokens } from './tokens.js';

/** How far an answer is, or what ended it. */
export type AnswerStatus = 'partial' | 'final' | 'truncated' | 'filtered' | 'tool-calls';

/** The answer so far. */
export interface Answer {
  status: AnswerStatus;
  /** All of it, not what is new; empty if tools are called. */
  text: string;
  toolCalls: readonly GptToolCall[];
  completionTokens: number;
}

export interface GenerationOptions {
  respond: GptResponder;
  /** Longest reply in tokens when the request sets none. */
  maxTokens: number;
  clock: Clock;
  latency: LatencyProfile;
  seed: number;
}

/**
 * Makes the answer to a request, in steps and in time, which is drawn from `random`; the last step is the whole. Throws
 * `ERR_ABORTED`.
 */
export async function* generate(
  request: GptRequest,
  random: SeededRandom,
  options: GenerationOptions,
  signal: AbortSignal,
): AsyncGenerator<Answer, void> {
  const { respond, clock } = options;
  const latency = new LatencySampler(options.latency, random);
  if (signal.aborted) throw abortError(signal);
  const said = new SeededRandom(options.seed ^ hashText(JSON.stringify(request.messages)));
  const context = { ...request, signal, random: () => said.next() };
  const chosen = await untilAborted(respond(request.messages, context), signal);
  await pause(clock, latency.ms('roundTripMs', 'llmFirstTokenMs'), signal);
  const reply = await untilAborted(fitReply(endedBy(chosen, signal), request), signal);

  if ('toolCalls' in reply) {
    const { toolCalls } = reply;
    const completionTokens = splitTokens(JSON.stringify(toolCalls)).length;
    yield { status: 'tool-calls', text: '', toolCalls, completionTokens };
    return;
  }
  if ('filtered' in reply) {
    yield { status: 'filtered', text: reply.filtered, toolCalls: [], completionTokens: 0 };
    return;
  }
  const limit = request.maxTokens ?? options.maxTokens;
  let text = '';
  let completionTokens = 0;
  for await (const { group, last } of replyGroups(reply.text)) {
    const taken = group.slice(0, limit - completionTokens);
    await pause(clock, taken.length * latency.ms('llmTokenMs'), signal);
    text += taken.join('');
    completionTokens += taken.length;
    const cut = taken.length < group.length;
    const ended = last || cut;
    yield {
      status: cut ? 'truncated' : ended ? 'final' : 'partial',
      // Half a character (a surrogate without its pair) waits for the other half.
      text: ended ? text : text.replace(/[\uD800-\uDBFF]$/, ''),
      toolCalls: [],
      completionTokens,
    };
    if (ended) return;
  }
}

/** A reply that is made on the fly ends with the signal, however it hangs. */
function endedBy(reply: GptReply, signal: AbortSignal): GptReply {
  return typeof reply === 'object' && Symbol.asyncIterator in reply ? abortable(reply, signal) : reply;
}
