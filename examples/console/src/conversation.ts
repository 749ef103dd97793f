import { VoicePipeline, agent, isVoiceError, type Call, type Turn, type VoiceError } from '@rechka/core';
import { greeting, instructions } from '@rechka/example-shared';
import { YandexGpt } from '@rechka/gpt';
import type { Cloud } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { Screen } from './screen.js';
import { Transcript } from './transcript.js';

/** A recording has no more to say: how long it is waited for, after the last that happened, before hanging up. */
const quietMs = 3000;

/** What came of a conversation. */
export interface Conversation {
  transcript: Transcript;
  turns: number;
  /** Ended by Ctrl-C. */
  interrupted: boolean;
  /** What ended the call, if anything did: what was said before is worth keeping all the same. */
  fault: VoiceError | undefined;
}

/** Holds a conversation to its end; rejects if it cannot even begin. `callerEndsMs`: a recorded caller says nothing more after this long. */
export async function converse(options: {
  cloud: Cloud;
  call: Call;
  callerEndsMs?: number;
}): Promise<Conversation> {
  const { cloud, call, callerEndsMs } = options;
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const clients = [stt, tts, gpt];
  let interrupted = false;
  let fault: VoiceError | undefined;
  let turns = 0;
  try {
    await Promise.all(clients.map((client) => client.connect()));
    const pipeline = new VoicePipeline({
      call,
      stt,
      tts,
      language: russian(),
      respond: agent(gpt, { instructions }),
    });
    const screen = new Screen(pipeline);
    const { transcript, caller } = record(pipeline);
    const stop = () => {
      interrupted = true;
      void pipeline.close();
    };
    process.once('SIGINT', stop);
    const hangUp = callerEndsMs === undefined ? undefined : hangUpWhenQuiet(pipeline, callerEndsMs);
    try {
      void pipeline.say(greeting);
      for await (const turn of pipeline.turns()) {
        turns += 1;
        screen.caller(turn);
        caller(turn);
        await turn.reply();
      }
    } catch (error) {
      if (!isVoiceError(error)) throw error;
      fault = error;
    } finally {
      hangUp?.cancel();
      process.removeListener('SIGINT', stop);
    }
    return { transcript, turns, interrupted, fault };
  } finally {
    for (const client of clients) client.close();
  }
}

/** Writes down the bot by itself, and the caller by the turns it is given. */
function record({ events }: VoicePipeline): { transcript: Transcript; caller: (turn: Turn) => void } {
  const transcript = new Transcript();
  // The call begins with the first word of either, a moment from now.
  const startMs = performance.now();
  const sinceStartMs = () => performance.now() - startMs;
  let heardAtMs: number | undefined;
  events.on('reply-heard', () => (heardAtMs = sinceStartMs()));
  events.on('reply-ended', ({ reply }) => {
    transcript.bot(heardAtMs ?? sinceStartMs(), reply);
    heardAtMs = undefined;
  });
  const utteranceStartsMs = new Map<number, number>();
  events.on('transcript-final', ({ utterance, startMs }) => {
    if (!utteranceStartsMs.has(utterance)) utteranceStartsMs.set(utterance, startMs);
  });
  const caller = (turn: Turn) => {
    const [first = -1] = turn.ids.utterances;
    transcript.caller(utteranceStartsMs.get(first) ?? sinceStartMs(), turn);
  };
  return { transcript, caller };
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
