import {
  localEndpointing,
  pcm,
  withEndpointing,
  type AudioFormat,
  type Endpointer,
  type ExpectedAnswer,
  type MeasuredAudio,
  type PipelineEvent,
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

/**
 * Asks a model when a voice has been silent for 400 ms: `verdictMs` later it is sure that the caller has finished. Until
 * then an utterance ends after 3 s.
 */
function askingModel(verdictMs: number, heard: { audio: number; verdicts: number }): Endpointer {
  return {
    open: ({ changed, signal }) => {
      let [voiceEndMs, askedMs, sureMs] = [Number.POSITIVE_INFINITY, 0, Number.NaN];
      const model = (atMs: number) => {
        setTimeout(() => {
          if (signal.aborted) return;
          heard.verdicts += 1;
          sureMs = atMs;
          changed();
        }, verdictMs);
      };
      return {
        heardAudio: (audio: MeasuredAudio) => {
          heard.audio += 1;
          if (audio.levelDbfs > -45) voiceEndMs = audio.endMs;
          if (audio.endMs - voiceEndMs < 400 || askedMs === voiceEndMs) return;
          askedMs = voiceEndMs;
          model(voiceEndMs);
        },
        heardEvent: () => undefined,
        asked: () => undefined,
        expect: () => undefined,
        get plan() {
          return { askAtMs: voiceEndMs + 200, endAtMs: voiceEndMs + (sureMs === voiceEndMs ? 420 : 3000) };
        },
      };
    },
  };
}

/** What a caller says in a call whose bot asks for something at the start, and how long they waited. */
async function phoneCall(
  said: readonly (string | readonly string[])[],
  pauseMs: number,
  options: Partial<VoicePipelineOptions>,
  expected: ExpectedAnswer | undefined,
  betweenMs = pauseMs,
) {
  const turns: Turn[] = [];
  const waits: number[] = [];
  let events: PipelineEvent[] = [];
  await virtualTime().run(async () => {
    const caller = scriptedCall({ format: phone, chunkMs: 20 });
    const whole = await openWholeCall(caller.call, {
      emulator: { latency: 'typical' },
      pipeline: options,
    });
    await whole.pipeline.say('Слушаю вас.', expected && { expect: expected });
    events = whole.events;
    const samples = said.flatMap((texts) =>
      typeof texts === 'string'
        ? [...speech([texts], phone, pauseMs)]
        : [...speech(texts, phone, pauseMs), ...speech([''], phone, betweenMs)],
    );
    void caller.say(Buffer.from(Int16Array.from(samples).buffer)).then(async () => {
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
  return { texts: turns.map(({ text }) => text), waits, events };
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

  const answers = ['запишите меня на среду', 'часов в десять утра', 'спасибо большое'];
  const ends = (events: readonly PipelineEvent[]) => events.filter(({ type }) => type === 'utterance-end');

  it('lets a model decide whose verdict takes its time: one turn for an utterance, and every word of it', async () => {
    const heard = { audio: 0, verdicts: 0 };
    // Pauses of 300 ms in each, which the model is not asked about, and 2 s between them.
    const said = answers.map((answer) => answer.split(' '));
    const asked = await phoneCall(said, 300, { endpointing: askingModel(50, heard) }, undefined, 2000);
    expect(asked.texts).toEqual(answers);
    expect(ends(asked.events)).toHaveLength(3);
    expect(heard.verdicts).toBe(3);
    expect(asked.events.filter(({ type }) => type === 'error')).toEqual([]);
    // 400 ms of silence, 50 of the model's; without its verdict it would be 3 s.
    for (const waitMs of asked.waits) {
      expect(waitMs).toBeGreaterThanOrEqual(430);
      expect(waitMs).toBeLessThan(650);
    }
  });

  it('loses no word, and goes on, when the detector of a user throws in mid-utterance', async () => {
    const heard = { audio: 0, verdicts: 0 };
    const inner = askingModel(50, heard);
    const endpointing: Endpointer = {
      open: (session) => {
        const detector = inner.open(session);
        return {
          heardAudio: (audio) => {
            // In the second word of the caller's.
            if (audio.endMs > 2500) throw new Error('model is gone');
            detector.heardAudio(audio);
          },
          heardEvent: (event) => detector.heardEvent(event),
          asked: (atMs) => detector.asked(atMs),
          expect: (answer) => detector.expect(answer),
          get plan() {
            return detector.plan;
          },
        };
      },
    };
    const said = answers.map((answer) => answer.split(' '));
    const { texts, events } = await phoneCall(said, 300, { endpointing }, undefined, 3000);
    expect(texts).toEqual(answers);
    expect(ends(events)).toHaveLength(3);
    const errors = events.flatMap((event) => (event.type === 'error' ? [event.error] : []));
    expect(errors).toHaveLength(1);
    expect(errors[0]?.message).toMatch(/model is gone.*1000 ms of silence/);
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
