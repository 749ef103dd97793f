import { audioSinkConformance, audioSourceConformance, manualClock } from '@rechka/core/testing';
import { describe, it } from 'vitest';
import { localCall } from './local-call.js';
import type { Command } from './system-programs.js';

/** Gives audio as time passes, until it is killed. */
const microphone = program(`
  const startMs = Date.now();
  let sentMs = 0;
  setInterval(() => {
    const dueMs = Date.now() - startMs - sentMs;
    sentMs += dueMs;
    process.stdout.write(Buffer.alloc(dueMs * 32, 1));
  }, 20);
`);
/** Takes what it is given, and gives nothing. */
const nothing = program('process.stdin.resume();');

function program(code: string): Command {
  return [process.execPath, '-e', code];
}

describe('the microphone of a localCall passes the conformance of AudioSource', () => {
  const suite = audioSourceConformance(
    () => {
      const call = localCall({ sampleRateHz: 16_000, recorder: microphone, player: nothing });
      return {
        source: call.input,
        hangUp: () => void call.hangUp(),
        close: () => call.hangUp(),
        advance: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
      };
    },
    // Programs take their time to start.
    { toleranceMs: 1000 },
  );
  it.each(suite)('$name', ({ run }) => run());
});

describe('the speaker of a localCall passes the conformance of AudioSink', () => {
  const suite = audioSinkConformance(() => {
    const clock = manualClock();
    const call = localCall({ sampleRateHz: 16_000, recorder: nothing, player: nothing, clock });
    return { sink: call.output, advance: (ms) => clock.advance(ms), close: () => call.hangUp() };
  });
  it.each(suite)('$name', ({ run }) => run());
});
