import { describe, expect, it } from 'vitest';
import { bytesToMs, pcm } from '../audio/audio-format.js';
import { levelDbfs } from '../audio/level.js';
import { pcmToSamples } from '../audio/pcm16.js';
import type { TextToSpeech, TtsEvent } from '../ports/text-to-speech.js';
import { StandbyVoice } from './standby-voice.js';

const format = pcm(8000);

function voice() {
  const state = { requests: 0, broken: false };
  const tts: TextToSpeech = {
    formats: [format],
    async *speak(text): AsyncGenerator<TtsEvent> {
      state.requests += 1;
      for await (const segment of text) {
        if (state.broken) throw new Error('down');
        yield { type: 'alignment', charStart: 0, charEnd: segment.length, startMs: 0, endMs: 100 };
        yield { type: 'audio', data: new Uint8Array(1600).fill(segment.length) };
      }
    },
  };
  return { tts, state };
}

async function say(standby: StandbyVoice, text = 'Извините.'): Promise<TtsEvent[]> {
  const events: TtsEvent[] = [];
  const words = (async function* () {
    yield text;
  })();
  for await (const event of standby.speak(words, {})) events.push(event);
  return events;
}

describe('StandbyVoice', () => {
  it('says from memory what it rendered while synthesis worked, once for all calls', async () => {
    const { tts, state } = voice();
    const calls = [1, 2, 3].map(() => new StandbyVoice(tts, 'Извините.', format, true));
    await Promise.all(calls.map((standby) => standby.prepare()));
    state.broken = true;
    for (const standby of calls) {
      const audio = (await say(standby)).flatMap((event) => (event.type === 'audio' ? [...event.data] : []));
      expect(audio).toEqual(Array.from({ length: 1600 }, () => 9));
    }
    expect(state.requests).toBe(1);
  });

  it('is heard even if synthesis never worked, and tries again for the next call', async () => {
    const { tts, state } = voice();
    state.broken = true;
    const standby = new StandbyVoice(tts, 'Извините.', format, true);
    await standby.prepare();
    const events = await say(standby);
    const [audio] = events.flatMap((event) => (event.type === 'audio' ? [event.data] : []));
    expect(bytesToMs(audio!.byteLength, format)).toBeGreaterThan(400);
    expect(levelDbfs(pcmToSamples(audio!))).toBeGreaterThan(-25);

    state.broken = false;
    await new StandbyVoice(tts, 'Извините.', format, true).prepare();
    expect(
      (await say(standby)).some((event) => event.type === 'audio' && event.data.byteLength === 1600),
    ).toBe(true);
  });

  it('keeps no rendering without sound, and none of another encoding', async () => {
    const { tts, state } = voice();
    const mute: TextToSpeech = {
      formats: [format],
      async *speak(): AsyncGenerator<TtsEvent> {},
    };
    const standby = new StandbyVoice(mute, 'Извините.', format, true);
    await standby.prepare();
    expect((await say(standby)).some((event) => event.type === 'audio')).toBe(true);

    await new StandbyVoice(tts, 'Извините.', format, true).prepare();
    await new StandbyVoice(tts, 'Извините.', { encoding: 'pcma', sampleRateHz: 8000 }, true).prepare();
    expect(state.requests).toBe(2);
  });

  it('keeps the phrases that were used last, however many were made up for single calls', async () => {
    const { tts, state } = voice();
    const prepared = (phrase: string) => new StandbyVoice(tts, phrase, format, true).prepare();
    await prepared('Извините.');
    for (let call = 0; call < 100; call += 1) {
      await prepared(`Извините, звонок ${call}.`);
      await prepared('Извините.');
    }
    expect(state.requests).toBe(101);
    await prepared('Извините, звонок 99.');
    expect(state.requests).toBe(101);
    await prepared('Извините, звонок 0.');
    expect(state.requests).toBe(102);
  });

  it('does not wait for a rendering that hangs', async () => {
    const tts: TextToSpeech = {
      formats: [format],
      speak: () => ({ [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }) }),
    };
    const standby = new StandbyVoice(tts, 'Извините.', format, true);
    void standby.prepare();
    expect((await say(standby)).length).toBeGreaterThan(0);
  });

  it('renders what it has not rendered when it is to be said, unless that is when nothing can be said', async () => {
    const { tts, state } = voice();
    const standby = new StandbyVoice(tts, 'Секунду.', format, false);
    const bytes = async () =>
      (await say(standby, 'Секунду.')).flatMap((event) => (event.type === 'audio' ? [event.data[0]] : []));
    expect(await bytes()).toEqual([8]);
    expect(state.requests).toBe(1);
    state.broken = true;
    expect(await bytes()).toEqual([8]);
    expect(state.requests).toBe(1);
    const unknown = new StandbyVoice(tts, 'Минуту.', format, false);
    await expect(say(unknown, 'Минуту.')).rejects.toThrow('down');
  });
});
