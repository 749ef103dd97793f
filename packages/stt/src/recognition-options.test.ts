import { noCredentials } from '@rechka/iam';
import { pcm } from '@rechka/core';
import { afterEach, describe, expect, it } from 'vitest';
import { SpeechKitStt, type SpeechKitSttOptions } from './speechkit-stt.js';

const made: SpeechKitStt[] = [];
afterEach(() => made.splice(0).forEach((stt) => stt.close()));

function make(options: object = {}): SpeechKitStt {
  const cloud = { auth: noCredentials(), endpoints: { stt: 'http://127.0.0.1:1' } };
  const stt = new SpeechKitStt({ ...cloud, ...(options as Partial<SpeechKitSttOptions>) });
  made.push(stt);
  return stt;
}

const invalid = (text: string) =>
  expect.objectContaining({
    code: 'ERR_INVALID_OPTION',
    message: expect.stringContaining(text) as string,
  }) as Error;

describe('options of SpeechKitStt', () => {
  it.each([
    [{ language: 'ru' }, 'ru-RU'],
    [{ language: [] }, 'language'],
    [{ model: '' }, 'model'],
    [{ chunkMs: 5 }, 'chunkMs'],
    [{ bufferMs: 50 }, 'bufferMs'],
    [{ normalization: { enabled: 'yes' } }, 'normalization.enabled'],
    [{ endpointing: { type: 'server', pauseMs: 10 } }, 'pauseMs'],
    [{ endpointing: { type: 'magic' } }, 'server, external'],
    [{ requestIdPrefix: ' ' }, 'requestIdPrefix'],
    [{ endpointing: null }, 'endpointing is null'],
    [{ normalization: 'x' }, 'normalization is "x"'],
    [{ classifiers: 'x' }, 'classifiers is "x"; expected an array'],
    [{ classifiers: [null] }, 'classifiers.name is undefined'],
    [{ endpoints: undefined }, 'endpoints is undefined'],
    [{ endpoints: {} }, 'endpoints.stt is undefined'],
    [{ auth: null }, 'auth is null'],
    [{ folderId: 5 }, 'folderId is 5'],
    [{ clock: {} }, 'clock is an object'],
    [{ random: 0.5 }, 'random is 0.5'],
  ])('refuses %j at construction', (options, text) => {
    expect(() => make(options)).toThrow(invalid(text));
  });

  it('refuses what is missing, wherever it is', () => {
    const stt = make();
    const invalidOptions = invalid('Option options is ');
    for (const wrong of [undefined, null, 5]) {
      expect(() => new SpeechKitStt(wrong as never)).toThrow(invalidOptions);
      expect(() => stt.open(wrong as never)).toThrow(invalidOptions);
    }
    expect(() => new SpeechKitStt({} as never)).toThrow(invalid('Option endpoints is undefined'));
    expect(() => stt.open({} as never)).toThrow(invalid('Option format.encoding is undefined'));
  });

  it('refuses a format that the service does not take', () => {
    expect(() => make().open({ format: pcm(44_100) })).toThrow(
      invalid('pcm_s16le at 16000 Hz, pcm_s16le at 8000 Hz, pcm_s16le at 48000 Hz'),
    );
    expect(() => make().open({ format: { encoding: 'pcma', sampleRateHz: 8000 } })).toThrow(
      invalid('pcm_s16le'),
    );
  });
});
