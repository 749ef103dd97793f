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

  it('of Russian finds more ends of sentences than its baselines', async () => {
    const [kilobytes, rounds] = [10, 1];
    const [sentences = ''] = (await bench('russian.mjs', kilobytes, rounds)).split('| MB/s |');
    const rows = rowsOf(sentences, 2);
    for (const part of ['tuning', 'held-out', 'blind']) {
      const f1 = (variant: string) => Number(rows.get(`${part} ${variant}`)?.[1]);
      expect(f1('icu'), part).toBeGreaterThan(0.5);
      expect(f1('regexp'), part).toBeGreaterThan(0.5);
      expect(f1('rechka'), part).toBeGreaterThan(Math.max(f1('icu'), f1('regexp')));
    }
  });

  it('of understanding finds more right than chrono-node', async () => {
    const printed = await bench('understanding.mjs', 1);
    const [, dates = ''] = printed.split('| chrono-node |');
    const rows = rowsOf(dates, 1);
    for (const part of ['tuning', 'held-out', 'second', 'blind']) {
      const [phrases = 0, rechka = 0, chrono = 0] = (rows.get(part) ?? []).map((cell) =>
        Number.parseInt(cell, 10),
      );
      expect(chrono, part).toBeGreaterThan(0);
      expect(rechka, part).toBeGreaterThan(chrono);
      expect(rechka, part).toBeLessThanOrEqual(phrases);
    }
  });

  it('of hearing reckons what a stream costs beside bare stubs, and that nothing is lost on the way', async () => {
    const [seconds, rounds, streams] = [0.5, 1, 4];
    const sections = (await bench('hearing.mjs', seconds, rounds, streams)).split('\nPieces of ').slice(1);
    expect(sections).toHaveLength(2);
    for (const section of sections) {
      const [title = ''] = section.split(';');
      const rows = rowsOf(section, 2);
      for (const variant of ['stubs', 'rechka']) {
        const cells = rows.get(`${streams} ${variant}`) ?? [];
        expect(cells.length, `${variant}, ${title}`).toBe(title.endsWith('in steps') ? 5 : 12);
        if (title.endsWith('in steps')) continue;
        const [p50Ms = NaN] = figures(cells[5]);
        const [p99Ms = NaN] = figures(cells[6]);
        expect(p50Ms, `${variant}, ${title}`).toBeGreaterThan(0);
        expect(p99Ms, `${variant}, ${title}`).toBeGreaterThanOrEqual(p50Ms);
        // Loosely: other things run on this machine.
        expect(Number.parseInt(cells[9] ?? '', 10), `${variant}, ${title}`).toBeGreaterThan(50);
      }
    }
  });

  it('of the emulator reckons the CPU of a call of each kind, none of which ends before its time', async () => {
    const [toneCalls, scriptedCalls, seconds, rounds, warmUpSeconds] = [2, 3, 0.1, 1, 0.1];
    const rows = rowsOf(
      await bench('emulator.mjs', toneCalls, scriptedCalls, seconds, rounds, warmUpSeconds),
      2,
    );
    for (const row of ['bare 3', 'scripted 3', 'tone 2', 'silent 2', 'logged 2']) {
      const [cpuMs, , , , understood] = rows.get(row) ?? [];
      expect(figures(cpuMs)[0], row).toBeGreaterThan(0);
      expect(understood, row).toMatch(row === 'bare 3' ? /^$/ : /^\d+ %$/);
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

  it('of the page reckons what it loads, how soon it is heard and how soon it falls silent', async () => {
    const [starts, interruptions, streams, imports] = [1, 2, 1, 1];
    const printed = await bench('web.mjs', starts, interruptions, streams, imports);

    const one = rowsOf(printed, 1);
    const [gzipKb] = figures(one.get('/client, its worklet within')?.[1]);
    expect(gzipKb).toBeGreaterThan(5);
    expect(gzipKb).toBeLessThanOrEqual(15);
    for (const module of ['ws', '/server', '/protocol']) {
      expect(figures(one.get(module)?.[0])[0], module).toBeGreaterThan(0);
    }
    if (printed.includes('NOTHING WAS MEASURED IN A BROWSER')) {
      console.warn('!!! Chromium was not found: the bench of the page ran without its page. !!!');
      return;
    }

    const ms = (cell: string | undefined) => Number(/^-?\d+/.exec(cell ?? '')?.[0] ?? NaN);
    const sections = printed.split('\n\n');
    const section = (title: string) => rowsOf(sections.find((part) => part.startsWith(title)) ?? '', 1);
    const started = section('ms from the click').get('client')?.map(ms);
    expect(started, 'devices, connected, first frame, first sound').toEqual(
      [...(started ?? [])].sort((a, b) => a - b),
    );
    expect(started?.at(-1)).toBeGreaterThan(0);
    const [first, answer, silent, error] = section('Speech, ').get('client') ?? [];
    // Loosely: other things run on this machine. What was asked for is 20 ms until silence.
    for (const cell of [first, answer, silent]) expect(ms(cell), cell).toBeLessThan(200);
    expect(Math.abs(figures(error)[0] ?? NaN), 'heard as told, less as rendered').toBeLessThan(5);
    const late = rowsOf(printed, 2);
    for (const jitterMs of [0, 40, 80, 150]) {
      const [client, bare] = ['client', 'no prebuffer'].map((name) =>
        late.get(`${jitterMs} ${name}`)?.map(ms),
      );
      expect(client?.[0], `prebuffer at ${jitterMs} ms`).toBeGreaterThan(40);
      expect(bare).toHaveLength(3);
    }
  });
});
