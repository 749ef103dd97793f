import { VoicePipeline, agent, type Call } from '@rechka/core';
import { YandexGpt } from '@rechka/gpt';
import type { Cloud } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { Screen } from './screen.js';
import { Transcript } from './transcript.js';

const greeting = 'Барбершоп «Стиль», здравствуйте!';
const instructions =
  'Ты администратор барбершопа «Стиль». Отвечай одним-двумя короткими предложениями, как говорят по телефону.';

/** A recording has no more to say: how long it is waited for, after the last that happened, before hanging up. */
const quietMs = 3000;

/** Holds a conversation to its end. `callerEndsMs`: a recorded caller says nothing more after this long. */
export async function converse(options: {
  cloud: Cloud;
  call: Call;
  callerEndsMs?: number;
}): Promise<{ transcript: Transcript; turns: number }> {
  const { cloud, call, callerEndsMs } = options;
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  await Promise.all([stt.connect(), tts.connect(), gpt.connect()]);

  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
    language: russian(),
    respond: agent(gpt, { instructions }),
  });
  const screen = new Screen(pipeline);
  const transcript = new Transcript();
  const stop = () => void pipeline.close();
  process.once('SIGINT', stop);
  const hangUp = callerEndsMs === undefined ? undefined : hangUpWhenQuiet(pipeline, callerEndsMs);
  let turns = 0;
  try {
    void pipeline.say(greeting).then((reply) => {
      screen.bot(reply);
      transcript.bot(reply);
    });
    for await (const turn of pipeline.turns()) {
      turns += 1;
      const reply = await turn.reply();
      screen.caller(turn.refinedText);
      transcript.caller(turn.refinedText);
      screen.bot(reply);
      transcript.bot(reply);
    }
  } finally {
    hangUp?.cancel();
    process.removeListener('SIGINT', stop);
    for (const client of [stt, tts, gpt]) client.close();
  }
  return { transcript, turns };
}

/** A recording cannot hang up by itself: does so when it is over and nothing has happened for a while. */
function hangUpWhenQuiet(pipeline: VoicePipeline, callerEndsMs: number): { cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  let busy = 0;
  const startMs = performance.now();
  const restart = () => {
    clearTimeout(timer);
    if (busy > 0) return;
    const leftMs = Math.max(0, startMs + callerEndsMs - performance.now());
    timer = setTimeout(() => void pipeline.close({ afterSpeech: true }), leftMs + quietMs);
  };
  pipeline.events.on('turn-started', () => {
    busy += 1;
    restart();
  });
  pipeline.events.on('reply-ended', ({ kind }) => {
    if (kind === 'reply') busy -= 1;
    restart();
  });
  pipeline.events.on('transcript-partial', restart);
  restart();
  return { cancel: () => clearTimeout(timer) };
}
