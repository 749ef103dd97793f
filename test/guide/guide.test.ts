import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the guide to testing', () => {
  it('shows the test and the agent that are run here', () => {
    const shown = [...read('../../docs/testing.md').matchAll(/```ts(?: no-check)?\n(.*?)```/gs)].map(
      ([, code]) => code,
    );
    expect(shown).toEqual([read('my-agent.test.ts'), read('my-agent.ts')]);
  });
});
