import { agent, tool, VoicePipeline, type Call } from '@rechka/core';
import { YandexGpt } from '@rechka/gpt';
import type { Cloud } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';

export async function answer({
  call,
  cloud,
  book,
}: {
  call: Call;
  cloud: Cloud;
  book: (slot: string) => Promise<void>;
}): Promise<void> {
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const tools = [
    tool({
      name: 'book',
      description: 'Записывает клиента.',
      parameters: {
        type: 'object',
        properties: { day: { type: 'string' }, time: { type: 'string' } },
        required: ['day', 'time'],
      },
      validate: ({ day, time }) => ({ slot: `${String(day)} ${String(time)}` }),
      irreversible: true,
      run: async ({ slot }) => {
        await book(slot);
        return { booked: true };
      },
    }),
  ];
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
    language: russian(),
    respond: agent(gpt, { instructions: 'Ты администратор барбершопа. Отвечай коротко.', tools }),
  });
  void pipeline.say('Барбершоп «Стиль», здравствуйте!');
  await pipeline.run();
  for (const client of [stt, tts, gpt]) client.close();
}
