import type { EmulatorEvent } from '../emulator-log.js';
import { callUsage, type CallUsage } from './call-usage.js';
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
}

/** What became of a simulated call. */
export interface CallReport {
  /** In the order of time. */
  transcript: readonly TranscriptLine[];
  turns: readonly SimulatedTurn[];
  usage: CallUsage;
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
}

/** Puts together what was said, heard and used. */
export function callReport(facts: CallFacts): CallReport {
  const answers = stretches(facts);
  const transcript = [...facts.spoken, ...answers].sort((a, b) => a.startMs - b.startMs);
  const sounds = facts.soundStartsMs.map((atMs) => atMs - facts.startMs);
  const turns = turnsOf(facts.spoken, answers, sounds);
  const usage = callUsage(facts.log);
  return { transcript, turns, usage, summary: summaryOf(turns, usage) };
}

/** The bot's words in lines: silence of the length that ends its speech ends a line. */
function stretches({ startMs, heard, stretchGapMs }: CallFacts): TranscriptLine[] {
  const lines: TranscriptLine[] = [];
  for (const word of heard) {
    const last = lines.at(-1);
    const endMs = word.endMs - startMs;
    if (last && word.startMs - startMs - last.endMs <= stretchGapMs) {
      last.text += ` ${word.text}`;
      last.endMs = endMs;
    } else lines.push({ who: 'bot', text: word.text, startMs: word.startMs - startMs, endMs });
  }
  return lines;
}

function turnsOf(
  spoken: readonly TranscriptLine[],
  answers: readonly TranscriptLine[],
  soundsMs: readonly number[],
): SimulatedTurn[] {
  const turns: SimulatedTurn[] = [];
  for (const [index, line] of spoken.entries()) {
    const nextMs = spoken[index + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const soundMs = soundsMs.find((atMs) => atMs >= line.endMs && atMs < nextMs);
    const answer = answers.filter(({ startMs }) => startMs >= line.endMs && startMs < nextMs);
    const interrupted = answers.some(({ startMs, endMs }) => startMs < line.startMs && endMs > line.startMs);
    const before = turns.at(-1);
    // Nobody has answered in between: the caller has only paused.
    if (before && before.answer === '' && before.latencyMs === undefined && !interrupted) {
      turns.pop();
      turns.push(turn(`${before.said} ${line.text}`, before.interrupted));
    } else turns.push(turn(line.text, interrupted));

    function turn(said: string, wasInterrupted: boolean): SimulatedTurn {
      return {
        said,
        answer: answer.map(({ text }) => text).join(' '),
        latencyMs: soundMs === undefined ? undefined : Math.round(soundMs - line.endMs),
        interrupted: wasInterrupted,
      };
    }
  }
  return turns;
}

function summaryOf(turns: readonly SimulatedTurn[], usage: CallUsage): string {
  const lines = turns.map(({ said, answer, latencyMs, interrupted }) => {
    const late = latencyMs === undefined ? 'no answer' : `${latencyMs} ms`;
    return `${interrupted ? '⤺ ' : ''}${said} → ${answer} (${late})`;
  });
  const { sttStreams, sttUnits, ttsRequests, ttsUnits, llmRequests, llmInputTokens, llmOutputTokens } = usage;
  return [
    ...lines,
    `recognition: ${sttStreams} streams, ${sttUnits} units of 15 s`,
    `synthesis: ${ttsRequests} requests, ${ttsUnits} units of 250 characters`,
    `model: ${llmRequests} requests, ${llmInputTokens} tokens in, ${llmOutputTokens} out`,
  ].join('\n');
}
