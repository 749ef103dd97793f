import { isVoiceError } from '@rechka/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ClientMessage } from './client-message.js';
import { closeCodes, describeClosing } from './closing.js';
import { decodeClientMessage } from './decode-client-message.js';
import { decodeServerMessage } from './decode-server-message.js';
import type { PageEvent } from './page-event.js';
import type { ServerMessage } from './server-message.js';
import { offeredProtocols, offeredToken } from './subprotocol.js';

const resume = {
  sessionId: 's',
  key: 'a-secret-key',
  lastN: 4,
  speech: { stream: 65_535, receivedSeq: 4_000_000_000, heardSeq: 0 },
};

const clientMessages: ClientMessage[] = [
  { type: 'hello', protocol: 1, micRateHz: 16_000, echoCanceller: true },
  {
    type: 'hello',
    protocol: 1,
    micRateHz: 48_000,
    echoCanceller: false,
    settings: { voice: 'marina' },
    resume,
  },
  { type: 'command', n: 1, command: { type: 'text', text: 'Запишите меня' } },
  { type: 'command', n: 2, command: { type: 'interrupt' } },
  { type: 'command', n: 3, command: { type: 'dtmf', digit: '#' } },
  { type: 'command', n: 4, command: { type: 'echo-canceller', active: false } },
  { type: 'command', n: 5, command: { type: 'microphone', state: 'muted' } },
  { type: 'command', n: 6, command: { type: 'settings', settings: { speed: 1.2, nested: [null, {}] } } },
  { type: 'command', n: 7, command: { type: 'app', data: null } },
  { type: 'ack', n: 0 },
  { type: 'heard', stream: 1, seq: 9600 },
  { type: 'flushed', stream: 1, seq: 0 },
  { type: 'ping', id: 12 },
  { type: 'bye' },
];

const events: PageEvent[] = [
  { type: 'state', state: 'listening' },
  { type: 'transcript-partial', utterance: 0, text: 'раз', stableChars: 0 },
  { type: 'transcript-final', utterance: 0, index: 0, text: 'раз два', startMs: 0, endMs: 812.5 },
  { type: 'transcript-refined', index: 0, text: 'Раз, два.' },
  { type: 'utterance-end', utterance: 0, atMs: 900 },
  { type: 'gap', startMs: 1000, endMs: 4000 },
  { type: 'echo', text: 'раз', own: '' },
  { type: 'backchannel', text: 'угу' },
  { type: 'turn-committed', turnId: 0, source: 'speech', text: 'раз', finals: [0], continues: false },
  { type: 'turn-started', turnId: 0 },
  { type: 'barge-in', text: 'стоп' },
  { type: 'reply-started', turnId: 0, kind: 'reply', text: '' },
  { type: 'reply-text', text: 'Добрый день' },
  { type: 'reply-heard', kind: 'say' },
  {
    type: 'reply-ended',
    kind: 'reply',
    turnId: 0,
    status: 'interrupted',
    spoken: 'Добрый',
    unheard: ' день',
    heardMs: 400,
    exact: true,
    latency: { committedMs: -12.5, voiceToVoiceMs: 900 },
    error: { code: 'ERR_UNAVAILABLE', message: 'Try again.' },
  },
  { type: 'recovering' },
  { type: 'recovered' },
  { type: 'dtmf', digit: '1' },
  { type: 'error', code: 'ERR_QUOTA', message: 'Wait.' },
  { type: 'app', data: [1, 'два'] },
];

const serverMessages: ServerMessage[] = [
  {
    type: 'ready',
    protocol: 1,
    sessionId: 's',
    key: 'k',
    resumed: false,
    callId: 'c',
    micSeq: 0,
    lastN: 0,
    missed: 0,
    speechRateHz: 24_000,
    speech: { stream: 0, seq: 0 },
    graceMs: 30_000,
  },
  { type: 'ack', micSeq: 320, n: 2 },
  { type: 'flush', stream: 3 },
  { type: 'speech-end', stream: 3, seq: 48_000 },
  { type: 'pong', id: 12 },
  { type: 'bye', reason: 'draining' },
  ...events.map((event, index): ServerMessage => ({ type: 'event', n: index + 1, event })),
];

const sides = [
  { name: 'client', decode: decodeClientMessage, messages: clientMessages },
  { name: 'server', decode: decodeServerMessage, messages: serverMessages },
];

