import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildWorklet } from '../../../scripts/worklet.mjs';

const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** A page with a start button, the client as it is in the sources, and a recorder of what it plays. */
export async function pageFiles(): Promise<Record<string, { type: string; body: string }>> {
  const { outputFiles } = await build({
    entryPoints: [pathOf('./test-page.ts')],
    tsconfig: pathOf('../../../../../tsconfig.json'),
    bundle: true,
    format: 'esm',
    write: false,
  });
  const html = [
    '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,">',
    '<button id="start">Start</button><script type="module" src="/page.js"></script>',
  ].join('\n');
  return {
    '/': { type: 'text/html', body: html },
    '/page.js': { type: 'text/javascript', body: outputFiles[0]?.text ?? '' },
    '/worklet.js': { type: 'text/javascript', body: await buildWorklet() },
    '/recorder.js': { type: 'text/javascript', body: recorder },
  };
}

/** Posts what it hears, from the audio thread: a stall of the page loses nothing. */
const recorder = `
registerProcessor('recorder', class extends AudioWorkletProcessor {
  process([input]) {
    if (input[0]) this.port.postMessage(input[0].slice());
    return true;
  }
});`;
