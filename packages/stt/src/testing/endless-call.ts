import { pcm, samplesToPcm, type SttEvent, type TimedWord } from '@rechka/core';
import { ensureSttContract } from '@rechka/core/testing';
import { startEmulator, type Emulator, type EmulatorOptions } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { SpeechKitStt, type SpeechKitSttOptions } from '../speechkit-stt.js';
import type { SpeechKitStream } from '../recognition-stream.js';
import { endlessSpeech, type EndlessSpeechOptions } from './endless-speech.js';
import { faultyRelay, type FaultyRelay } from './faulty-relay.js';
import { scoreWords, type WordScore } from './word-score.js';

export interface EndlessCallOptions extends Omit<EndlessSpeechOptions, 'format'> {
  rateHz: 8000 | 16_000 | 48_000;
  minutes: number;
  client?: Partial<SpeechKitSttOptions>;
  emulator?: EmulatorOptions;
  /** How long the service may take for the last words. Default 5 000 ms. */
  finishMs?: number;
  /** Looks on after each frame, and may spoil the network. */
  disturb?: (scene: EndlessCallScene) => void;
}

export interface EndlessCallScene {
  relay: FaultyRelay;
  emulator: Emulator;
  stream: SpeechKitStream;
  /** What was told so far. */
  events: readonly SttEvent[];
  audioMs: number;
}

/** What came of a call. */
export interface EndlessCallReport extends WordScore {
  events: readonly SttEvent[];
  /** Streams that the service saw. */
  sessions: number;
  utterances: number;
  /** Longest utterance that was ended by us, ms. */
  longestUtteranceMs: number;
  mostKeptBytes: number;
  /** How long the run took in real time, as a multiple of its length. */
  timesRealTime: number;
}

const frameMs = 100;
let calls = 0;

/**
 * One long call in virtual time, from the talker's sound to the words that are told, and what was lost or doubled
 * of it. Throws where the events do not keep the port's promises.
 */
export async function endlessCall(options: EndlessCallOptions): Promise<EndlessCallReport> {
  const { rateHz, minutes, client = {}, emulator: emulated = {}, finishMs = 5000, disturb } = options;
  const format = pcm(rateHz);
  const said: TimedWord[] = [];
  const events: SttEvent[] = [];
  const startedAt = process.hrtime.bigint();
  let [mostKeptBytes, sessions, audioMs] = [0, 0, 0];
  await virtualTime({ maxVirtualMs: minutes * 60_000 + 60_000 }).run(async () => {
    const emulator = await startEmulator({
      folderId: `endless${++calls}`,
      latency: 'typical',
      ...emulated,
    });
    const { folderId, endpoints } = emulator;
    const relay = await faultyRelay(endpoints.stt);
    const stt = new SpeechKitStt({
      auth: fromEnv(emulator.env).auth,
      folderId,
      endpoints: { stt: relay.endpoint },
      chunkMs: frameMs,
      ...client,
    });
    const stream = stt.open({ format });
    const read = (async () => {
      for await (const event of stream) events.push(event);
    })();
    // Told at the end, after what else there is to tell.
    read.catch(() => undefined);
    for (const { samples, words } of endlessSpeech({ ...options, format })) {
      said.push(...words);
      const frame = (rateHz * frameMs) / 1000;
      for (let at = 0; at < samples.length; at += frame) {
        const part = samples.subarray(at, at + frame);
        stream.write(samplesToPcm(part));
        await new Promise((resolve) => setTimeout(resolve, (part.length * 1000) / rateHz));
        mostKeptBytes = Math.max(mostKeptBytes, stream.keptBytes);
        audioMs += (part.length * 1000) / rateHz;
        disturb?.({ relay, emulator, stream, events, audioMs });
      }
      if (audioMs >= minutes * 60_000) break;
    }
    // Whatever ails the network is over by now: without it nothing more could be heard.
    relay.flow();
    relay.accept();
    emulator.faults.clear();
    await stream.finish({ deadlineMs: finishMs });
    await read;
    sessions = emulator.log.filter((entry) => entry.type === 'options').length;
    stt.close();
    relay.close();
    await emulator.close();
  });
  ensureSttContract(events, audioMs);
  const ends = events.filter((event) => event.type === 'utterance-end');
  const starts = events.filter((event) => event.type === 'speech-start');
  const lengths = ends.map(({ utterance, atMs }) => atMs - (starts[utterance]?.atMs ?? atMs));
  return {
    ...scoreWords(said, events),
    events,
    sessions,
    utterances: ends.length,
    longestUtteranceMs: Math.max(0, ...lengths),
    mostKeptBytes,
    timesRealTime: audioMs / (Number(process.hrtime.bigint() - startedAt) / 1e6),
  };
}
