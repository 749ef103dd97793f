import { describe, expect, it } from 'vitest';
import { stagesOf } from './latency-stages.js';

describe('the stages of a turn', () => {
  it('are steps that add up to what the caller waited', () => {
    const stages = stagesOf({
      committedMs: 1040,
      firstTokenMs: 1440,
      firstAudioMs: 1630,
      voiceToVoiceMs: 1660,
    });
    expect(stages.map(({ name, stepMs }) => [name, stepMs])).toEqual([
      ['committed', 1040],
      ['firstToken', 400],
      ['firstAudio', 190],
      ['heard', 30],
    ]);
  });

  it('come in the order of time when the answer was begun before the turn was sure', () => {
    const stages = stagesOf({
      committedMs: 1040,
      firstTokenMs: 900,
      firstAudioMs: 1000,
      voiceToVoiceMs: 1060,
    });
    expect(stages.map(({ name }) => name)).toEqual(['firstToken', 'firstAudio', 'committed', 'heard']);
    expect(stages.reduce((sum, { stepMs }) => sum + stepMs, 0)).toBe(1060);
  });

  it('take no time before the end of speech', () => {
    expect(stagesOf({ firstTokenMs: -120, committedMs: 700, voiceToVoiceMs: 750 })).toEqual([
      { name: 'firstToken', atMs: -120, stepMs: 0 },
      { name: 'committed', atMs: 700, stepMs: 700 },
      { name: 'heard', atMs: 750, stepMs: 50 },
    ]);
  });

  it('are only those that were reached', () => {
    expect(stagesOf({})).toEqual([]);
    expect(stagesOf({ committedMs: 700 })).toEqual([{ name: 'committed', atMs: 700, stepMs: 700 }]);
  });
});
