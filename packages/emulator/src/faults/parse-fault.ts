import { VoiceError } from '@rechka/core';
import { actionNames, checkFault, momentAmountNames } from './check-fault.js';
import type { Fault } from './fault.js';

/** Where each word of a fault goes: into the fault itself, its moment, its time or its action. */
const places: Readonly<Record<string, 'fault' | 'after' | 'active' | 'do'>> = {
  ...Object.fromEntries(
    ['id', 'service', 'method', 'clientRequestId', 'call', 'times', 'probability'].map((name) => [
      name,
      'fault',
    ]),
  ),
  ...Object.fromEntries([...momentAmountNames, 'phase'].map((name) => [name, 'after'])),
  fromMs: 'active',
  untilMs: 'active',
  ...Object.fromEntries([...actionNames, 'message', 'body', 'graceMs'].map((name) => [name, 'do'])),
};

/** Values that are texts even if they look like a number. */
const texts = ['id', 'service', 'method', 'clientRequestId', 'message', 'body'];

/**
 * Reads a fault as it is written on a command line: JSON, or `name=value` words with the names of {@link Fault} and of
 * what is in it. A range is `from..to`, a drip `bytes/everyMs`, a value with spaces stands in quotes. Throws
 * `ERR_INVALID_OPTION`.
 *
 * @example
 * ```ts
 * parseFault('service=stt phase=speech ms=500..3000 status=UNAVAILABLE message="нет связи"');
 * parseFault('times=1 refuse=grpc');
 * ```
 */
export function parseFault(text: string): Fault {
  const fault = text.trimStart().startsWith('{') ? parseJson(text) : parseWords(text);
  checkFault(fault);
  return fault;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw unreadable(text, error instanceof Error ? error.message : String(error));
  }
}

function parseWords(text: string): unknown {
  const fault: Record<string, unknown> = {};
  const parts: Record<string, Record<string, unknown>> = { fault };
  for (const word of splitWords(text)) {
    const [, name = '', value = ''] = /^(\w+)=(.*)$/s.exec(word) ?? [];
    if (name === '') throw unreadable(text, `'${word}' is not name=value`);
    const place = places[name];
    if (place === undefined) throw unreadable(text, `'${name}' is none of ${Object.keys(places).join(', ')}`);
    const part = (parts[place] ??= {});
    if (part[name] !== undefined) throw unreadable(text, `'${name}' is given twice`);
    part[name] = parseValue(name, value);
    if (place !== 'fault') fault[place] = part;
  }
  return fault;
}

function parseValue(name: string, value: string): unknown {
  if (texts.includes(name)) return value;
  if (name === 'drip') {
    const [bytes, everyMs] = value.split('/').map(Number);
    return { bytes, everyMs };
  }
  const [, from, to] = /^([\d.]+?)\.\.([\d.]+)$/.exec(value) ?? [];
  if (from !== undefined && to !== undefined) return [Number(from), Number(to)];
  return value.trim() !== '' && !Number.isNaN(Number(value)) ? Number(value) : value;
}

/** Words are parted by spaces; a value in double quotes may have spaces and `\"` in it. */
function splitWords(text: string): string[] {
  const words: string[] = [];
  const rest = text.replace(
    /\s*(\w+)="((?:[^"\\]|\\.)*)"(?=\s|$)|\s*(\S+)/gs,
    (_, name?: string, quoted?: string, bare?: string) => {
      words.push(bare ?? `${name}=${(quoted ?? '').replace(/\\(.)/gs, '$1')}`);
      return '';
    },
  );
  if (rest.trim() !== '') throw unreadable(text, `'${rest.trim()}' is not name=value`);
  return words;
}

function unreadable(text: string, why: string): VoiceError {
  return new VoiceError({
    code: 'ERR_INVALID_OPTION',
    message: `The fault "${text}" cannot be read: ${why}.`,
  });
}
