import { describe, expect, it } from 'vitest';
import { CompletionRequest, FunctionCall } from '../gpt.js';
import { Status } from '../google-rpc.js';
import { RecognitionClassifier, SpeechAnalysisOptions, StreamingRequest, Word } from '../stt.js';
import { Hints, UtteranceSynthesisRequest } from '../tts.js';
import { Struct } from '../wire.js';
import type { JsonObject } from '../wire.js';

describe('encoding', () => {
  it('leaves out defaults', () => {
    expect(Word.encode({ text: '', startTimeMs: 0, endTimeMs: undefined })).toHaveLength(0);
    expect(RecognitionClassifier.encode({ classifier: '', triggers: [] })).toHaveLength(0);
  });

  it('takes enum values by name and by number', () => {
    const byName = RecognitionClassifier.encode({ triggers: ['ON_FINAL', 'ON_PARTIAL'] });
    expect(RecognitionClassifier.encode({ triggers: [2, 3] })).toEqual(byName);
  });

  it('keeps minus zero, which is not the default', () => {
    const { descriptiveStatisticsQuantiles: list } = SpeechAnalysisOptions.decode(
      SpeechAnalysisOptions.encode({ descriptiveStatisticsQuantiles: [-0] }),
    );
    expect(Object.is(list[0], -0)).toBe(true);
  });

  it.each([0, 1, 1000, 1023, 1024, 1025, 3200, 10_000, 100_000])('copes with %i bytes of audio', (length) => {
    const data = Uint8Array.from({ length }, (_, index) => index % 251);
    expect(StreamingRequest.decode(StreamingRequest.encode({ chunk: { data } })).chunk).toEqual({ data });
  });

  it('copes with messages that outgrow its buffer bit by bit', () => {
    const messages = Array.from({ length: 300 }, (_, index) => ({
      role: 'user',
      text: `вопрос ${index} `.repeat(9),
    }));
    const decoded = CompletionRequest.decode(CompletionRequest.encode({ messages }));
    expect(decoded.messages.map(({ text }) => text)).toEqual(messages.map(({ text }) => text));
  });

  it('gives bytes that the next message does not overwrite and that copy the audio', () => {
    const data = new Uint8Array(3200).fill(7);
    const large = StreamingRequest.encode({ chunk: { data } });
    const small = Word.encode({ text: 'раз' });
    data.fill(9);
    StreamingRequest.encode({ chunk: { data } });
    Word.encode({ text: 'два' });
    expect(StreamingRequest.decode(large).chunk?.data).toEqual(new Uint8Array(3200).fill(7));
    expect(Word.decode(small).text).toBe('раз');
  });

  it('wastes no memory on a chunk: its buffer is hardly larger than the chunk', () => {
    const wire = StreamingRequest.encode({ chunk: { data: new Uint8Array(3200) } });
    expect(wire.buffer.byteLength).toBeLessThan(3400);
  });

  it('may happen inside another encoding, in a getter of the message', () => {
    const inner: Uint8Array[] = [];
    const message = {
      get text() {
        inner.push(Word.encode({ text: 'внутри' }));
        return 'снаружи';
      },
      endTimeMs: 5,
    };
    expect(Word.decode(Word.encode(message))).toEqual({ text: 'снаружи', startTimeMs: 0, endTimeMs: 5 });
    expect(Word.decode(inner[0]!).text).toBe('внутри');
  });

  it('works again after a refusal', () => {
    expect(() => Word.encode({ text: 'x', endTimeMs: 0.5 })).toThrow(RangeError);
    expect(Word.decode(Word.encode({ text: 'y' })).text).toBe('y');
  });
});

