import { setTimeout as sleep } from 'node:timers/promises';
import { chunkMs, InstantCall, variants } from './instant-call.mjs';

/** A new call after so many turns: no caller asks on for ever, and no history is endless. */
const turnsPerCall = 20;

/** Where the time of a turn goes: from which mark to which. */
export const stages = {
  'final → respond': ['finalAt', 'respondedAt'],
  'token → TTS': ['tokenAt', 'textAt'],
  'audio → sink': ['audioAt', 'writtenAt'],
  total: ['finalAt', 'writtenAt'],
};

/**
 * Has `turns` turns in `calls` calls at once, each of which sends its audio in real time and asks `gapMs` after the
 * last answer, on average. Gives the marks of each turn.
 */
export async function converse(variant, { calls, turns, gapMs }) {
  const marks = [];
  let left = turns;
  const line = async () => {
    while (left > 0) {
      // No two lines keep step.
      await sleep(Math.random() * gapMs);
      const call = new InstantCall();
      const over = variants[variant](call);
      const timer = setInterval(() => call.hear(), chunkMs);
      for (let turn = 0; turn < turnsPerCall && left > 0; turn += 1) {
        left -= 1;
        await sleep(Math.random() * 2 * gapMs);
        await Promise.race([call.ask(), over]);
        marks.push(call.marks);
      }
      clearInterval(timer);
      call.hangUp();
      await over;
    }
  };
  await Promise.all(Array.from({ length: calls }, line));
  return marks;
}

/** How long a stage took in each turn, in ms. */
export function durations(marks, stage) {
  const [from, to] = stages[stage];
  return marks.map((mark) => mark[to] - mark[from]);
}
