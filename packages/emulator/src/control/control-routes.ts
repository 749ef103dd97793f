import type { ServerResponse } from 'node:http';
import type { EmulatorLog } from '../emulator-log.js';
import { parseFault } from '../faults/parse-fault.js';
import type { SessionRecorder } from '../recording/session-recorder.js';
import type { Emulator } from '../start-emulator.js';
import { ControlError } from './control-error.js';
import type { ControlRoutes } from './control-server.js';

/** Most that may wait for a reader of a followed log; a reader that is further behind is dropped. */
const maxUnreadBytes = 4_000_000;

/** What can be asked of a running emulator from outside. */
export function controlRoutes(
  emulator: Emulator,
  log: EmulatorLog,
  recorder: SessionRecorder,
): ControlRoutes {
  return {
    'GET /state': () => ({
      grpc: emulator.grpc,
      http: emulator.http,
      atMs: log.nowMs(),
      open: emulator.calls({ state: 'open' }).length,
      faults: emulator.faults.list.length,
    }),
    'GET /faults': () => emulator.faults.list,
    'POST /faults': ({ body }) => ({ id: emulator.faults.add(parseFault(body)) }),
    'DELETE /faults': () => {
      emulator.faults.clear();
      return {};
    },
    'DELETE /faults/:id': ({ params: { id = '' } }) => {
      if (!emulator.faults.remove(id)) throw new ControlError(404, `There is no fault '${id}'.`);
      return {};
    },
    'GET /faults/log': () => emulator.faults.log,
    'GET /streams': () => emulator.streams,
    'GET /streams/:id/audio.wav': ({ params: { id = '' }, response }) => {
      const wav = emulator.wav(id);
      response.writeHead(200, { 'content-type': 'audio/wav', 'content-length': wav.byteLength });
      response.end(wav);
      return undefined;
    },
    'GET /log': ({ query, response }) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      for (const event of log.entries) response.write(toLine(event));
      if (query.get('follow') === null) response.end();
      else follow(response, (line) => log.follow((event) => line(toLine(event))));
      return undefined;
    },
    'GET /recording': ({ response }) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      follow(response, (line) => recorder.follow((text) => line(`${text}\n`)));
      return undefined;
    },
    'POST /restart': async ({ body }) => {
      const { downMs = 0 } = readObject(body);
      await emulator.restart({ downMs: downMs as number });
      return {};
    },
    'POST /reset': () => {
      emulator.reset();
      return {};
    },
  };
}

/** Writes lines as they come, until the reader leaves or falls too far behind. */
function follow(response: ServerResponse, start: (line: (text: string) => void) => () => void): void {
  const stop = start((text) => {
    if (response.writableLength > maxUnreadBytes) response.destroy();
    else response.write(text);
  });
  response.on('close', stop);
  response.flushHeaders();
}

function toLine(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}

function readObject(body: string): Record<string, unknown> {
  if (body.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Falls through: whatever is not a JSON object is refused in the same words.
  }
  throw new ControlError(400, 'The body is not a JSON object.');
}
