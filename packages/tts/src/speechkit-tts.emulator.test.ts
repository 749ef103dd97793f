import { isVoiceError, pcm } from '@rechka/core';
import { manualClock, textToSpeechConformance } from '@rechka/core/testing';
import { startEmulator } from '@rechka/emulator';
import { apiKey } from '@rechka/iam';
import { admissionFor } from '@rechka/rpc';
import { describe, expect, it } from 'vitest';
import { SpeechKitTts } from './speechkit-tts.js';

const segments = ['Добрый день, чем могу помочь? ', 'Мы открыты до восьми вечера.'];

describe.each(['utterance', 'stream'] as const)('against the emulator, mode %s', (mode) => {
  const suite = textToSpeechConformance(async () => {
    const emulator = await startEmulator({ iam: { apiKeys: ['emulated'] } });
    const tts = new SpeechKitTts({
      auth: apiKey('emulated'),
      folderId: emulator.folderId,
      endpoints: { tts: emulator.endpoints.tts },
      mode,
    });
    const close = async () => {
      tts.close();
      await emulator.close();
    };
    return { tts, segments, advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)), close };
  });
  for (const { name, run } of suite) it(name, run);

  it('gives speculation seven of ten requests a second, and committed speech the rest at once', async () => {
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      folderId: `b1gspeculation${mode}`,
    });
    // On this clock the second does not end.
    const clock = manualClock();
    const { folderId, endpoints, log } = emulator;
    const tts = new SpeechKitTts({ auth: apiKey('emulated'), folderId, endpoints, clock, mode });
    admissionFor(folderId, { ttsRequestsPerSecond: 10, clock });
    const say = async (text: string, priority: 'speculative' | 'committed') => {
      const items = (async function* () {
        yield text;
      })();
      let bytes = 0;
      try {
        for await (const event of tts.speak(items, { format: pcm(8000), priority })) {
          if (event.type === 'audio') bytes += event.data.length;
        }
        return bytes > 0 ? 'spoken' : 'silent';
      } catch (error) {
        return isVoiceError(error) ? error.code : error;
      }
    };
    try {
      const guesses = await Promise.all(Array.from({ length: 9 }, () => say('Секунду.', 'speculative')));
      expect(guesses).toEqual([...Array<string>(7).fill('spoken'), 'ERR_QUOTA', 'ERR_QUOTA']);
      const committed = await Promise.all(Array.from({ length: 3 }, () => say('Добрый день.', 'committed')));
      expect(committed).toEqual(['spoken', 'spoken', 'spoken']);
      expect(log.filter(({ service, type }) => service === 'tts' && type === 'call-start')).toHaveLength(10);
    } finally {
      tts.close();
      await emulator.close();
    }
  });
});
