import { describe, expect, it } from 'vitest';
import { Status } from '../google-rpc.js';
import { CompletionResponse, FunctionCall } from '../gpt.js';
import { StreamingRequest, StreamingResponse, Word } from '../stt.js';
import { AudioChunk, Hints } from '../tts.js';
import { WireError } from '../wire.js';

const bytes = (...values: number[]) => Uint8Array.from(values);
const joined = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

describe('a decoded message', () => {
  it('has defaults for scalars, empty lists, and undefined for messages and oneof members', () => {
    expect(StreamingResponse.decode(bytes())).toStrictEqual({
      sessionUuid: undefined,
      audioCursors: undefined,
      responseWallTimeMs: 0,
      partial: undefined,
      final: undefined,
      eouUpdate: undefined,
      finalRefinement: undefined,
      statusCode: undefined,
      channelTag: '',
      classifierUpdate: undefined,
      speakerAnalysis: undefined,
      conversationAnalysis: undefined,
      summarization: undefined,
    });
    expect(StreamingResponse.decode(StreamingResponse.encode({ partial: {} })).partial).toStrictEqual({
      alternatives: [],
      channelTag: '',
    });
  });

  it('always has its keys in the same order, whatever the order on the wire', () => {
    const late = joined(
      StreamingResponse.encode({ final: {} }),
      StreamingResponse.encode({ sessionUuid: {} }),
    );
    expect(Object.keys(StreamingResponse.decode(late))).toEqual(
      Object.keys(StreamingResponse.decode(bytes())),
    );
  });

  it('keeps a oneof member that has its default value', () => {
    expect(Hints.decode(Hints.encode({ speed: 0 }))).toEqual({ speed: 0 });
    expect(Hints.decode(Hints.encode({ voice: '' }))).toEqual({ voice: '' });
  });

  it('holds its audio as a view of what was decoded, also inside a larger buffer', () => {
    const wire = AudioChunk.encode({ data: bytes(1, 2, 3) });
    const larger = Buffer.concat([Buffer.alloc(5), wire, Buffer.alloc(5)]);
    const { data } = AudioChunk.decode(larger.subarray(5, 5 + wire.length));
    expect(data).toStrictEqual(bytes(1, 2, 3));
    expect(data.buffer).toBe(larger.buffer);
    larger[5 + wire.length - 1] = 9;
    expect([...data]).toEqual([1, 2, 9]);
  });
});

describe('a field that comes twice', () => {
  it('is overwritten when it is a scalar and merged when it is a message', () => {
    const merged = joined(
      StreamingResponse.encode({ responseWallTimeMs: 1, audioCursors: { partialTimeMs: 5, finalTimeMs: 6 } }),
      StreamingResponse.encode({ responseWallTimeMs: 2, audioCursors: { finalTimeMs: 7, eouTimeMs: 8 } }),
    );
    expect(StreamingResponse.decode(merged)).toMatchObject({
      responseWallTimeMs: 2,
      audioCursors: { partialTimeMs: 5, finalTimeMs: 7, eouTimeMs: 8 },
    });
  });

  it('joins lists inside merged messages', () => {
    const one = StreamingResponse.encode({ partial: { alternatives: [{ text: 'а' }], channelTag: '0' } });
    const two = StreamingResponse.encode({ partial: { alternatives: [{ text: 'б' }] } });
    const { partial } = StreamingResponse.decode(joined(one, two));
    expect(partial).toMatchObject({ alternatives: [{ text: 'а' }, { text: 'б' }], channelTag: '0' });
  });

  it('merges JSON objects member by member', () => {
    const one = FunctionCall.encode({ arguments: { a: 1, b: [1] } });
    const two = FunctionCall.encode({ arguments: { b: 'new', c: null } });
    expect(FunctionCall.decode(joined(one, two)).arguments).toEqual({ a: 1, b: 'new', c: null });
  });
});

describe('a oneof', () => {
  it('keeps only the last member on the wire', () => {
    const voiceThenRole = joined(Hints.encode({ voice: 'marina' }), Hints.encode({ role: 'friendly' }));
    expect(Hints.decode(voiceThenRole)).toEqual({ role: 'friendly' });
    const events = joined(
      StreamingRequest.encode({ chunk: { data: bytes(1) } }),
      StreamingRequest.encode({ eou: {} }),
      StreamingRequest.encode({ silenceChunk: { durationMs: 5 } }),
    );
    expect(StreamingRequest.decode(events)).toEqual({ silenceChunk: { durationMs: 5 } });
  });

  it('merges a member that comes twice, unless another came between', () => {
    const data = StreamingRequest.encode({ chunk: { data: bytes(1) } });
    const empty = StreamingRequest.encode({ chunk: {} });
    const eou = StreamingRequest.encode({ eou: {} });
    expect(StreamingRequest.decode(joined(data, empty)).chunk).toEqual({ data: bytes(1) });
    expect(StreamingRequest.decode(joined(data, eou, empty)).chunk).toEqual({ data: bytes() });
  });
});

