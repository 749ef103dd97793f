import { AssertionError } from 'node:assert';
import { checkNames } from '../check-names.js';
import { filterNames, isMeant, type CallFilter, type EmulatedCall } from './emulated-call.js';

/** Assertions on what the emulator has seen. They throw `AssertionError`, which every test runner knows. */
export interface Expectations {
  /**
   * Some recognition heard this: words in this order, case, punctuation and «ё» aside, or a pattern on the text of a
   * recognition as it was heard. Several finals of a recognition count as one text.
   */
  heard(text: string | RegExp): void;
  /** Some synthesis was asked to say this; compared as in {@link Expectations.heard}. */
  said(text: string | RegExp): void;
  /** So many calls were made that fit. */
  calls(filter: CallFilter, count: number): void;
  /** No call got an error, but those that a fault struck. */
  noRefusals(): void;
}

/** Makes the assertions; `calls` gives all calls that are known. */
export function expectations(
  calls: () => readonly EmulatedCall[],
  wasStruck: (requestId: string) => boolean,
): Expectations {
  const expectText = (service: 'stt' | 'tts', verb: string, expected: string | RegExp) => {
    const texts = calls()
      .filter((call) => call.service === service && call.texts.length > 0)
      .map((call) => call.texts.join(' '));
    if (texts.some((text) => hasText(text, expected))) return;
    const shown = expected instanceof RegExp ? String(expected) : `«${expected}»`;
    fail(
      `Expected the emulator to have ${verb} ${shown}; it ${verb}${list(texts.map((text) => `«${text}»`))}`,
    );
  };
  return {
    heard: (text) => expectText('stt', 'heard', text),
    said: (text) => expectText('tts', 'said', text),
    calls(filter, count) {
      checkNames('calls', filter, filterNames);
      const all = calls();
      const found = all.filter((call) => isMeant(call, filter)).length;
      if (found === count) return;
      fail(
        `Expected ${count} call(s) of ${JSON.stringify(filter)}, found ${found} among${list(all.map(describe))}`,
      );
    },
    noRefusals() {
      const refused = calls().filter(
        ({ refusal, requestId }) => refusal !== undefined && !wasStruck(requestId),
      );
      if (refused.length > 0)
        fail(`Expected no call to be refused, but these were:${list(refused.map(describe))}`);
    },
  };
}

/** One line on a call. */
export function describe({ service, method, startedMs, state, texts, refusal }: EmulatedCall): string {
  const said = texts.length === 0 ? '' : ` «${texts.join(' ')}»`;
  const error = refusal === undefined ? '' : ` (${refusal.code}: ${refusal.message})`;
  return `${service} ${method} at ${Math.round(startedMs)} ms, ${state}${said}${error}`;
}

function hasText(text: string, expected: string | RegExp): boolean {
  if (expected instanceof RegExp)
    return new RegExp(expected.source, expected.flags.replace(/[gy]/g, '')).test(text);
  return ` ${plain(text)} `.includes(` ${plain(expected)} `);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/ё/g, 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function list(lines: readonly string[]): string {
  return lines.length === 0 ? ' nothing' : `\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

function fail(message: string): never {
  throw new AssertionError({ message, stackStartFn: fail });
}
