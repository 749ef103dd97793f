import type { EmulatorEvent } from '../emulator-log.js';
import { costOf, type CallPrices } from './call-prices.js';
import { billedRequests, callUsage, turnUsage, type CallUsage, type TurnUsage } from './call-usage.js';
import type { HeardWord } from './caller-ear.js';

/** Something said, and when; ms from the beginning of the call. */
export interface TranscriptLine {
  who: 'caller' | 'bot';
  text: string;
  startMs: number;
  endMs: number;
}

/** What the caller said, and what came of it. */
export interface SimulatedTurn {
  said: string;
  /** What the bot said until the caller spoke again. Empty: nothing. */
  answer: string;
  /** From the caller's last word to the bot's first sound, in ms; undefined if there was no answer. */
  latencyMs: number | undefined;
  /** The caller began while the bot was speaking. */
  interrupted: boolean;
  /** What was used from the caller's first word to their next turn. */
  usage: TurnUsage;
  /** What that costs, by the `prices` given; undefined without. Recognition counts by the ms. */
  cost: number | undefined;
}

/** What became of a simulated call. */
export interface CallReport {
  /** In the order of time. */
  transcript: readonly TranscriptLine[];
  turns: readonly SimulatedTurn[];
  usage: CallUsage;
  /** What the call costs, by the `prices` given; undefined without. More than its turns, which a greeting precedes. */
  cost: number | undefined;
  /** All of it for people, a line a turn. */
  summary: string;
}

interface CallFacts {
  startMs: number;
  spoken: readonly TranscriptLine[];
  heard: readonly HeardWord[];
  soundStartsMs: readonly number[];
  stretchGapMs: number;
  log: readonly EmulatorEvent[];
  /** When the log began, as `startMs` is told. */
  logStartMs: number;
  prices: CallPrices | undefined;
}

/** A turn without what it has cost, and when it began. */
interface SpokenTurn extends Omit<SimulatedTurn, 'usage' | 'cost'> {
  startMs: number;
}

/** Puts together what was said, heard and used. */
export function callReport(facts: CallFacts): CallReport {
  const answers = stretches(facts);
  const transcript = [...facts.spoken, ...answers].sort((a, b) => a.startMs - b.startMs);
  const sounds = facts.soundStartsMs.map((atMs) => atMs - facts.startMs);
  const requests = billedRequests(facts.log);
  const logMs = (callMs: number) => callMs + facts.startMs - facts.logStartMs;
  const spokenTurns = turnsOf(facts.spoken, answers, sounds);
  const turns = spokenTurns.map(({ startMs, ...turn }, index): SimulatedTurn => {
    const nextMs = spokenTurns[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const usage = turnUsage(requests, logMs(startMs), logMs(nextMs));
    return { ...turn, usage, cost: costOf(usage, facts.prices) };
  });
  const usage = callUsage(requests);
  const cost = costOf(usage, facts.prices);
  return { transcript, turns, usage, cost, summary: summaryOf(turns, usage, cost) };
}

/** The bot's words in lines: silence of the length that ends its speech ends a line. */
function stretches({ startMs, heard, stretchGapMs }: CallFacts): TranscriptLine[] {
  const lines: TranscriptLine[] = [];
  for (const word of heard) {
    const last = lines.at(-1);
    const endMs = Math.round(word.endMs - startMs);
    if (last && word.startMs - startMs - last.endMs <= stretchGapMs) {
      last.text += ` ${word.text}`;
      last.endMs = endMs;
    } else lines.push({ who: 'bot', text: word.text, startMs: Math.round(word.startMs - startMs), endMs });
  }
  return lines;
}

function turnsOf(
  spoken: readonly TranscriptLine[],
  answers: readonly TranscriptLine[],
  soundsMs: readonly number[],
): SpokenTurn[] {
  const turns: SpokenTurn[] = [];
  for (const [index, line] of spoken.entries()) {
    const nextMs = spoken[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const soundMs = soundsMs.find((atMs) => atMs >= line.endMs && atMs < nextMs);
    const answer = answers.filter(({ startMs }) => startMs >= line.endMs && startMs < nextMs);
    const interrupted = answers.some(({ startMs, endMs }) => startMs < line.startMs && endMs > line.startMs);
    const before = turns.at(-1);
    // Nobody has answered in between: the caller has only paused.
    if (before && before.answer === '' && before.latencyMs === undefined && !interrupted) {
      turns.pop();
      turns.push(turn(`${before.said} ${line.text}`, before.interrupted, before.startMs));
    } else turns.push(turn(line.text, interrupted, line.startMs));

    function turn(said: string, wasInterrupted: boolean, fromMs: number): SpokenTurn {
      return {
        startMs: fromMs,
        said,
        answer: answer.map(({ text }) => text).join(' '),
        latencyMs: soundMs === undefined ? undefined : Math.round(soundMs - line.endMs),
        interrupted: wasInterrupted,
      };
    }
  }
  return turns;
}

function summaryOf(turns: readonly SimulatedTurn[], usage: CallUsage, cost: number | undefined): string {
  const lines = turns.map((turn) => {
    const late = turn.latencyMs === undefined ? 'no answer' : `${turn.latencyMs} ms`;
    const { ttsUnits: spoken, llmInputTokens, llmOutputTokens } = turn.usage;
    const used = `${spoken} × 250 characters, ${llmInputTokens} + ${llmOutputTokens} tokens${priced(turn.cost)}`;
    return `${turn.interrupted ? '⤺ ' : ''}${turn.said} → ${turn.answer} (${late}; ${used})`;
  });
  const { sttStreams, sttUnits, ttsRequests, ttsUnits, llmRequests, llmInputTokens, llmOutputTokens } = usage;
  return [
    ...lines,
    `recognition: ${sttUnits} × 15 s (streams: ${sttStreams})`,
    `synthesis: ${ttsUnits} × 250 characters (requests: ${ttsRequests})`,
    `model: ${llmInputTokens} tokens in, ${llmOutputTokens} out (requests: ${llmRequests})`,
    ...(cost === undefined ? [] : [`cost: ${cost.toFixed(4)}`]),
  ].join('\n');
}

function priced(cost: number | undefined): string {
  return cost === undefined ? '' : `, ${cost.toFixed(4)}`;
}
