/** Judge: google-protobuf's wire reader and writer, and its well-known types. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CompletionOptions, CompletionRequest } from '@rechka/proto/gpt';
import { Status } from '@rechka/proto/google-rpc';
import { RecognitionClassifier, SpeechAnalysisOptions, Word } from '@rechka/proto/stt';
import { Any, Struct, Timestamp } from '@rechka/proto/wire';
import type { JsonObject } from '@rechka/proto/wire';
import { BinaryReader, BinaryWriter, google } from './support/google-protobuf.js';
import type { GoogleWriter } from './support/google-protobuf.js';

const text = fc.string({ unit: 'binary', maxLength: 80 });
const bytes = fc.uint8Array({ maxLength: 30 });
const json = fc
  .jsonValue({ maxDepth: 4, noUnicodeString: false })
  .filter((value) => !JSON.stringify(value).includes('__proto__'))
  .map((value): JsonObject => ({ value }));

/** What google-protobuf's writer makes of some fields. */
function written(write: (writer: GoogleWriter) => void): Uint8Array {
  const writer = new BinaryWriter();
  write(writer);
  return writer.getResultBuffer();
}

describe('our wire format is that of google-protobuf, byte for byte', () => {
  it('strings and int64', () => {
    fc.assert(
      fc.property(text, fc.maxSafeInteger(), fc.maxSafeInteger(), (word, start, end) => {
        const theirs = written((writer) => {
          if (word !== '') writer.writeString(1, word);
          if (start !== 0) writer.writeInt64(2, start);
          if (end !== 0) writer.writeInt64(3, end);
        });
        expect(Word.encode({ text: word, startTimeMs: start, endTimeMs: end })).toEqual(theirs);
        expect(Word.decode(theirs)).toEqual({ text: word, startTimeMs: start, endTimeMs: end });
      }),
      { numRuns: 1000 },
    );
  });

  it('int64 at every power of two, both signs', () => {
    for (let bit = 0; bit <= 53; bit++) {
      for (const value of [2 ** bit - 1, 2 ** bit, -(2 ** bit) + 1, -(2 ** bit)].filter(
        Number.isSafeInteger,
      )) {
        if (value === 0) continue;
        const theirs = written((writer) => writer.writeInt64(2, value));
        expect(Word.encode({ startTimeMs: value })).toEqual(theirs);
        expect(Word.decode(theirs).startTimeMs).toBe(value);
      }
    }
  });

  it('int32, bytes and repeated messages', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        text,
        fc.array(fc.tuple(text, bytes), { maxLength: 3 }),
        (code, message, details) => {
          const theirs = written((writer) => {
            if (code !== 0) writer.writeInt32(1, code);
            if (message !== '') writer.writeString(2, message);
            for (const [typeUrl, value] of details) {
              writer.writeMessage(3, {}, (_, inner) => {
                if (typeUrl !== '') inner.writeString(1, typeUrl);
                if (value.length > 0) inner.writeBytes(2, value);
              });
            }
          });
          const ours = { code, message, details: details.map(([typeUrl, value]) => ({ typeUrl, value })) };
          expect(Status.encode(ours)).toEqual(theirs);
          expect(Status.decode(theirs)).toEqual(ours);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('bool and packed doubles', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(fc.double(), { maxLength: 5 }), (enabled, quantiles) => {
        const theirs = written((writer) => {
          if (enabled) writer.writeBool(1, enabled);
          if (quantiles.length > 0) writer.writePackedDouble(3, quantiles);
        });
        const ours = { enableSpeakerAnalysis: enabled, descriptiveStatisticsQuantiles: quantiles };
        expect(SpeechAnalysisOptions.encode(ours)).toEqual(theirs);
        expect(SpeechAnalysisOptions.decode(theirs)).toMatchObject(ours);
      }),
    );
  });

  it('its reader reads what our writer writes', () => {
    const reader = new BinaryReader(Word.encode({ text: 'да', startTimeMs: -7, endTimeMs: 2 ** 40 }));
    const fields: unknown[] = [];
    while (reader.nextField())
      fields.push(reader.getFieldNumber() === 1 ? reader.readString() : reader.readInt64());
    expect(fields).toEqual(['да', -7, 2 ** 40]);
  });
});

