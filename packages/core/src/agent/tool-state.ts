import type { ToolOutcome } from './idempotency.js';

/** How a call of a tool stands, at any moment. */
export type ToolState =
  | ToolOutcome
  | { status: 'running' }
  /** The arguments, or the name of the tool, were not accepted. */
  | { status: 'invalid'; reason: string }
  /** The caller went on speaking before it had begun. */
  | { status: 'not-run' };

/** All that the model is told of a tool besides its results. */
const messages = {
  running: 'Still being carried out. Do not call it again; its result will be shown here.',
  unknown:
    'It is not known whether this was done. Do not call it again: say so, and offer to have it checked.',
  failed: 'This failed, and nothing was done. It may be called again.',
  invalid:
    'These arguments were not accepted, and nothing was done. Correct them, or ask for what is missing.',
  'not-run':
    'Not carried out: the caller went on speaking. Call it again only if what they said now still asks for it.',
} as const;

/** A state as the content of a `ToolResult`. */
export function tellModel(state: ToolState): string {
  if (state.status === 'done') return state.result;
  const reason = 'reason' in state ? { reason: state.reason } : {};
  return JSON.stringify({ status: state.status, message: messages[state.status], ...reason });
}

/** What a handler returned, as the model is told it: text as it is, anything else as JSON. */
export function resultText(result: unknown): string {
  if (typeof result === 'string') return result;
  if (result === undefined) return '{"status":"done"}';
  // In a list, what JSON would leave out (a function) is null.
  return JSON.stringify([result]).slice(1, -1);
}