function codeOf(decode: () => unknown): string | undefined {
  try {
    decode();
    return undefined;
  } catch (error) {
    return isVoiceError(error) ? error.code : `not a VoiceError: ${String(error)}`;
  }
}

describe.each(sides)('a $name message', ({ decode, messages }) => {
  it.each(messages.map((message) => [JSON.stringify(message), message] as const))(
    'comes back: %s',
    (json) => {
      expect(decode(json)).toEqual(JSON.parse(json));
    },
  );

  it('is taken or refused with ERR_PROTOCOL, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('['.repeat(60_000))), (message) => {
        expect([undefined, 'ERR_PROTOCOL']).toContain(codeOf(() => decode(message)));
      }),
      { numRuns: 500 },
    );
  });

  it('is taken or refused with ERR_PROTOCOL, whatever one of its fields holds', () => {
    const damaged = fc
      .record({ message: fc.constantFrom(...messages), value: fc.jsonValue(), at: fc.nat() })
      .map(({ message, value, at }) => {
        const places: [object, string][] = [];
        const copy: unknown = JSON.parse(JSON.stringify(message));
        const visit = (node: unknown) => {
          if (typeof node !== 'object' || node === null) return;
          for (const key of Object.keys(node)) {
            places.push([node, key]);
            visit((node as Record<string, unknown>)[key]);
          }
        };
        visit(copy);
        const [node, key] = places[at % places.length]!;
        Object.assign(node, { [key]: value });
        return JSON.stringify(copy);
      });
    fc.assert(
      fc.property(damaged, (message) => {
        expect([undefined, 'ERR_PROTOCOL']).toContain(codeOf(() => decode(message)));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps only what the protocol knows', () => {
    for (const message of messages) {
      expect(decode(JSON.stringify({ ...message, extra: 1 }))).toEqual(JSON.parse(JSON.stringify(message)));
    }
  });
});

describe('a message that is refused', () => {
  it.each([
    ['a rate of a telegraph', { type: 'hello', protocol: 1, micRateHz: 400, echoCanceller: true }],
    ['a command without a number', { type: 'command', command: { type: 'interrupt' } }],
    ['a key that is none', { type: 'command', n: 1, command: { type: 'dtmf', digit: '12' } }],
    ['an empty text', { type: 'command', n: 1, command: { type: 'text', text: '' } }],
    ['a text of a book', { type: 'command', n: 1, command: { type: 'text', text: 'а'.repeat(4001) } }],
    ['app without data', { type: 'command', n: 1, command: { type: 'app' } }],
    ['settings that are a list', { type: 'command', n: 1, command: { type: 'settings', settings: [] } }],
    ['a type that every object has', { type: 'constructor' }],
    ['null', null],
  ])('is %s', (_, message) => {
    expect(codeOf(() => decodeClientMessage(JSON.stringify(message)))).toBe('ERR_PROTOCOL');
  });

  it('is not quoted in the error, for it may hold a secret', () => {
    const message = JSON.stringify({
      type: 'hello',
      protocol: 1,
      micRateHz: 16_000,
      echoCanceller: true,
      resume: { ...resume, key: 'secret'.repeat(100) },
    });
    for (const text of [message, `${message}}`]) {
      expect(() => decodeClientMessage(text)).toThrow(
        expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error,
      );
    }
  });
});

describe('what a newer server tells', () => {
  it('is ignored, but an event still has its number to acknowledge', () => {
    expect(decodeServerMessage('{"type":"weather","rain":true}')).toBeUndefined();
    expect(decodeServerMessage('{"type":"event","n":7,"event":{"type":"weather"}}')).toEqual({
      type: 'event',
      n: 7,
      event: undefined,
    });
  });
});

describe('describeClosing', () => {
  it('knows every code of the gateway, and takes what a network does for a lost connection', () => {
    for (const [reason, code] of Object.entries(closeCodes))
      expect(describeClosing(code).reason).toBe(reason);
    for (const code of [1001, 1005, 1006, 1011, 1012]) expect(describeClosing(code).retry).toBe('resume');
    expect(describeClosing(4999).retry).toBe('no');
    expect(describeClosing(closeCodes.busy).retry).toBe('later');
  });
});

describe('the token', () => {
  it('travels beside the protocol', () => {
    expect(offeredProtocols('abc.d')).toEqual(['rechka.v1', 'token.abc.d']);
    expect(offeredToken(offeredProtocols('abc.d'))).toBe('abc.d');
    expect(offeredToken(offeredProtocols())).toBeUndefined();
  });
});