describe('integers', () => {
  it('beyond the safe ones are refused by name', () => {
    // 2^53 and -2^53 as varints.
    const above = bytes(16, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10);
    const below = bytes(16, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0xf0, 0xff, 0x01);
    expect(() => Word.decode(above)).toThrow(RangeError);
    expect(() => Word.decode(above)).toThrow(/Word\.startTimeMs at byte 1 is an int64 beyond/);
    expect(() => Word.decode(below)).toThrow(RangeError);
  });

  it('of 32 bits keep their lower half, as all decoders do', () => {
    expect(Status.decode(bytes(8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01)).code).toBe(-1);
    expect(Status.decode(bytes(8, 0x83, 0x80, 0x80, 0x80, 0x10)).code).toBe(3);
  });

  it('that name no enum value stay numbers', () => {
    const wire = CompletionResponse.encode({ alternatives: [{ status: 42 }, { status: 3 }] });
    const { alternatives } = CompletionResponse.decode(wire);
    expect(alternatives.map(({ status }) => status)).toEqual([42, 'ALTERNATIVE_STATUS_FINAL']);
  });
});

describe('malformed bytes', () => {
  const nested = (depth: number) => {
    // A Struct in a Value in a Struct …: three messages per level.
    let struct: number[] = [];
    for (let level = 0; level < depth; level++) {
      const value = [42, ...length(struct.length), ...struct];
      const entry = [18, ...length(value.length), ...value];
      struct = [10, ...length(entry.length), ...entry];
    }
    return Uint8Array.from([18, ...length(struct.length), ...struct]);
  };
  const length = (value: number) => (value < 128 ? [value] : [(value & 127) | 128, value >> 7]);

  it.each([
    ['a message cut in a tag', bytes(0x80), 1],
    ['a message cut in a varint', bytes(16, 0x80), 2],
    ['a string longer than the message', bytes(10, 5, 97), 2],
    ['a varint of eleven bytes', bytes(16, ...Array.from({ length: 10 }, () => 0x80), 1), 1],
    ['a tag of more than 32 bits', bytes(0xff, 0xff, 0xff, 0xff, 0x7f), 4],
    ['field number 0', bytes(0, 1), 0],
    ['wire type 6', bytes(0x7e), 1],
    ['wire type 7', bytes(0x7f), 1],
    ['the end of a group that never began', bytes(0x7c), 1],
    ['a group ended by another one', bytes(0x7b, 0x74), 2],
    ['a group without an end', bytes(0x7b), 1],
    ['a cut double of an unknown field', bytes(0x79, 0, 0), 1],
  ])('%s: a WireError that names the message and the place', (_what, wire, offset) => {
    let thrown: unknown;
    try {
      Word.decode(wire);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(WireError);
    expect(thrown).toMatchObject({ name: 'WireError', typeName: 'speechkit.stt.v3.Word', offset });
    expect((thrown as WireError).message).toContain('speechkit.stt.v3.Word');
  });

  it('nested deeper than 100 messages are refused, up to there they are read', () => {
    expect(() => FunctionCall.decode(nested(33))).not.toThrow();
    expect(() => FunctionCall.decode(nested(34))).toThrow(WireError);
    const groups = new Uint8Array(100_000).fill(0x7b);
    expect(() => Word.decode(groups)).toThrow(/groups nested deeper than 100/);
  });

  it('of a nested message may not reach into the message around it', () => {
    // A chunk of 2 bytes whose data claims 5, which the outer message does have.
    const wire = bytes(18, 2, 10, 5, 1, 2, 3, 4, 5);
    expect(() => StreamingRequest.decode(wire)).toThrow(WireError);
  });

  it('that are not bytes at all are refused with a TypeError', () => {
    expect(() => Word.decode('text' as never)).toThrow(TypeError);
  });
});

describe('strings', () => {
  it.each([
    ['cut in the middle of a character', [0xd0], '\uFFFD'],
    ['of a lone continuation byte', [0x61, 0xbf], 'a\uFFFD'],
    ['of an overlong character', [0xc0, 0x80], '\uFFFD\uFFFD'],
    ['with a byte order mark', [0xef, 0xbb, 0xbf, 0x61], '\uFEFFa'],
  ])('%s', (_what, content, expected) => {
    expect(Word.decode(bytes(10, content.length, ...content)).text).toBe(expected);
  });
});
