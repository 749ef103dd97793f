import { differences, type Difference } from './compare.js';
import type { Fact, Scenario, Spending } from './scenario.js';
import type { Target } from './target.js';

/** What became of a scenario. */
export interface Checked {
  scenario: Scenario;
  emulator: readonly Fact[];
  cloud: readonly Fact[];
  differences: readonly Difference[];
  /** Why it could not be run to its end. */
  fault?: string;
}

/** Runs the scenarios against both, one after another, so that they do not meet each other's quotas. */
export async function check(
  scenarios: readonly Scenario[],
  targets: { emulator: Target; cloud: Target },
  done: (checked: Checked) => void,
): Promise<Checked[]> {
  const results: Checked[] = [];
  for (const scenario of scenarios) {
    const checked = await checkOne(scenario, targets);
    results.push(checked);
    done(checked);
  }
  return results;
}

async function checkOne(
  scenario: Scenario,
  { emulator, cloud }: { emulator: Target; cloud: Target },
): Promise<Checked> {
  try {
    const [ours, theirs] = await Promise.all([scenario.run(emulator), scenario.run(cloud)]);
    return { scenario, emulator: ours, cloud: theirs, differences: differences(scenario.name, ours, theirs) };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    return { scenario, emulator: [], cloud: [], differences: [], fault };
  }
}

/** What the scenarios cost together, at most. */
export function spendingOf(scenarios: readonly Scenario[]): Required<Spending> {
  const sum = (unit: keyof Spending) =>
    scenarios.reduce((total, { spends }) => total + (spends[unit] ?? 0), 0);
  return { sttUnits: sum('sttUnits'), ttsUnits: sum('ttsUnits'), llmTokens: sum('llmTokens') };
}
