import {
  localEndpointing,
  pcm,
  withEndpointing,
  type AudioFormat,
  type Endpointer,
  type ExpectedAnswer,
  type SttEvent,
  type Turn,
  type VoicePipelineOptions,
} from '@rechka/core';
import { ensureSttContract, speechToTextConformance } from '@rechka/core/testing';
import { encodeToneSpeech, startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { scriptedCall } from '@rechka/local';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { describe, expect, it } from 'vitest';
import { openWholeCall } from './whole-call.js';

const phone = pcm(8000);

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Texts with a pause after each. */
function speech(texts: readonly string[], { sampleRateHz }: AudioFormat, pauseMs: number): Int16Array {
  const parts = texts.map((text) => encodeToneSpeech(text, { voice: 'a', sampleRateHz }).samples);
  const silence = (sampleRateHz * pauseMs) / 1000;
  const whole = new Int16Array(parts.reduce((sum, { length }) => sum + length + silence, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length + silence;
  }
  return whole;
}

async function openStt(endpointer: Endpointer = localEndpointing({ language: russian() })) {
  const emulator = await startEmulator({ latency: 'typical' });
  const client = new SpeechKitStt(fromEnv(emulator.env));
  const close = async () => {
    client.close();
    await emulator.close();
  };
  return { stt: withEndpointing(client, endpointer), close };
}

describe('a recogniser with endpointing of ours', () => {
  const suite = speechToTextConformance(async () => {
    const { stt, close } = await openStt();
    const audio = (format: AudioFormat) =>
      Buffer.from(speech(['запишите меня на среду', 'спасибо большое'], format, 2500).buffer);
    return { stt, audio, utterances: 2, advance: pause, close };
  });
  for (const { name, run } of suite) it(name, () => virtualTime().run(run));

  it.each([-24, -20])(
    'ends utterances on a line whose noise is at %i dBFS and never silent',
    async (dbfs) => {
      const events: SttEvent[] = [];
      const vt = virtualTime();
      await vt.run(async () => {
        const { stt, close } = await openStt();
        const stream = stt.open({ format: phone });
        const reading = (async () => {
          for await (const event of stream) events.push(event);
        })();
        const samples = speech(['', 'запишите меня на среду', 'спасибо большое'], phone, 3000);
        // A hum far below the voice's band in which the emulator hears, yet as loud as a voice.
        const peak = 32_768 * 10 ** (dbfs / 20) * Math.SQRT2;
        const noisy = samples.map((sample, at) =>
          Math.max(-32_768, Math.min(32_767, sample + peak * Math.sin((2 * Math.PI * 100 * at) / 8000))),
        );
        for (let at = 0; at < noisy.length; at += 160) {
          stream.write(Buffer.from(noisy.buffer, at * 2, Math.min(160, noisy.length - at) * 2));
          await pause(20);
        }
        await stream.finish({ deadlineMs: 5000 });
        await reading;
        await close();
        ensureSttContract(events, noisy.length / 8);
      });
      const ends = events.filter(({ type }) => type === 'utterance-end');
      expect(ends).toHaveLength(2);
      const texts = events.flatMap((event) => (event.type === 'transcript-final' ? [event.text] : []));
      expect(texts.join(' ').split(' ')).toHaveLength(6);
    },
  );
});

/** What a caller says in a call whose bot asks for something at the start, and how long they waited. */
async function phoneCall(
  said: readonly string[],
  pauseMs: number,
  options: Partial<VoicePipelineOptions>,
  expected: ExpectedAnswer | undefined,
) {
  const turns: Turn[] = [];
  const waits: number[] = [];
  await virtualTime().run(async () => {
    const caller = scriptedCall({ format: phone, chunkMs: 20 });
    const whole = await openWholeCall(caller.call, {
      emulator: { latency: 'typical' },
      pipeline: options,
    });
    await whole.pipeline.say('Слушаю вас.', expected && { expect: expected });
    void caller.say(Buffer.from(speech(said, phone, pauseMs).buffer)).then(async () => {
      await pause(4000);
      caller.hangUp();
    });
    for await (const turn of whole.pipeline.turns()) {
      turns.push(turn);
      const { latency } = await turn.reply('Записал.');
      if (latency.committedMs !== undefined) waits.push(latency.committedMs);
    }
    await whole.release();
  });
  return { texts: turns.map(({ text }) => text), waits };
}

describe('a call with local endpointing', () => {
  const number = [
    'восемь девятьсот двенадцать',
    'триста сорок пять',
    'шестьдесят семь',
    'восемьдесят девять',
  ];

  it('hears a telephone number whole through its pauses, and answers as soon as it is', async () => {
    const local = await phoneCall(number, 1000, { endpointing: 'local' }, 'phone');
    expect(local.texts).toEqual([number.join(' ')]);
    const server = await phoneCall(number, 1000, {}, 'phone');
    expect(server.texts.length, 'the server takes each pause for an end').toBeGreaterThan(1);
    const whole = [number.join(' ')];
    const [ours, theirs] = [
      await phoneCall(whole, 0, { endpointing: 'local' }, 'phone'),
      await phoneCall(whole, 0, { endpointing: 'server' }, 'phone'),
    ];
    expect(ours.texts).toEqual(theirs.texts);
    expect(ours.waits[0]).toBeLessThan((theirs.waits[0] ?? 0) / 2);
  });

  it('answers sooner when it is told what was asked', async () => {
    const told = await phoneCall(['анна сергеевна'], 0, { endpointing: 'local' }, 'name');
    const untold = await phoneCall(['анна сергеевна'], 0, { endpointing: 'local' }, undefined);
    expect(told.texts).toEqual(untold.texts);
    expect(told.waits[0]).toBeLessThan((untold.waits[0] ?? 0) - 100);
  });

  it('expects anything again when the caller has answered', async () => {
    const { waits } = await phoneCall(
      ['анна сергеевна', 'анна сергеевна'],
      3000,
      { endpointing: 'local' },
      'name',
    );
    expect(waits).toHaveLength(2);
    expect(waits[1]).toBeGreaterThan((waits[0] ?? 0) + 100);
  });

  it.each([{ endpointing: 'sometimes' }, { endpointing: { type: 'sometimes' } }, { endpointing: null }])(
    'refuses %o',
    async (options) => {
      const call = phoneCall(['да'], 0, options as never, undefined);
      await expect(call).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
    },
  );

  it('refuses to expect what is no kind of answer', async () => {
    const call = phoneCall(['да'], 0, {}, 'poem' as never);
    await expect(call).rejects.toMatchObject({ code: 'ERR_INVALID_OPTION' });
  });
});
