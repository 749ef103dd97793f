import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { playAtRandom } from './testing/random-conversation.js';
import type { step } from './step.js';

interface Mutation {
  /** The mistake, as a developer would make it. */
  mistake: string;
  file: string;
  find: string;
  replace: string;
}

const mutations: readonly Mutation[] = [
  {
    mistake: 'a ready answer does not wait for the caller to finish',
    file: 'voice-region.ts',
    find: 'if (voice.item.interruptible && callerHasTheFloor(draft) && !tellsOfTrouble) return;\n  const { item, begun',
    replace: 'const { item, begun',
  },
  {
    mistake: 'the next turn is given out before the sink has said what was heard',
    file: 'loop-region.ts',
    find: "|| voice.name === 'clearing'",
    replace: '',
  },
  {
    mistake: 'the answer to an older clear counts for a newer one',
    file: 'voice-region.ts',
    find: 'if (event.clear !== draft.state.clears) return;',
    replace: '',
  },
  {
    mistake: 'what the caller adds while the loop is busy replaces what they said',
    file: 'caller-region.ts',
    find: 'next ? merge(next, turn) : turn',
    replace: 'turn',
  },
  {
    mistake: 'a final that comes after its commit is heard again',
    file: 'caller-region.ts',
    find: 'if (utterance <= draft.state.utterancesDone) return;',
    replace: '',
  },
  {
    mistake: 'an endpoint without a final is waited for for ever',
    file: 'caller-region.ts',
    find: "{ type: 'timer', name: 'final', delayMs: draft.rules.finalTimeoutMs },",
    replace: '',
  },
  {
    mistake: 'an interruption forgets to settle what was queued',
    file: 'voice-region.ts',
    find: 'for (const entry of queue.filter(yields)) drop(draft, entry, reason);',
    replace: '',
  },
  {
    mistake: 'an answer is kept though the caller said something else',
    file: 'speculation.ts',
    find: 'draft.rules.speechKey(text) !== key',
    replace: 'false',
  },
  {
    mistake: 'an answer is prepared while the bot still speaks',
    file: 'speculation.ts',
    find: "const silent = voice.name === 'quiet' && queue.length === 0;",
    replace: 'const silent = true || queue.length === 0 || voice;',
  },
  {
    mistake: 'a phrase in the pause of an answer does not pause the answer',
    file: 'voice-region.ts',
    find: "{ type: 'pause-speech', id: item.id });\n  const at",
    replace: ');\n  const at',
  },
  {
    mistake: 'an answer that got its next words during its pause is still taken to lack them',
    file: 'voice-region.ts',
    find: '({ ...entry, starved: false, sinceMs: undefined })',
    replace: '({ ...entry, sinceMs: undefined })',
  },
  {
    mistake: 'nobody tells a waiting caller anything',
    file: 'patience.ts',
    find: 'rules.waitMs > 0 && callerWaits(state)',
    replace: 'false && callerWaits(state)',
  },
  {
    mistake: 'an answer to a turn that is over is begun',
    file: 'voice-region.ts',
    find: '|| stale ||',
    replace: '||',
  },
  {
    mistake: 'a ducked bot goes on before the sink is silent',
    file: 'voice-region.ts',
    find: 'if (!voice.cleared) {',
    replace: 'if (voice.cleared === undefined) {',
  },
  {
    mistake: 'a ducked bot waits for ever',
    file: 'voice-region.ts',
    find: "{ type: 'timer', name: 'duck', delayMs: draft.rules.duckMs },",
    replace: '',
  },
  {
    mistake: 'an older turn stays live beside its successor',
    file: 'loop-region.ts',
    find: "abortTurn(draft, draft.state.lastTurn?.id, 'newer-turn');",
    replace: '',
  },
  {
    mistake: 'the call ends with speech still waiting',
    file: 'loop-region.ts',
    find: "voice.name !== 'quiet' || queue.length > 0 || apologyDue",
    replace: 'apologyDue',
  },
];

const here = fileURLToPath(new URL('.', import.meta.url));

/** The reducer with one mistake in it. */
async function mutant({ file, find, replace }: Mutation): Promise<typeof step> {
  const result = await build({
    entryPoints: [`${here}step.ts`],
    bundle: true,
    write: false,
    format: 'esm',
    plugins: [
      {
        name: 'mutation',
        setup: (bundle) =>
          bundle.onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            if (!path.endsWith(`/${file}`)) return { contents: source, loader: 'ts' };
            if (source.split(find).length !== 2)
              throw new Error(`${file} has not exactly one place: ${find}`);
            return { contents: source.replace(find, () => replace), loader: 'ts' };
          }),
      },
    ],
  });
  const [output] = result.outputFiles;
  const url = `data:text/javascript;base64,${Buffer.from(output!.contents).toString('base64')}`;
  const module = (await import(/* @vite-ignore */ url)) as { step: typeof step };
  return module.step;
}

const report: string[] = [];

describe('mistakes planted in the turn machine are found by random conversations', () => {
  it.each(mutations)('$mistake', async (mutation) => {
    const reducer = await mutant(mutation);
    const choices = fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 100, size: 'max' });
    const found = fc.check(
      fc.property(choices, (some) => void playAtRandom(some, reducer)),
      { numRuns: 3000, endOnFailure: true },
    );
    const error = found.errorInstance as Error | undefined;
    const [message = ''] = (error?.message ?? 'NOT FOUND').split(/\n|:? expected /);
    report.push(`${mutation.mistake}\n        → ${message} (conversation ${found.numRuns})`);
    expect(found.failed, 'the mistake went unnoticed').toBe(true);
  });

  afterAll(() =>
    process.stdout.write(
      `\n      planted mistakes, and what found them:\n      ${report.join('\n      ')}\n`,
    ),
  );
});
