import { pcm, samplesToPcm, type SttEvent } from '@rechka/core';
import { ensureSttContract } from '@rechka/core/testing';
import { encodeToneSpeech, startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { apiKey } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { SpeechKitStt } from './speechkit-stt.js';
import { scoreWords } from './testing/word-score.js';

const format = pcm(8000);
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const frameBytes = 320;

/** What is told when the source is silent for `awayMs` after `cutMs` of speech, and then makes up for it at 4x. */
async function interrupted(
  text: string,
  { cutMs, awayMs, back = true }: { cutMs: number; awayMs: number; back?: boolean },
) {
  const { samples, words: said } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: 8000 });
  const audio = Buffer.concat([samplesToPcm(samples), new Uint8Array(format.sampleRateHz * 2 * 2)]);
  const events: SttEvent[] = [];
  await virtualTime().run(async () => {
    const emulator = await startEmulator({
      iam: { apiKeys: ['emulated'] },
      folderId: `broken${cutMs}-${awayMs}`,
      latency: 'typical',
    });
    const { folderId, endpoints } = emulator;
    const stt = new SpeechKitStt({ auth: apiKey('emulated'), folderId, endpoints });
    const stream = stt.open({ format });
    const read = (async () => {
      for await (const event of stream) events.push(event);
    })();
    let lateMs = 0;
    for (let at = 0; at < audio.byteLength; at += frameBytes) {
      if (at === cutMs * 16) {
        await pause(awayMs);
        if (!back) break;
        lateMs = awayMs;
      }
      stream.write(audio.subarray(at, at + frameBytes));
      const stepMs = lateMs > 0 ? 5 : 20;
      lateMs = Math.max(0, lateMs - 15);
      await pause(stepMs);
    }
    await stream.finish({ deadlineMs: 8000 });
    await read;
    stt.close();
    await emulator.close();
  });
  ensureSttContract(events, audio.byteLength / 16);
  return { events, said, score: scoreWords(said, events) };
}

describe('a source that breaks off in mid-word and sends the rest later', () => {
  const text = 'запишите меня пожалуйста на среду на среду к администратору вечером';
  const cases = [1000, 2000, 3000, 3600, 4000, 4500, 5200, 6000, 7000, 8000, 9500, 12_000, 14_500].flatMap(
    (awayMs) => [260, 1700, 2480, 3100].map((cutMs) => [awayMs, cutMs] as const),
  );

  it.each(cases)('for %i ms, %i ms into the speech: no word is lost or doubled', async (awayMs, cutMs) => {
    const { events, score } = await interrupted(text, { cutMs, awayMs });
    const { lost, doubled, invented, misplaced } = score;
    expect({ lost, doubled, invented, misplaced }).toEqual({
      lost: [],
      doubled: [],
      invented: [],
      misplaced: 0,
    });
    expect(score.worstMs).toBeLessThanOrEqual(40);
    expect(events.filter(({ type }) => type === 'utterance-end')).toHaveLength(1);
  });

  it('ends the utterance when nothing more has come for fifteen seconds', async () => {
    const { events, said } = await interrupted(text, { cutMs: 1700, awayMs: 20_000, back: false });
    const end = events.find((event) => event.type === 'utterance-end');
    expect(end).toMatchObject({ cause: 'timeout' });
    const told = events.flatMap((event) => (event.type === 'transcript-final' ? event.words : []));
    const whole = said.filter(({ endMs }) => endMs < 1700).map((word) => word.text);
    expect(told.map((word) => word.text).slice(0, whole.length)).toEqual(whole);
  });
});
