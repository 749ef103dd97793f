import { describe, expect, it } from 'vitest';
import { LevelLog } from './level-log.js';

/** `count` pieces of 20 ms, each 0.5 dB louder than the one before. */
function logOf(count: number): LevelLog {
  const log = new LevelLog();
  for (let i = 0; i < count; i += 1)
    log.add({ startAtMs: i * 20, endAtMs: i * 20 + 20, levelDbfs: -100 + i / 2 });
  return log;
}

describe('LevelLog', () => {
  it('gives the pieces back whose middle lies inside, however many there are', () => {
    const log = logOf(2000);
    expect(log.inside(20_000, 20_050)).toEqual([
      { startAtMs: 20_000, endAtMs: 20_020, levelDbfs: 400 },
      { startAtMs: 20_020, endAtMs: 20_040, levelDbfs: 400.5 },
      { startAtMs: 20_040, endAtMs: 20_060, levelDbfs: 401 },
    ]);
    expect(log.inside(0, 40_000)).toHaveLength(2000);
    expect(log.inside(40_000, 50_000)).toEqual([]);
  });

  it('forgets what ended before a moment, and nothing else', () => {
    const log = logOf(1000);
    log.forget(15_000);
    expect(log.inside(0, 20_000)).toHaveLength(251);
    expect(log.inside(0, 20_000)[0]).toEqual({ startAtMs: 14_980, endAtMs: 15_000, levelDbfs: 274.5 });
    log.add({ startAtMs: 20_000, endAtMs: 20_020, levelDbfs: -60 });
    expect(log.inside(20_000, 20_020)).toEqual([{ startAtMs: 20_000, endAtMs: 20_020, levelDbfs: -60 }]);
    log.forget(20_000);
    expect(log.inside(0, 30_000)).toHaveLength(2);
  });

  it('tells how loud the quietest pieces are', () => {
    expect(logOf(100).quantile(0.1)).toBe(-95);
    expect(new LevelLog().quantile(0.1)).toBeUndefined();
  });
});
