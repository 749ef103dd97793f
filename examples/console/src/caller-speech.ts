import { pcm, pcmToSamples, samplesToPcm, silence, writeWav, type TextToSpeech } from '@rechka/core';
import { encodeToneSpeech } from '@rechka/emulator';
import type { Cloud } from '@rechka/iam';
import { SpeechKitTts } from '@rechka/tts';

/** What the caller says, and how long they then listen: a recording cannot wait for the bot to finish. */
const lines = [
  { text: 'Здравствуйте, хочу записаться на стрижку завтра', thenMs: 6200 },
  { text: 'Да, в 15:30 подойдёт', thenMs: 6200 },
  { text: 'Меня зовут Иван', thenMs: 1500 },
];

/** What the caller says, in turn. */
export const callerLines = lines.map(({ text }) => text);

/** The greeting is listened to first. */
const beforeMs = 4500;

const format = pcm(16_000);

/**
 * The caller's recording. For the emulator it is tone speech; for the real cloud another voice of
 * SpeechKit reads the same lines.
 */
export async function makeCallerWav(cloud: Cloud, onEmulator: boolean): Promise<Uint8Array> {
  const say = onEmulator ? sayInTones : sayWith(new SpeechKitTts({ ...cloud, voice: 'filipp' }));
  const parts: Uint8Array[] = [silence(beforeMs, format)];
  for (const { text, thenMs } of lines) parts.push(await say(text), silence(thenMs, format));
  return writeWav(format, Buffer.concat(parts));
}

function sayInTones(text: string): Promise<Uint8Array> {
  return Promise.resolve(
    samplesToPcm(encodeToneSpeech(text, { voice: 'a', sampleRateHz: format.sampleRateHz }).samples),
  );
}

function sayWith(tts: TextToSpeech): (text: string) => Promise<Uint8Array> {
  return async (text) => {
    const audio: Uint8Array[] = [];
    for await (const event of tts.speak(oneItem(text), { format }))
      if (event.type === 'audio') audio.push(event.data);
    return samplesToPcm(pcmToSamples(Buffer.concat(audio)));
  };
}

async function* oneItem(text: string): AsyncGenerator<string> {
  yield text;
}