describe('reads what our writer never writes', () => {
  it('unpacked lists', () => {
    const doubles = written((writer) => writer.writeRepeatedDouble(3, [0.5, -1, 0]));
    expect(SpeechAnalysisOptions.decode(doubles).descriptiveStatisticsQuantiles).toEqual([0.5, -1, 0]);
    const enums = written((writer) => writer.writeRepeatedEnum(2, [1, 3, 77]));
    expect(RecognitionClassifier.decode(enums).triggers).toEqual(['ON_UTTERANCE', 'ON_PARTIAL', 77]);
  });

  it('unknown fields of every wire type', () => {
    const bytes = written((writer) => {
      writer.writeInt64(90, -1);
      writer.writeFixed32(91, 7);
      writer.writeGroup(92, {}, (_, inner) => {
        inner.writeGroup(5, {}, (__, innermost) => innermost.writeString(1, 'x'));
        inner.writeInt32(6, 1);
      });
      writer.writeString(1, 'слово');
      writer.writeFixed64(93, 7);
      writer.writeString(94, 'новое поле');
    });
    expect(Word.decode(bytes)).toEqual({ text: 'слово', startTimeMs: 0, endTimeMs: 0 });
  });

  it('a known field of an unexpected wire type is an unknown field', () => {
    const bytes = written((writer) => {
      writer.writeDouble(1, 5);
      writer.writeString(2, 'x');
      writer.writeInt64(3, 9);
    });
    expect(Word.decode(bytes)).toEqual({ text: '', startTimeMs: 0, endTimeMs: 9 });
  });
});

describe('well-known types are those of google-protobuf', () => {
  it('Struct', () => {
    fc.assert(
      fc.property(json, (object) => {
        const theirs = google.Struct.fromJavaScript(object);
        expect(Struct.decode(theirs.serializeBinary())).toEqual(object);
        expect(google.Struct.deserializeBinary(Struct.encode(object)).toJavaScript()).toEqual(object);
      }),
      { numRuns: 300 },
    );
  });

  it('Timestamp, byte for byte', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer(), (seconds, nanos) => {
        const theirs = new google.Timestamp();
        theirs.setSeconds(seconds);
        theirs.setNanos(nanos);
        expect(Timestamp.encode({ seconds, nanos })).toEqual(theirs.serializeBinary());
        expect(Timestamp.decode(theirs.serializeBinary())).toEqual({ seconds, nanos });
      }),
      { numRuns: 300 },
    );
  });

  it('Any, byte for byte', () => {
    fc.assert(
      fc.property(text, bytes, (typeUrl, value) => {
        const theirs = new google.Any();
        theirs.setTypeUrl(typeUrl);
        theirs.setValue(value);
        expect(Any.encode({ typeUrl, value })).toEqual(theirs.serializeBinary());
        expect(Any.decode(theirs.serializeBinary())).toEqual({ typeUrl, value });
      }),
    );
  });

  it('the wrappers, byte for byte, zero included', () => {
    const double = fc.oneof(fc.double(), fc.constantFrom(0, -0));
    fc.assert(
      fc.property(double, fc.maxSafeInteger(), fc.boolean(), (temperature, maxTokens, parallel) => {
        const theirs = written((writer) => {
          const wrapped = (
            field: number,
            wrapper: { setValue(v: never): void; serializeBinary(): Uint8Array },
            value: unknown,
          ) => {
            wrapper.setValue(value as never);
            writer.writeBytes(field, wrapper.serializeBinary());
          };
          wrapped(2, new google.DoubleValue(), temperature);
          wrapped(3, new google.Int64Value(), maxTokens);
        });
        const options = { temperature: Object.is(temperature, -0) ? 0 : temperature, maxTokens };
        expect(CompletionOptions.decode(theirs)).toMatchObject({ maxTokens });
        expect(CompletionOptions.encode(options)).toEqual(theirs);
        const request = CompletionRequest.encode({ parallelToolCalls: parallel });
        expect(google.BoolValue.deserializeBinary(request.subarray(2)).getValue()).toBe(parallel);
        expect(CompletionRequest.decode(request).parallelToolCalls).toBe(parallel);
      }),
    );
  });
});
