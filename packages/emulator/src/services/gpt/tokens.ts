import type { Token } from '@rechka/proto/gpt';
import type { GptMessage } from './gpt-request.js';

/** What the template of the model puts around a conversation, as recorded in 2024. */
const begin: Token = { id: 1, text: '<s>', special: true };
const newLine: Token = { id: 3, text: '[NL]', special: true };
const separator: Token = { id: 4, text: '[SEP]', special: true };

/** How the template calls the speakers: the user and the assistant as recorded, the system as assumed. */
const speakers: Partial<Record<string, string>> = {
  system: 'Система:',
  user: 'Пользователь:',
  assistant: 'Ассистент:',
};

/**
 * Cuts a text into pieces of about the size of a model's tokens: at most four letters, a space going with what
 * follows it. Joined, they are the text. The real tokenizer's pieces differ; only the counts are alike.
 */
export function splitTokens(text: string): string[] {
  return text.match(/\s?(?:[\p{L}\p{M}]{1,4}|\p{N}{1,3}|[^\s\p{L}\p{M}\p{N}])|\s/gu) ?? [];
}

/** The same with ids: the same for the same piece, above those of special tokens, below 130 000. */
export function textTokens(text: string): Token[] {
  return splitTokens(text).map((piece) => ({ id: idOf(piece), text: piece, special: false }));
}

/** The tokens of a conversation, with the special ones around them in the order that was recorded. */
export function completionTokens(messages: readonly GptMessage[]): Token[] {
  const said = messages.flatMap(({ role, text, toolCalls, toolResults }) => [
    ...textTokens(`${speakers[role] ?? role} ${text}`),
    ...toolCalls.flatMap((call) => textTokens(JSON.stringify(call))),
    ...toolResults.flatMap(({ content }) => textTokens(content)),
    newLine,
    newLine,
  ]);
  return [begin, ...said, ...textTokens('Ассистент:'), separator];
}

function idOf(piece: string): number {
  let id = 0;
  for (const character of piece) id = (id * 31 + (character.codePointAt(0) ?? 0)) % 129_900;
  return id + 100;
}