describe('encoding refuses', () => {
  it('two members of one oneof, naming the message, the oneof and the members', () => {
    const both = { voice: 'marina', role: 'friendly' } as never;
    expect(() => Hints.encode(both)).toThrow(TypeError);
    expect(() => Hints.encode(both)).toThrow(/speechkit\.tts\.v3\.Hints: voice, role .* oneof Hint/);
    expect(() => UtteranceSynthesisRequest.encode({ hints: [{ speed: 1 }, both] })).toThrow(/voice, role/);
  });

  it.each([
    ['a fraction', 0.5],
    ['an unsafe integer', 2 ** 53],
    ['NaN', Number.NaN],
    ['infinity', Number.POSITIVE_INFINITY],
  ])('%s as an int64, naming the field', (_what, value) => {
    expect(() => Word.encode({ startTimeMs: value })).toThrow(RangeError);
    expect(() => Word.encode({ startTimeMs: value })).toThrow(/Word\.startTimeMs/);
  });

  it('more than 32 bits as an int32', () => {
    expect(() => Status.encode({ code: 2 ** 31 })).toThrow(RangeError);
  });

  it.each([
    ['a number as text', () => Word.encode({ text: 5 as never }), /Word\.text must be a string, got number/],
    ['null as text', () => Word.encode({ text: null as never }), /Word\.text must be a string, got null/],
    [
      'text as a number',
      () => Word.encode({ endTimeMs: '5' as never }),
      /Word\.endTimeMs must be an integer/,
    ],
    [
      'text as audio',
      () => StreamingRequest.encode({ chunk: { data: 'x' as never } }),
      /AudioChunk\.data must be a Uint8Array/,
    ],
    [
      'text as a message',
      () => StreamingRequest.encode({ eou: 'x' as never }),
      /StreamingRequest\.eou must be an object/,
    ],
    [
      'null as a message',
      () => StreamingRequest.encode({ eou: null as never }),
      /StreamingRequest\.eou must be an object/,
    ],
    [
      'one item as a list',
      () => UtteranceSynthesisRequest.encode({ hints: {} as never }),
      /\.hints must be an array/,
    ],
    [
      'an unknown enum name',
      () => RecognitionClassifier.encode({ triggers: ['SOON' as never] }),
      /triggers must be one of TRIGGER_TYPE_UNSPECIFIED, ON_UTTERANCE/,
    ],
    [
      'a name that all objects have',
      () => RecognitionClassifier.encode({ triggers: ['toString' as never] }),
      /must be one of/,
    ],
    [
      'nothing as the message',
      () => Word.encode(undefined as never),
      /speechkit\.stt\.v3\.Word: only an object/,
    ],
  ])('%s', (_what, encode, message) => {
    expect(encode).toThrow(TypeError);
    expect(encode).toThrow(message);
  });
});

describe('text', () => {
  it.each(['\uD800', 'a\uDC00b', '🙂\uD83D', '\uD83D\uD83D\uDE42', 'я\uDFFF'.repeat(40)])(
    'with a lone surrogate becomes what TextEncoder makes of it: %j',
    (text) => {
      const wire = Word.encode({ text });
      const platform = new TextEncoder().encode(text);
      const { length } = platform;
      expect(Word.decode(wire).text).toBe(new TextDecoder().decode(platform));
      expect(wire).toHaveLength(length + (length < 128 ? 2 : 3));
    },
  );
});

describe('JSON', () => {
  it('leaves out undefined members and keeps the order of the others', () => {
    const { arguments: json } = FunctionCall.decode(
      FunctionCall.encode({ arguments: { z: 1, gone: undefined, a: { deep: [true, null, 'x', []] } } }),
    );
    expect(JSON.stringify(json)).toBe('{"z":1,"a":{"deep":[true,null,"x",[]]}}');
  });

  it('carries a member named __proto__ without touching any prototype', () => {
    const hostile = JSON.parse('{"__proto__":{"polluted":true}}') as JsonObject;
    const decoded = Struct.decode(Struct.encode(hostile));
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(Object.keys(decoded)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });

  it('refuses what is not JSON', () => {
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    for (const value of [Number.NaN, () => 1, 1n, Symbol('x')]) {
      expect(() => Struct.encode({ value: value as never })).toThrow(/The value of "value" is not JSON/);
    }
    expect(() => Struct.encode(cyclic as JsonObject)).toThrow(/cyclic or nested too deep/);
    expect(() => FunctionCall.encode({ arguments: [] as never })).toThrow(/must be a plain JSON object/);
  });

  it('can be decoded at the greatest depth that is encoded', () => {
    let json: JsonObject = {};
    let deepest: Uint8Array | undefined;
    try {
      for (;;) {
        deepest = FunctionCall.encode({ arguments: json });
        json = { inner: json };
      }
    } catch (error) {
      expect(error).toBeInstanceOf(TypeError);
    }
    expect(() => FunctionCall.decode(deepest!)).not.toThrow();
  });
});
