import { describe, expect, it } from 'vitest';
import { pcm } from '../audio/audio-format.js';
import type { SttEvent } from '../ports/speech-to-text.js';
import { audioSinkConformance } from './audio-sink-conformance.js';
import { audioSourceConformance } from './audio-source-conformance.js';
import { languageConformance } from './language-conformance.js';
import { languageModelConformance } from './language-model-conformance.js';
import { manualClock } from './manual-clock.js';
import { plainLanguage } from './plain-language.js';
import { scriptedLine } from './scripted-line.js';
import { scriptedLlm } from './scripted-llm.js';
import { scriptedStt } from './scripted-stt.js';
import { scriptedTts } from './scripted-tts.js';
import { ensureSttContract } from './stt-contract.js';
import { textToSpeechConformance } from './text-to-speech-conformance.js';

describe('the line of scriptedLine', () => {
  it.each(
    audioSourceConformance(() => {
      const clock = manualClock();
      const line = scriptedLine({ clock });
      const advance = async (ms: number) => {
        for (let passed = 0; passed < ms; passed += 20) {
          line.send(new Uint8Array(320));
          await clock.advance(20);
        }
      };
      return { source: line.call.input, hangUp: () => line.hangUp(), advance };
    }),
  )('as a source $name', ({ run }) => run());

  it.each(
    audioSinkConformance(() => {
      const clock = manualClock();
      return { sink: scriptedLine({ clock }).call.output, advance: (ms) => clock.advance(ms) };
    }),
  )('as a sink $name', ({ run }) => run());
});

describe('scriptedTts', () => {
  it.each(
    textToSpeechConformance(() => {
      const clock = manualClock();
      const tts = scriptedTts({ clock, formats: [pcm(8000), pcm(22_050)], sample: 7 });
      return { tts, advance: (ms) => clock.advance(ms) };
    }),
  )('$name', ({ run }) => run());
});

describe('scriptedLlm', () => {
  const tools = [{ name: 'book', description: 'Books a visit', parameters: { type: 'object' } }];
  const messages = [{ role: 'user', text: 'Book me in' } as const];
  it.each(
    languageModelConformance(() => {
      const clock = manualClock();
      const llm = scriptedLlm(
        (asked) =>
          asked === messages
            ? ['One moment. ', { name: 'book', arguments: { day: 1 } }]
            : 'Hello, I am a robot.',
        { clock, firstWordMs: 300, wordMs: 40 },
      );
      return { model: llm, toolRound: { messages, tools }, advance: (ms) => clock.advance(ms) };
    }),
  )('$name', ({ run }) => run());

  it('gives every character of its answers, and repeats the last one', async () => {
    const llm = scriptedLlm([' раз,  два ', 'три'], { clock: manualClock() });
    const texts: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      let text = '';
      for await (const event of llm.stream([])) if (event.type === 'text') text += event.text;
      texts.push(text);
    }
    expect(texts).toEqual([' раз,  два ', 'три', 'три']);
  });
});

describe('plainLanguage', () => {
  const texts = ['Добрый день. Чем помочь? ', 'Без точки', 'Раз. Два. Три.'];
  it.each(languageConformance(() => ({ language: plainLanguage(), texts })))('$name', ({ run }) => run());
});

describe('scriptedStt', () => {
  it('tells what the test has the caller say, as a recogniser would', async () => {
    const stt = scriptedStt();
    const stream = stt.open({ format: pcm(8000) });
    const events: SttEvent[] = [];
    const done = (async () => {
      for await (const event of stream) events.push(event);
    })();
    stream.write(new Uint8Array(3200));
    stt.partial('хочу');
    stream.write(new Uint8Array(3200));
    stt.says('хочу записаться');
    stt.partial('м');
    stt.fallsSilent();
    stt.says('алло');
    await stream.finish({ deadlineMs: 0 });
    await done;
    ensureSttContract(events, stt.takenMs);
    expect(stt.takenMs).toBe(400);
    expect(events.map(({ type }) => type)).toContain('speech-start');
    expect(() => stream.write(new Uint8Array(2))).toThrow('after finish');
  });
});
