import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { openCloud, showFault } from '@rechka/example-shared';
import { startEmulator } from '@rechka/emulator';
import { fromEnv } from '@rechka/iam';
import { check, spendingOf, type Checked } from './check.js';
import { show } from './compare.js';
import type { Scenario } from './scenario.js';
import { scenarios } from './scenarios/index.js';
import { openTarget } from './target.js';

const help = `Usage: npm run cloud:check -- [options]

Does the same to the emulator and to the real cloud, and tells every difference. Needs credentials in the
environment or in .env (see README.md). Spends a little money, and asks before it does.

  --list         the scenarios, what each asks and what it costs at most
  --only NAMES   those whose names begin so, with commas: stt,tts.stream
  --yes          do not ask before spending
  --all          show what was alike, too
  --json         the result as JSON
  --help         this text
`;

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (fault) {
  showFault(fault);
  process.exitCode = 1;
}

async function main(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      list: { type: 'boolean', default: false },
      only: { type: 'string' },
      yes: { type: 'boolean', default: false },
      all: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return print(help);
  const chosen = choose(values.only);
  if (values.list) return print(chosen.map(describe).join(''));

  const opened = await openCloud({});
  if (opened.emulator !== undefined) {
    await opened.emulator.close();
    process.stderr.write(
      'There are no credentials, so there is nothing to compare with: put them into .env, as README.md says.\n',
    );
    return 2;
  }
  if (!values.yes && !(await agreed(chosen))) return 2;
  const emulator = await startEmulator({ latency: 'typical' });
  const targets = { emulator: openTarget(fromEnv(emulator.env)), cloud: openTarget(opened.cloud) };
  try {
    const results = await check(chosen, targets, (one) => {
      if (!values.json) print(report(one, values.all));
    });
    if (values.json) print(`${JSON.stringify(results, undefined, 2)}\n`);
    else print(`\n${summary(results)}\n`);
    return results.every(({ differences, fault }) => differences.length === 0 && fault === undefined) ? 0 : 1;
  } finally {
    targets.emulator.close();
    targets.cloud.close();
    await emulator.close();
  }
}

function choose(only: string | undefined): readonly Scenario[] {
  if (only === undefined) return scenarios;
  const names = only.split(',');
  const chosen = scenarios.filter(({ name }) => names.some((prefix) => name.startsWith(prefix)));
  if (chosen.length === 0) throw new Error(`No scenario is called ${only}; --list shows them.`);
  return chosen;
}

function describe({ name, question, spends }: Scenario): string {
  return `${name}: ${question} ${costText(spends)}\n`;
}

function costText(spends: Scenario['spends']): string {
  const { sttUnits = 0, ttsUnits = 0, llmTokens = 0 } = spends;
  const parts = [
    sttUnits > 0 && `${sttUnits} × 15 s of recognition`,
    ttsUnits > 0 && `${ttsUnits} × 250 characters of synthesis`,
    llmTokens > 0 && `${llmTokens} tokens of yandexgpt-lite`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'Free of charge.' : `At most ${parts.join(', ')}.`;
}

async function agreed(chosen: readonly Scenario[]): Promise<boolean> {
  const cost = costText(spendingOf(chosen));
  if (!process.stdin.isTTY) {
    process.stderr.write(`This spends money. ${cost} Say --yes if you agree.\n`);
    return false;
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await lines.question(
    `${chosen.length} scenarios. ${cost} Prices: your cloud's price list. Go on? [y/N] `,
  );
  lines.close();
  return /^y(es)?$/i.test(answer.trim());
}

function report({ scenario, emulator, cloud, differences, fault }: Checked, all: boolean): string {
  if (fault !== undefined) return `✗ ${scenario.name}: could not be run: ${fault}\n`;
  const lines = differences.map(
    (one) => `    ${one.fact}\n      emulator: ${one.emulator}\n      cloud:    ${one.cloud}\n`,
  );
  const alike = emulator
    .filter(({ name }) => all && !differences.some(({ fact }) => fact === name))
    .map(
      (fact) => `    ${fact.name}: ${show(fact)} | ${show(cloud.find(({ name }) => name === fact.name))}\n`,
    );
  return `${differences.length === 0 ? '✓' : '≠'} ${scenario.name}\n${lines.join('')}${alike.join('')}`;
}

function summary(results: readonly Checked[]): string {
  const found = results.reduce((sum, { differences }) => sum + differences.length, 0);
  const failed = results.filter(({ fault }) => fault !== undefined).length;
  const advice = found === 0 ? '' : ' Tell us: each one makes the emulator better.';
  return `${results.length} scenarios, ${found} differences, ${failed} could not be run.${advice}`;
}

function print(text: string): 0 {
  process.stdout.write(text);
  return 0;
}
