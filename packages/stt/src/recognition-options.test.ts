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
  ])('refuses %j at construction', (options, text) => {
    expect(() => make(options)).toThrow(invalid(text));
  });

  it('refuses a format that the service does not take', () => {
    expect(() => make().open({ format: pcm(44_100) })).toThrow(invalid('16000, 8000, 48000'));
    expect(() => make().open({ format: { encoding: 'pcma', sampleRateHz: 8000 } })).toThrow(
      invalid('pcm_s16le'),
    );
  });
});
