import { startEmulator, type EmulatorOptions } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { describe, expect, it } from 'vitest';
import { check, spendingOf, type Checked } from '../src/check.js';
import { scenarios } from '../src/scenarios/index.js';
import { openTarget } from '../src/target.js';

/** The check of an emulator against one that stands for the cloud. */
async function against(cloudOptions: EmulatorOptions, only = ''): Promise<Checked[]> {
  return virtualTime().run(async () => {
    const emulators = [
      await startEmulator({ latency: 'typical' }),
      await startEmulator({ latency: 'typical', ...cloudOptions }),
    ];
    const [emulator, cloud] = emulators.map(({ env }) => openTarget(fromEnv(env))) as [
      ReturnType<typeof openTarget>,
      ReturnType<typeof openTarget>,
    ];
    try {
      const chosen = scenarios.filter(({ name }) => name.startsWith(only));
      return await check(chosen, { emulator, cloud }, () => undefined);
    } finally {
      emulator.close();
      cloud.close();
      for (const one of emulators) await one.close();
    }
  });
}

const told = (results: readonly Checked[]) =>
  results.flatMap(({ differences }) => differences.map(({ fact }) => fact));

describe('the check against the cloud', () => {
  it('runs every scenario to its end, and finds no difference between the emulator and itself', async () => {
    const results = await against({ seed: 1 });
    expect(results.map(({ fault }) => fault).filter(Boolean)).toEqual([]);
    expect(told(results)).toEqual([]);
    for (const { scenario, emulator } of results) expect(emulator.length, scenario.name).toBeGreaterThan(0);
    expect(results).toHaveLength(scenarios.length);
  });

  it('says where the cloud is not as the emulator is', async () => {
    expect(told(await against({ stt: { silenceChunkDrivesEou: true } }, 'stt.silence'))).toEqual([
      'eou before the half-close',
    ]);
    expect(told(await against({ gpt: { freeOnCancel: false } }, 'gpt.cancel'))).toEqual([
      'code of ten more, after the first were cancelled',
    ]);
    expect(told(await against({ tts: { maxStreamCharsBy: 'message' } }, 'tts.stream-length'))).toContain(
      'two messages of 3 000: code',
    );
    expect(told(await against({ stt: { maxStreamBytes: false } }, 'stt.size'))).toContain('over 10 MB: code');
    expect(
      told(await against({ tts: { wordTimings: false, messages: 'sentence' } }, 'tts.utterance')),
    ).toContain('has word timings');
    expect(
      told(await against({ latency: { sttFinalMs: 3000, ttsFirstAudioMs: 150 } }, 'stt.events')),
    ).toContain('end of speech → eou');
  });

  it('knows what it spends', () => {
    expect(spendingOf(scenarios).sttUnits).toBeGreaterThan(5);
    expect(spendingOf(scenarios.filter(({ name }) => name.startsWith('iam')))).toEqual({
      sttUnits: 0,
      ttsUnits: 0,
      llmTokens: 0,
    });
  });
});
