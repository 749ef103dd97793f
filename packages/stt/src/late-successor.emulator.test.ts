import { pcm, samplesToPcm, type SttEvent } from '@rechka/core';
import { ensureSttContract } from '@rechka/core/testing';
import { encodeToneSpeech, startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { apiKey, type Credentials } from '@rechka/iam';
import { expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';
import { scoreWords } from './testing/word-score.js';

const format = pcm(8000);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** Half a minute of phrases with pauses in between that end no utterance, but that a seam is put in. */
function longSpeech() {
  const pauseMs = 400;
  const words: { text: string; startMs: number; endMs: number }[] = [];
  const parts: Int16Array[] = [];
  let fromMs = 0;
  while (fromMs < 30_000) {
    const part = encodeToneSpeech('запишите меня на среду', { voice: 'a', sampleRateHz: 8000 });
    words.push(
      ...part.words.map(({ text, startMs, endMs }) => ({
        text,
        startMs: fromMs + startMs,
        endMs: fromMs + endMs,
      })),
    );
    const silence = new Int16Array(8 * pauseMs);
    parts.push(part.samples, silence);
    fromMs += (part.samples.length + silence.length) / 8;
  }
  parts.push(new Int16Array(16_000));
  return { words, audio: Buffer.concat(parts.map((samples) => samplesToPcm(samples))) };
}

// Where a seam within what it missed would be the best one, words were lost.
it.each([7000, 9000])(
  'a next session that comes %i ms late speaks only for what is kept: nothing is lost of what was forgotten before',
  async (lateMs) => {
    const { words, audio } = longSpeech();
    const events: SttEvent[] = [];
    await virtualTime().run(async () => {
      const emulator = await startEmulator({
        iam: { apiKeys: ['emulated'] },
        folderId: `late${lateMs}`,
        stt: { exact: true },
      });
      const key = apiKey('emulated');
      let asked = 0;
      const auth: Credentials = {
        kind: key.kind,
        authorization: (...args) => pause(asked++ === 1 ? lateMs : 0).then(() => key.authorization(...args)),
        refused: (...args) => key.refused(...args),
      };
      const { folderId, endpoints } = emulator;
      const stt = new SpeechKitStt({ auth, folderId, endpoints, maxSessionMs: 20_000, replayMs: 5000 });
      const stream = stt.open({ format });
      const read = (async () => {
        for await (const event of stream) events.push(event);
      })();
      for (let at = 0; at < audio.byteLength; at += 320) {
        stream.write(audio.subarray(at, at + 320));
        await pause(20);
      }
      await stream.finish({ deadlineMs: 8000 });
      await read;
      stt.close();
      await emulator.close();
    });
    ensureSttContract(events, audio.byteLength / 16);
    const { lost, doubled, invented, misplaced } = scoreWords(words, events);
    expect({ lost, doubled, invented, misplaced }).toEqual({
      lost: [],
      doubled: [],
      invented: [],
      misplaced: 0,
    });
    expect(events.filter(({ type }) => type === 'gap')).toEqual([]);
  },
);
