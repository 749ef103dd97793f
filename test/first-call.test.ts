import { pcm } from '@rechka/core';
import { startEmulator } from '@rechka/emulator';
import { virtualTime } from '@rechka/emulator/testing';
import { fromEnv } from '@rechka/iam';
import { SpeechKitTts } from '@rechka/tts';
import { expect, it } from 'vitest';

/** Nothing else is due here: whatever virtual time does not see (a module being loaded, say) it would leap over. */
it('the very first call of a process takes no virtual time to load, sign and connect', async () => {
  const vt = virtualTime();
  await vt.run(async () => {
    const emulator = await startEmulator();
    const tts = new SpeechKitTts(fromEnv(emulator.env));
    async function* text() {
      yield 'Здравствуйте!';
    }
    let audioBytes = 0;
    for await (const event of tts.speak(text(), { format: pcm(16_000) })) {
      if (event.type === 'audio') audioBytes += event.data.byteLength;
    }
    expect(audioBytes).toBeGreaterThan(16_000);
    expect(vt.now()).toBeLessThan(100);
    tts.close();
    await emulator.close();
  });
});
