import type { EmulatorEvent } from '../emulator-log.js';
import { statusName } from '../grpc/status.js';

/** Longest text shown; the log of the control endpoint has all of it. */
const maxTextChars = 160;

const codes = { dim: 2, red: 31, green: 32, yellow: 33, blue: 34, magenta: 35, cyan: 36 } as const;
type Colour = keyof typeof codes;

const serviceColours: Readonly<Record<string, Colour>> = { stt: 'green', tts: 'blue', gpt: 'magenta' };

/** One event of the log as a line for people; `wallMs` is when it happened, by the calendar. */
export function logLine(event: EmulatorEvent, wallMs: number, colours: boolean): string {
  const paint = (colour: Colour, text: string) =>
    colours ? `\u001b[${codes[colour]}m${text}\u001b[0m` : text;
  const time = new Date(wallMs).toISOString().slice(11, 23);
  const [what, details, colour] = tell(event);
  const [name, whose] =
    event.type === 'connection' ? [event.port, `#${event.connection}`] : [event.service, event.requestId];
  const service = paint(serviceColours[name] ?? 'cyan', name.padEnd(9));
  const id = paint('dim', whose.slice(0, 8).padEnd(8));
  const word = what.padEnd(8);
  return `${paint('dim', time)} ${id} ${service} ${colour === undefined ? word : paint(colour, word)} ${details}`.trimEnd();
}

function tell(event: EmulatorEvent): [what: string, details: string, colour?: Colour] {
  switch (event.type) {
    case 'call-start': {
      const { method, clientRequestId } = event;
      return [
        'call',
        `${shown(method)}${clientRequestId === undefined ? '' : ` (${shown(clientRequestId)})`}`,
      ];
    }
    case 'connection':
      return ['line', shown(event.message), 'yellow'];
    case 'options':
      return ['asks', shown(JSON.stringify(event.options, withoutNothing))];
    case 'text':
      return [event.service === 'stt' ? 'heard' : 'says', shown(event.text), 'green'];
    case 'ordinary-speech':
      return ['speech', `taken for: ${shown(event.line)}`];
    case 'refusal':
      return ['refused', `${statusName(event.code)}: ${shown(event.message)}`, 'red'];
    case 'fault': {
      const phases = event.phases.length === 0 ? '' : ` in ${event.phases.join(', ')}`;
      return ['fault', `${shown(event.fault)}: ${event.action}${phases}`, 'yellow'];
    }
    case 'call-end':
      return ['end', event.outcome, event.outcome === 'done' ? 'dim' : 'yellow'];
  }
}

/** Clients choose these texts: nothing in them may move the cursor, end the line or fill the screen. */
function shown(text: string): string {
  const plain = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return plain.length > maxTextChars ? `${plain.slice(0, maxTextChars)}…` : plain;
}

/** Leaves out what a decoded message has only because it might have had it. */
function withoutNothing(_: string, value: unknown): unknown {
  const isEmpty = Array.isArray(value) && value.length === 0;
  return isEmpty || value === '' || value === 0 || value === false ? undefined : value;
}
