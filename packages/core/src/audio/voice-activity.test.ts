import { describe, expect, it } from 'vitest';
import { VoiceActivity } from './voice-activity.js';

const frameMs = 20;

/** Feeds stretches of `[level, ms]`; returns where voice was last heard. */
function heard(...stretches: [levelDbfs: number, ms: number][]): number | undefined {
  const activity = new VoiceActivity();
  let atMs = 0;
  for (const [levelDbfs, ms] of stretches) {
    for (let end = atMs + ms; atMs < end; atMs += frameMs)
      activity.take({ startMs: atMs, endMs: atMs + frameMs, levelDbfs });
  }
  return activity.voiceEndMs;
}

describe('VoiceActivity', () => {
  it('hears no voice in silence or steady noise', () => {
    expect(heard([Number.NEGATIVE_INFINITY, 2000])).toBe(undefined);
    expect(heard([-60, 2000])).toBe(undefined);
    expect(heard([-38, 2000])).toBe(undefined);
  });

  it('knows where speech ended, on a quiet line and on a noisy one, from the first word on', () => {
    expect(heard([-20, 600], [Number.NEGATIVE_INFINITY, 1000])).toBe(600);
    expect(heard([-60, 400], [-25, 600], [-60, 1000])).toBe(1000);
    expect(heard([-42, 400], [-25, 600], [-42, 1000])).toBe(1000);
  });

  it('learns that a line has become noisier', () => {
    const ended = heard([-60, 1000], [-46, 10_000]);
    expect(ended).toBeGreaterThan(1000);
    expect(ended).toBeLessThan(5000);
  });

  it('does not take a long speech for noise', () => {
    expect(heard([-60, 500], [-25, 20_000])).toBe(20_500);
  });
});
