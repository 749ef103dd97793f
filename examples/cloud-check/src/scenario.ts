import type { Target } from './target.js';

/** One thing seen in a scenario. */
export type Fact =
  /** Must be the same. */
  | { name: string; is: string | number | boolean | readonly (string | number)[] }
  /** A figure: a difference of more than half is told. */
  | { name: string; about: number; unit: string }
  /** Differs from run to run and is shown only. */
  | { name: string; seen: string | number | readonly number[] };

/** What a scenario costs against the real cloud, at most, in the units of the price list. */
export interface Spending {
  /** 15 s of recognition. */
  sttUnits?: number;
  /** 250 characters of synthesis. */
  ttsUnits?: number;
  /** Tokens of the smallest model, in and out. */
  llmTokens?: number;
}

/** Something done to a cloud, and what there was to be seen. */
export interface Scenario {
  /** `stt.limits`: as it is named on the command line. */
  name: string;
  /** What is not known, and what is looked at. */
  question: string;
  spends: Spending;
  run(target: Target): Promise<Fact[]>;
}

/** A refusal as facts: the code, and the text without what is different each time. */
export function refusal(name: string, { code, details }: { code: string; details: string }): Fact[] {
  return [
    { name: `${name}: code`, is: code },
    { name: `${name}: text`, is: withoutIds(details) },
  ];
}

/** A text of the service without ids and times. */
export function withoutIds(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replace(/\b[0-9a-f]{16,}\b/gi, '<id>')
    .replace(/\b(b1g|aje)\w{10,}/g, '<id>');
}
