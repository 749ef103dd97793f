import { languageModelConformance } from '@rechka/core/testing';
import { startEmulator } from '@rechka/emulator';
import { apiKey } from '@rechka/iam';
import { describe, it } from 'vitest';
import { YandexGpt } from './yandex-gpt.js';

const book = {
  name: 'book',
  description: 'Записывает клиента',
  parameters: { type: 'object', properties: { day: { type: 'string' } } },
};

describe('against the emulator', () => {
  const suite = languageModelConformance(async () => {
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      gpt: {
        reply: (messages) =>
          JSON.stringify(messages).includes('запиши')
            ? { toolCalls: [{ name: 'book', arguments: { day: 'среда' } }] }
            : 'Здравствуйте! Я администратор барбершопа, отвечу на все вопросы.',
      },
    });
    const { folderId, endpoints } = emulator;
    const model = new YandexGpt({ auth: apiKey('emulated'), folderId, endpoints });
    const close = async () => {
      model.close();
      await emulator.close();
    };
    return {
      model,
      toolRound: { messages: [{ role: 'user', text: 'запиши меня на среду' }], tools: [book] },
      advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      close,
    };
  });
  for (const { name, run } of suite) it(name, run);
});
