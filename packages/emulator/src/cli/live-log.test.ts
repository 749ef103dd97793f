import { PassThrough, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { EmulatorEvent, EmulatorEventBody } from '../emulator-log.js';
import { LiveLog } from './live-log.js';
import { logLine } from './log-line.js';

const at = Date.UTC(2026, 4, 1, 12, 30, 5, 7);
const event = (body: EmulatorEventBody): EmulatorEvent => ({
  atMs: 1,
  service: 'stt',
  requestId: '0a1b2c3d-aaaa',
  ...body,
});

describe('a line of the log', () => {
  it.each<[EmulatorEventBody, string]>([
    [{ type: 'call-start', method: '/a.B/C', clientRequestId: 'mine' }, 'call     /a.B/C (mine)'],
    [{ type: 'options', options: { rate: 8000, none: 0, list: [], text: '' } }, 'asks     {"rate":8000}'],
    [{ type: 'text', text: 'запишите меня' }, 'heard    запишите меня'],
    [{ type: 'refusal', code: 8, message: 'quota' }, 'refused  RESOURCE_EXHAUSTED: quota'],
    [
      { type: 'fault', fault: 'fault-1', action: 'reset', phases: ['speech'] },
      'fault    fault-1: reset in speech',
    ],
    [{ type: 'call-end', outcome: 'cut' }, 'end      cut'],
  ])('tells when, whose, of which service and what: %j', (body, text) => {
    expect(logLine(event(body), at, false)).toBe(`12:30:05.007 0a1b2c3d stt       ${text}`);
  });

  it('tells of connections by their port and number', () => {
    const line = logLine(
      {
        ...{ atMs: 1, type: 'connection', service: 'connection', requestId: '' },
        ...{ port: 'grpc', connection: 12, message: 'fault-1: refused' },
      },
      at,
      false,
    );
    expect(line).toBe('12:30:05.007 #12      grpc      line     fault-1: refused');
  });

  it('has colours only if asked to, and nothing of a client moves the cursor', () => {
    const hostile = event({ type: 'text', text: `\u001b[2Jраз\r\nдва\u009b1A${'а'.repeat(500)}` });
    const plain = logLine(hostile, at, false);
    expect(plain).toMatch(/^[^\p{Cc}]+$/u);
    expect(plain.length).toBeLessThan(220);
    // eslint-disable-next-line no-control-regex
    expect(logLine(hostile, at, true).replace(/\u001b\[\d+m/g, '')).toBe(plain);
  });
});

describe('the live log', () => {
  const text = event({ type: 'text', text: 'да' });

  it('writes JSON lines for programs', () => {
    const output = new PassThrough();
    const log = new LiveLog({ style: 'json', output, colours: false });
    log.add(text);
    log.flush();
    expect(JSON.parse(String(output.read()))).toMatchObject({ type: 'text', text: 'да', service: 'stt' });
  });

  it('keeps a bounded part of a flood, and says how much is missing', () => {
    const writes: string[] = [];
    let release: () => void = () => undefined;
    const output = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _, done) {
        writes.push(chunk.toString());
        release = done;
      },
    });
    const log = new LiveLog({ style: 'pretty', output, colours: false });
    log.add(text);
    log.flush();
    // Nobody reads: nothing more is written, however much there is.
    for (let index = 0; index < 100_000; index += 1) log.add(text);
    log.flush();
    expect(writes).toHaveLength(1);
    return new Promise<void>((resolve) => {
      output.once('drain', () =>
        setImmediate(() => {
          const lines = writes[1]!.trimEnd().split('\n');
          expect(lines).toHaveLength(501);
          expect(lines.at(-1)).toMatch(/^… 99500 events more/);
          resolve();
        }),
      );
      release();
    });
  });
});
