import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it, vi } from 'vitest';

const run = promisify(execFile);

/** Runs a bench as its users do, but for a moment; gives what it printed. */
async function bench(script: string, ...counts: number[]): Promise<string> {
  const file = fileURLToPath(new URL(`../bench/${script}`, import.meta.url));
  const { stdout } = await run(process.execPath, ['--expose-gc', file, ...counts.map(String)]);
  return stdout;
}

/** Rows of the tables printed, by their first cells. */
function rowsOf(printed: string, keyCells: number): Map<string, string[]> {
  const rows = printed.split('\n').flatMap((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    return cells.length > 2 ? [cells.slice(1, -1)] : [];
  });
  return new Map(rows.map((cells) => [cells.slice(0, keyCells).join(' '), cells.slice(keyCells)]));
}

/** The figures in a cell like `1.2 (0.9..3.4)` or `1.2 / 3.4`. */
const figures = (cell: string | undefined) => (cell?.match(/-?\d+\.\d+/g) ?? []).map(Number);

describe('a bench', () => {
  it('of the turn machine reckons the µs of an event', async () => {
    const rows = rowsOf(await bench('machine.mjs', 5, 1), 1);
    for (const variant of ['copy', 'json', 'step', 'host']) {
      const [us] = figures(rows.get(variant)?.[0]);
      expect(us, variant).toBeGreaterThan(0);
      expect(us, variant).toBeLessThan(1000);
    }
  });

  it('of completeness reckons how often a caller is cut off', async () => {
    const rows = rowsOf(await bench('completeness.mjs', 1), 2);
    for (const part of ['tuning', 'held-out']) {
      const [right, cutOff] = (rows.get(`${part} rechka`) ?? []).slice(1).map(Number);
      expect(right, part).toBeGreaterThan(90);
      expect(cutOff, part).toBeLessThan(10);
      expect(Number(rows.get(`${part} always`)?.[2]), part).toBe(100);
    }
  });

  it('of overhead reckons what a turn waits for us, and what an idle call holds', async () => {
    const [turns, rounds, calls, idleCalls] = [20, 1, 3, 100];
    const printed = await bench('overhead.mjs', turns, rounds, calls, idleCalls);

    const latency = rowsOf(printed, 2);
    for (const variant of ['1 by hand', '1 pipeline', '3 pipeline', '3 with echo guard']) {
      const total = figures(latency.get(variant)?.[3]);
      expect(total, `p50 and p99 of ${variant}`).toHaveLength(2);
      expect(total[0], `p50 of ${variant}`).toBeGreaterThan(0);
      expect(total[0], `p50 of ${variant}`).toBeLessThan(50);
    }

    const memory = rowsOf(printed, 1);
    const kib = (after: string, column: number) => figures(memory.get(after)?.[column])[0] ?? NaN;
    const [pipeline, guarded] = [1, 2];
    expect(kib('5 turns', pipeline)).toBeLessThan(60);
    // The guard remembers half a minute of the line's levels besides.
    expect(kib('5 turns', guarded)).toBeLessThan(60 + 30);
    for (const variant of [pipeline, guarded]) {
      // Five answers leave their words and the caller's, but none of their 62 KiB of audio.
      expect(kib('10 turns', variant) - kib('5 turns', variant)).toBeLessThan(5 * 5);
    }
  });

  it('of turn latency finds the pipeline closer to the floor than a whole answer', async () => {
    const print = vi.spyOn(console, 'log').mockImplementation(() => undefined);
    const script = '../bench/turn-latency.mjs';
    await import(script);
    const rows = rowsOf(print.mock.calls.flat().join('\n'), 1);
    print.mockRestore();
    const ratio = (variant: string) => figures(rows.get(variant)?.at(-1))[0];
    expect(ratio('plain')).toBeGreaterThan(1);
    expect(ratio('plain')).toBeLessThan(ratio('whole') ?? 0);
    expect(ratio('rechka'), 'what is prepared ahead is not sooner').toBeLessThan(1);
  });
});
