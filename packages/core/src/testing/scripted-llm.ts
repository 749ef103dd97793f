import type {
  LanguageModel,
  LlmEvent,
  LlmStreamOptions,
  Message,
  ToolCall,
} from '../ports/language-model.js';
import type { Clock } from '../time/clock.js';
import { abortError, sleep } from '../time/sleep.js';

/** What a model answers in one round: text, calls of tools, or both, in order. */
export type ScriptedAnswer = string | readonly (string | Omit<ToolCall, 'id'>)[];

/** How fast a {@link scriptedLlm} is. */
export interface ScriptedLlmOptions {
  clock: Clock;
  /** Time to the first word, in ms. Default 0. */
  firstWordMs?: number;
  /** Time to each further word, in ms. Default 0. */
  wordMs?: number;
}

/** A model for tests; `asked` is what it was asked, round by round. */
export interface ScriptedLlm extends LanguageModel {
  readonly asked: readonly { messages: readonly Message[]; options: LlmStreamOptions }[];
}

/**
 * Answers round after round with what the script says, word by word. A list is gone through once, and its last answer
 * is repeated; a function is given the conversation and the number of the round, counted from 1.
 */
export function scriptedLlm(
  script: readonly ScriptedAnswer[] | ((messages: readonly Message[], round: number) => ScriptedAnswer),
  { clock, firstWordMs = 0, wordMs = 0 }: ScriptedLlmOptions,
): ScriptedLlm {
  const asked: { messages: readonly Message[]; options: LlmStreamOptions }[] = [];
  const answerTo = (messages: readonly Message[], round: number) => {
    if (typeof script === 'function') return script(messages, round);
    return script[Math.min(round, script.length) - 1] ?? '';
  };
  return {
    asked,
    async *stream(messages, options = {}): AsyncGenerator<LlmEvent, void> {
      const { signal } = options;
      const round = asked.push({ messages: [...messages], options });
      const answer = answerTo(messages, round);
      const items = typeof answer === 'string' ? [answer] : answer;
      let delayMs = firstWordMs;
      for (const [at, item] of items.entries()) {
        const parts = typeof item === 'string' ? (item.match(/\s*\S+\s*$|\s*\S+/g) ?? []) : [item];
        for (const part of parts) {
          if (delayMs > 0) await sleep(clock, delayMs, signal);
          delayMs = wordMs;
          if (signal?.aborted) throw abortError(signal);
          if (typeof part === 'string') yield { type: 'text', text: part };
          else yield { type: 'tool-call', call: { id: `${part.name}-${round}-${at}`, ...part } };
        }
      }
      if (signal?.aborted) throw abortError(signal);
      const calls = items.some((item) => typeof item !== 'string');
      yield { type: 'finish', reason: calls ? 'tool-calls' : 'stop' };
    },
  };
}
