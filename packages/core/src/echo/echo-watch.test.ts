import { describe, expect, it } from 'vitest';
import { Timeline } from '../audio/timeline.js';
import { EchoGuard } from './echo-guard.js';
import { EchoWatch } from './echo-watch.js';

describe('EchoWatch', () => {
  it('tells since where on the caller’s timeline the words are the caller’s, if not all of them are', () => {
    const clockMs = 50_000;
    const timeline = new Timeline(clockMs);
    timeline.advance(10_000, clockMs + 10_000);
    const watch = new EchoWatch(new EchoGuard(), timeline);
    for (const [place, text] of ['завтра', 'свободно', 'вечером', 'после', 'шести'].entries()) {
      const startAtMs = clockMs + 1000 + place * 500;
      watch.sounds({ text, startAtMs, endAtMs: startAtMs + 450 });
    }
    watch.began(0, 1100);
    const word = (text: string, startMs: number) => ({ text, startMs, endMs: startMs + 450 });
    const final = (words: ReturnType<typeof word>[]) =>
      watch.judge({
        type: 'transcript-final',
        utterance: 0,
        index: 0,
        text: words.map(({ text }) => text).join(' '),
        words,
        startMs: words[0]!.startMs,
        endMs: words.at(-1)!.endMs,
      });
    const echo = [word('завтра', 1100), word('свободно', 1600), word('вечером', 2100)];
    expect(final([...echo, word('погодите', 2600), word('минуту', 3100)])).toEqual({
      verdict: 'person',
      own: 'погодите минуту',
      ownFromMs: 2600,
    });
  });
});
