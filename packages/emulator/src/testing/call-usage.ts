import type { EmulatorEvent } from '../emulator-log.js';
import { splitTokens } from '../services/gpt/tokens.js';

/** What a call has used, in the units the provider bills in. */
export interface CallUsage {
  /** Recognition streams, and their time in units of 15 s, rounded up for each stream. */
  sttStreams: number;
  sttUnits: number;
  /** Synthesis requests, and their text in units of 250 characters, rounded up for each request. */
  ttsRequests: number;
  ttsUnits: number;
  /** Requests to the model, and its tokens as the emulator counts them; the real tokenizer's counts differ. */
  llmRequests: number;
  llmInputTokens: number;
  llmOutputTokens: number;
}

const sttUnitMs = 15_000;
const ttsUnitChars = 250;

/** Adds up what the emulator was asked for. */
export function callUsage(log: readonly EmulatorEvent[]): CallUsage {
  const usage: CallUsage = {
    sttStreams: 0,
    sttUnits: 0,
    ttsRequests: 0,
    ttsUnits: 0,
    llmRequests: 0,
    llmInputTokens: 0,
    llmOutputTokens: 0,
  };
  const lastMs = log.at(-1)?.atMs ?? 0;
  for (const entries of requestsOf(log)) {
    const [first] = entries;
    const text = entries.flatMap((entry) => (entry.type === 'text' ? [entry.text] : [])).join(' ');
    switch (first?.service) {
      case 'stt': {
        const endMs = entries.find(({ type }) => type === 'call-end')?.atMs ?? lastMs;
        usage.sttStreams += 1;
        usage.sttUnits += Math.max(1, Math.ceil((endMs - first.atMs) / sttUnitMs));
        break;
      }
      case 'tts':
        usage.ttsRequests += 1;
        usage.ttsUnits += Math.max(1, Math.ceil(text.length / ttsUnitChars));
        break;
      case 'gpt':
        usage.llmRequests += 1;
        usage.llmInputTokens += splitTokens(entries.map(promptOf).join('')).length;
        usage.llmOutputTokens += splitTokens(text).length;
        break;
      default:
    }
  }
  return usage;
}

/** The entries of each request that was served. */
function requestsOf(log: readonly EmulatorEvent[]): EmulatorEvent[][] {
  const requests = new Map<string, EmulatorEvent[]>();
  for (const entry of log) {
    const entries = requests.get(entry.requestId);
    if (entries) entries.push(entry);
    else requests.set(entry.requestId, [entry]);
  }
  return [...requests.values()].filter((entries) => entries.every(({ type }) => type !== 'refusal'));
}

function promptOf(entry: EmulatorEvent): string {
  if (entry.type !== 'options') return '';
  const { messages } = entry.options as { messages?: readonly { text?: string }[] };
  return (messages ?? []).map(({ text }) => text ?? '').join('\n');
}
