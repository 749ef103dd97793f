import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pcm, samplesToPcm, writeWav } from '@rechka/core';
import { type BrowserContext, chromium } from 'playwright-core';
import { chromiumArgs, findChromium } from '../../../../../scripts/chromium.mjs';

/** Where Chromium is installed, if it is. */
export const chromiumPath = findChromium();

if (chromiumPath === undefined) {
  console.warn(
    [
      '',
      '!!! ------------------------------------------------------------------------------ !!!',
      '!!! Chromium was not found: the tests of the page in a real browser are SKIPPED.  !!!',
      '!!! Install it (apt-get install chromium) or set CHROMIUM_PATH.                   !!!',
      '!!! ------------------------------------------------------------------------------ !!!',
      '',
    ].join('\n'),
  );
}

/** A browser whose microphone hears `samples` once, from the moment a page opens it. */
export async function launchChromium({
  samples,
  rateHz,
}: {
  samples: Int16Array;
  rateHz: number;
}): Promise<{ context: BrowserContext; close: () => Promise<void> }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'rechka-chromium-'));
  const wav = path.join(folder, 'microphone.wav');
  writeFileSync(wav, writeWav(pcm(rateHz), samplesToPcm(samples)));
  const context = await chromium.launchPersistentContext(path.join(folder, 'profile'), {
    executablePath: chromiumPath ?? '',
    headless: true,
    args: chromiumArgs(`${wav}%noloop`),
  });
  return {
    context,
    close: async () => {
      await context.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
