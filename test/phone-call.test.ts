import { bytesToMs, type AudioChunk, type AudioFormat, type Call, type Turn } from '@rechka/core';
import { encodeToneSpeech } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { scriptedCall } from '@rechka/local';
import { describe, expect, it } from 'vitest';
import { openWholeCall, spoken, wordsHeard } from './whole-call.js';

const phone: AudioFormat = { encoding: 'pcma', sampleRateHz: 8000 };
const frameMs = 20;

/** A line that loses frames and knows how many: what a jitter buffer tells. */
function lossy(call: Call, isLost: (frame: number) => boolean): Call {
  async function* frames(): AsyncGenerator<AudioChunk> {
    let lostMs = 0;
    let frame = 0;
    for await (const { data } of call.input) {
      frame += 1;
      if (isLost(frame)) {
        lostMs += bytesToMs(data.byteLength, phone);
        continue;
      }
      yield { data, ...(lostMs > 0 && { lostMs }) };
      lostMs = 0;
    }
  }
  return { ...call, input: { format: phone, [Symbol.asyncIterator]: frames } };
}

/** A small generator of its own, so that the same frames are lost in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32;
}

describe('a telephone call: A-law at 8 kHz in 20 ms frames', () => {
  it('goes through the same pipeline, word for word both ways', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const caller = scriptedCall({ format: phone, chunkMs: frameMs });
      const whole = await openWholeCall(caller.call, {
        emulator: { gpt: { reply: ['Да, на 18:30.', 'Ждём!'] } },
      });
      const lines = ['Есть место на вечер?', 'Отлично, записывайте'];
      const turns: Turn[] = [];
      void caller.say(spoken(lines[0]!, phone));
      for await (const turn of whole.pipeline.turns()) {
        turns.push(turn);
        await turn.reply();
        const line = lines[turns.length];
        if (line === undefined) caller.hangUp();
        else void caller.say(spoken(line, phone));
      }
      await whole.release();
      expect(turns.map((turn) => turn.refinedText)).toEqual(lines);
      expect(wordsHeard(caller.heard(), phone).join(' ')).toBe('Да, на восемнадцать тридцать. Ждём!');
      const opened = whole.emulator.log.filter((event) => JSON.stringify(event).includes('8000'));
      expect(opened.length, 'an 8 kHz call is recognised at 8 kHz').toBeGreaterThan(0);
    });
  });

  it('with a tenth of its frames lost keeps times true to within a frame, to the end of the call', async () => {
    const vt = virtualTime();
    await vt.run(async () => {
      const random = seeded(7);
      let frames = 0;
      let lost = 0;
      const caller = scriptedCall({ format: phone, chunkMs: frameMs });
      const call = lossy(caller.call, () => {
        const isLost = random() < 0.1;
        frames += 1;
        if (isLost) lost += 1;
        return isLost;
      });
      const whole = await openWholeCall(call, { pipeline: { bargeIn: false } });
      const truth: { text: string; startMs: number; endMs: number }[] = [];
      const said = (async () => {
        // Short words: of a long one hardly any gets through whole.
        for (let line = 0; line < 60; line += 1) {
          const text = ['раз', 'два', 'три', 'да', 'нет'].slice(line % 3, (line % 3) + 3).join(' ');
          const { words } = encodeToneSpeech(text, { voice: 'a', sampleRateHz: 8000 });
          const { startMs } = await caller.say(spoken(text, phone));
          for (const word of words) {
            truth.push({ text: word.text, startMs: startMs + word.startMs, endMs: startMs + word.endMs });
          }
          await new Promise((resolve) => setTimeout(resolve, 1500));
        }
        caller.hangUp();
      })();
      for await (const turn of whole.pipeline.turns()) expect(turn.text).not.toBe('');
      await said;
      await whole.release();

      expect(lost / frames).toBeGreaterThan(0.08);
      const heard = whole.events.flatMap((event) => (event.type === 'transcript-final' ? event.words : []));
      const errors = heard.flatMap((word) => {
        const near = truth.filter(
          ({ text, startMs }) => text === word.text && Math.abs(startMs - word.startMs) < 500,
        );
        return near.map((match) =>
          Math.max(Math.abs(match.startMs - word.startMs), Math.abs(match.endMs - word.endMs)),
        );
      });
      expect(errors.length, 'too few words got through to judge').toBeGreaterThan(25);
      expect(Math.max(...errors)).toBeLessThanOrEqual(frameMs);
      const lastHeardMs = Math.max(...heard.map((word) => word.endMs));
      expect(lastHeardMs, 'the end of the call was not heard').toBeGreaterThan(
        truth.at(-1)!.startMs - 10_000,
      );
    });
  });
});
