import { checkNumber, checkObject } from '@rechka/core';
import { checkNames } from '../check-names.js';
import { defined } from '../defined.js';
import { sttUnitMs, type CallUsage, type TurnUsage } from './call-usage.js';

/**
 * What the provider takes, in any currency: copy it from its price list, which changes. What is left out costs nothing.
 * Units are those of the list: 15 s of recognition, 250 characters of synthesis, 1 000 tokens of the model.
 */
export interface CallPrices {
  sttUnit?: number;
  ttsUnit?: number;
  llmInputThousand?: number;
  llmOutputThousand?: number;
}

const priceNames = Object.keys({
  sttUnit: true,
  ttsUnit: true,
  llmInputThousand: true,
  llmOutputThousand: true,
} satisfies Record<keyof CallPrices, true>);

/** Throws `ERR_INVALID_OPTION`, also for a name that is none: it would cost nothing without a word. */
export function checkPrices(prices: CallPrices | undefined): CallPrices | undefined {
  if (prices === undefined) return undefined;
  checkObject('prices', prices, 'an object of prices');
  checkNames('prices', prices, priceNames);
  for (const [name, price] of Object.entries(defined(prices)))
    checkNumber(`prices.${name}`, price, { min: 0, max: 1_000_000 });
  return prices;
}

/** What it costs; of a turn recognition counts by the ms, of a call by whole units. Nothing without prices. */
export function costOf(usage: CallUsage | TurnUsage, prices: CallPrices | undefined): number | undefined {
  if (prices === undefined) return undefined;
  const { sttUnit = 0, ttsUnit = 0, llmInputThousand = 0, llmOutputThousand = 0 } = prices;
  const sttUnits = 'sttUnits' in usage ? usage.sttUnits : usage.sttMs / sttUnitMs;
  return (
    sttUnits * sttUnit +
    usage.ttsUnits * ttsUnit +
    (usage.llmInputTokens * llmInputThousand + usage.llmOutputTokens * llmOutputThousand) / 1000
  );
}
