import { invalidOption } from '@rechka/core';
import { status } from '../grpc/status.js';
import { fromJsonLine } from './message-json.js';
import type { RecordedLine } from './recorded-line.js';

/** A call out of a recording. */
export interface RecordedCall {
  method: string;
  requests: unknown[];
  /** With ms since the call began. */
  responses: { afterMs: number; message: unknown; whole?: true }[];
  /** How it ended; nothing if it was still open when the recording ended. */
  end?: { afterMs: number; outcome: string; code: status; message: string };
}

/** Reads a recording: its calls in the order of their beginning. Throws `ERR_INVALID_OPTION` with the line's number. */
export function readRecording(lines: readonly string[]): RecordedCall[] {
  const calls = new Map<string, { startedMs: number; call: RecordedCall }>();
  for (const [index, text] of lines.entries()) {
    if (text.trim() === '') continue;
    const line = parse(text, index);
    if (line.type === 'call') {
      const call = { method: line.method, requests: [], responses: [] };
      calls.set(line.call, { startedMs: line.atMs, call });
      continue;
    }
    // A recording may begin in the middle of a call, which is of no use then.
    const known = calls.get(line.call);
    if (known === undefined) continue;
    const { call, startedMs } = known;
    const afterMs = line.atMs - startedMs;
    if (line.type === 'request') call.requests.push(line.message);
    else if (line.type === 'response')
      call.responses.push({ afterMs, message: line.message, ...(line.whole && { whole: true }) });
    else
      call.end = {
        afterMs,
        outcome: line.outcome,
        code: (line.code ?? status.OK) as status,
        message: line.message ?? '',
      };
  }
  return [...calls.values()].map(({ call }) => call);
}

function parse(text: string, index: number): RecordedLine {
  try {
    const line = fromJsonLine(text) as Partial<RecordedLine> | null;
    if (['call', 'request', 'response', 'end'].includes(line?.type ?? '') && typeof line?.atMs === 'number') {
      return line as RecordedLine;
    }
  } catch {
    // Falls through: what is no JSON is refused in the same words.
  }
  throw invalidOption(`replay[${index}]`, text, 'a line of a recording');
}
