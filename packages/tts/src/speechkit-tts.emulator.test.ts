import { textToSpeechConformance } from '@rechka/core/testing';
import { startEmulator } from '@rechka/emulator';
import { apiKey } from '@rechka/iam';
import { describe, it } from 'vitest';
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
});
