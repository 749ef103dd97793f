import { checkText, invalidOption } from '../errors/validate.js';
import type { LanguageModel } from '../ports/language-model.js';
import type { Responder } from '../pipeline/responder.js';

export interface AgentOptions {
  /** The system prompt: who the bot is and how it speaks. Short answers sound best. */
  instructions?: string;
}

/**
 * Answers turns with a language model: the instructions, then the conversation as the caller heard it.
 *
 * @example
 * ```ts
 * const respond = agent(new YandexGpt({ ...fromEnv() }), { instructions: 'Отвечай коротко.' });
 * ```
 */
export function agent(llm: LanguageModel, options: AgentOptions = {}): Responder {
  if (typeof (llm as Partial<LanguageModel> | undefined)?.stream !== 'function') {
    throw invalidOption('llm', llm, 'a LanguageModel, e.g. new YandexGpt(fromEnv())');
  }
  const { instructions } = options;
  if (instructions !== undefined) checkText('instructions', instructions);
  return ({ messages, signal, speculative }) =>
    llm.stream(
      instructions === undefined ? messages : [{ role: 'system', text: instructions }, ...messages],
      {
        signal,
        priority: speculative ? 'speculative' : 'committed',
      },
    );
}
