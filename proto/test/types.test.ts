/**
 * What must not compile. Each `@ts-expect-error` is an error of `tsc` if the line after it does compile;
 * what some of them do at run time is asserted too.
 */
import { expect, expectTypeOf, it } from 'vitest';
import type { CompletionOptions } from '@rechka/proto/gpt';
import { Recognizer, StreamingRequest, StreamingResponse } from '@rechka/proto/stt';
import type { AlternativeUpdate, RawAudio, StreamingRequestInit } from '@rechka/proto/stt';
import { Hints, UtteranceSynthesisRequest } from '@rechka/proto/tts';
import type { HintsInit } from '@rechka/proto/tts';
import type { Codec } from '@rechka/proto/wire';

it('a snake_case field does not compile, and does not encode', () => {
  // @ts-expect-error a typo that would silently send no options
  const typo: StreamingRequestInit = { session_options: {} };
  expect(() => StreamingRequest.encode(typo)).toThrow(
    'speechkit.stt.v3.StreamingRequest has no field session_options; write sessionOptions.',
  );
  const deep: StreamingRequestInit = {
    sessionOptions: {
      recognitionModel: {
        // @ts-expect-error deep inside a message as well
        audio_format: {},
      },
    },
  };
  expect(() => StreamingRequest.encode(deep)).toThrow('RecognitionModelOptions has no field audio_format');
  expect(() =>
    UtteranceSynthesisRequest.encode({
      text: 'Здравствуйте',
      // @ts-expect-error beside a oneof
      unsafe_mode: true,
    }),
  ).toThrow('write unsafeMode');
  // @ts-expect-error in a message without fields
  StreamingRequest.encode({ eou: { at: 1 } });
});

it('two members of one oneof do not compile, and do not encode', () => {
  // @ts-expect-error voice and role belong into two hints
  const both: HintsInit = { voice: 'marina', role: 'friendly' };
  expect(() => Hints.encode(both)).toThrow(TypeError);
  // @ts-expect-error in a list as well
  const hints: HintsInit[] = [{ voice: 'marina' }, { speed: 1.1, volume: 0.5 }];
  expect(() => UtteranceSynthesisRequest.encode({ hints })).toThrow(TypeError);
  // @ts-expect-error messages are members like any other
  const request: StreamingRequestInit = { chunk: {}, eou: {} };
  expect(() => StreamingRequest.encode(request)).toThrow(TypeError);
});

it('what is right does compile', () => {
  const voice = 'marina' as string | undefined;
  expect(Hints.decode(Hints.encode({ voice, role: undefined }))).toEqual({ voice: 'marina' });
  // A decoded message may be sent on as it is.
  expectTypeOf<StreamingRequest>().toExtend<StreamingRequestInit>();
  const frozen = Object.freeze([{ voice: 'marina' }, { role: 'friendly' }] as const);
  expect(UtteranceSynthesisRequest.encode({ hints: frozen })).not.toHaveLength(0);
});

it('types say what decoding gives', () => {
  expectTypeOf(StreamingResponse).toExtend<Codec<StreamingResponse, object>>();
  expectTypeOf<RawAudio['sampleRateHertz']>().toEqualTypeOf<number>();
  expectTypeOf<RawAudio['audioEncoding']>().toEqualTypeOf<
    'AUDIO_ENCODING_UNSPECIFIED' | 'LINEAR16_PCM' | number
  >();
  expectTypeOf<AlternativeUpdate['alternatives'][number]['text']>().toEqualTypeOf<string>();
  expectTypeOf<CompletionOptions['temperature']>().toEqualTypeOf<number | undefined>();
  const event = StreamingResponse.decode(StreamingResponse.encode({ partial: { alternatives: [] } }));
  // One member being there says that the others are not.
  if (event.partial !== undefined) expectTypeOf(event.final).toEqualTypeOf<undefined>();
  expect(event.partial?.alternatives).toEqual([]);
});

it('an rpc knows its messages', () => {
  const { request } = Recognizer.recognizeStreaming;
  type Response = ReturnType<(typeof Recognizer.recognizeStreaming.response)['decode']>;
  // @ts-expect-error a request is not a response
  expect(() => request.encode({ partial: {} })).toThrow('StreamingRequest has no field partial');
  expectTypeOf<Response>().toEqualTypeOf<StreamingResponse>();
  expect(Recognizer.recognizeStreaming).toMatchObject({ requestStream: true, responseStream: true });
});
