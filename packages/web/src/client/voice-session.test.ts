import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import type { PageEvent } from '../protocol/page-event.js';
import { VoiceClientError } from './client-error.js';
import { FastClock } from './test-support/fast-clock.js';
import { TestPeer, type TestPeerOptions } from './test-support/test-peer.js';
import { VoiceSession } from './voice-session.js';

interface Harness {
  peer: TestPeer;
  session: VoiceSession;
  clock: FastClock;
  /** All that was given to the player, of the stream before each other. */
  played: Map<number, number[]>;
  flushes: number;
  events: PageEvent[];
  connections: string[];
  ended: Promise<VoiceClientError | undefined>;
}

const open: Harness[] = [];

async function harness({
  token = () => Promise.resolve('secret'),
  url,
  connect = true,
  ...peerOptions
}: TestPeerOptions & {
  token?: () => Promise<string>;
  url?: string;
  connect?: boolean;
} = {}): Promise<Harness> {
  const peer = await TestPeer.start(peerOptions);
  const clock = new FastClock();
  let end: (error: VoiceClientError | undefined) => void = () => undefined;
  const made: Harness = {
    peer,
    clock,
    played: new Map(),
    flushes: 0,
    events: [],
    connections: [],
    ended: new Promise((resolve) => (end = resolve)),
    session: new VoiceSession({
      url: url ?? peer.url.replace('http', 'ws'),
      token,
      settings: undefined,
      clock,
      random: () => 0.5,
      createSocket: (address, protocols) => {
        const socket = new NodeWebSocket(address, protocols);
        // Browsers want nobody to listen; `close` follows.
        socket.on('error', () => undefined);
        return socket as unknown as WebSocket;
      },
      player: {
        play: (stream, _rateHz, samples) =>
          made.played.set(stream, [...(made.played.get(stream) ?? []), ...samples]),
        end: () => undefined,
        flush: () => {
          made.flushes++;
        },
      },
      observer: {
        onConnection: (connection) => made.connections.push(connection),
        onEvent: (event) => made.events.push(event),
        onEnd: (error) => end(error),
      },
    }),
  };
  open.push(made);
  if (connect) {
    made.session.connect(true);
    await peer.until(() => peer.session.hellos.length > 0, 'the first hello');
    await until(() => made.connections.length > 0);
  }
  return made;
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('Not within 15 s.');
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

afterEach(async () => {
  for (const { session, peer, clock } of open.splice(0)) {
    session.close();
    expect(clock.timers.size, 'timers left').toBe(0);
    await peer.close();
  }
});

/** The microphone of so many seconds, at the pace of the clock; `each` is called before each frame. */
async function speak(
  { session, clock }: Harness,
  frames: number,
  each: (frame: number) => void = () => undefined,
) {
  const spoken: number[] = [];
  const fromMs = clock.now();
  for (let i = 0; i < frames; i++) {
    each(i);
    const samples = Int16Array.from({ length: 320 }, (_, k) => ((i * 320 + k) % 60_000) - 30_000);
    session.microphone(samples);
    spoken.push(...samples);
    await until(() => clock.now() - fromMs >= (i + 1) * 20);
  }
  return spoken;
}

describe('VoiceSession', () => {
  it('brings every sample of the microphone across, wherever the connection is cut', async () => {
    const call = await harness();
    const { peer } = call;
    const spoken = await speak(call, 400, (frame) => {
      if ([20, 21, 90, 163, 300].includes(frame)) peer.cut();
    });
    await peer.until(() => peer.session.microphone.length === spoken.length, 'all of the microphone');
    expect(peer.session.microphone).toEqual(spoken);
    expect(peer.session.lostSamples).toBe(0);
    expect(peer.session.hellos.length).toBeGreaterThan(3);
    expect(call.session.lostMicrophoneMs).toBe(0);
  });

  it('loses nothing of an interruption of ten seconds, whenever it tries again', async () => {
    let away = false;
    const call = await harness({ refuseWith: () => (away ? 1013 : undefined) });
    const { peer, session } = call;
    const spoken = await speak(call, 800, (frame) => {
      if (frame === 50) peer.cut();
      away = frame >= 50 && frame < 550;
    });
    await peer.until(() => peer.session.microphone.length === spoken.length, 'all of the microphone');
    expect(peer.session.microphone).toEqual(spoken);
    expect(session.lostMicrophoneMs).toBe(0);
  }, 20_000);

  it('keeps 30 s of a longer interruption, and tells the server what is lost', async () => {
    let away = false;
    const call = await harness({ refuseWith: () => (away ? 1013 : undefined) });
    const { peer, session } = call;
    const spoken = await speak(call, 1800, (frame) => {
      if (frame === 50) peer.cut();
      away = frame >= 50 && frame < 1650;
    });
    await peer.until(() => peer.session.microphone.length === spoken.length, 'all of the microphone');
    const lostMs = peer.session.lostSamples / 16;
    expect(lostMs).toBeGreaterThan(1000);
    expect(lostMs).toBeLessThan(5000);
    expect(Math.abs(session.lostMicrophoneMs - lostMs)).toBeLessThan(200);
    expect(peer.session.microphone.slice(-10_000)).toEqual(spoken.slice(-10_000));
  }, 20_000);

  it('carries each command and each event once and in order over cuts', async () => {
    const { peer, session, events } = await harness();
    const digits = '0123456789*#';
    for (const digit of digits) {
      session.command({ type: 'dtmf', digit });
      peer.event({ type: 'dtmf', digit });
      if ('258'.includes(digit)) peer.cut();
      await new Promise((resolve) => setTimeout(resolve, 3));
    }
    await peer.until(() => peer.session.commands.length === digits.length, 'all commands');
    await until(() => events.length === digits.length);
    expect(
      peer.session.commands.map((command) => (command.type === 'dtmf' ? command.digit : '?')).join(''),
    ).toBe(digits);
    expect(events.map((event) => (event.type === 'dtmf' ? event.digit : '?')).join('')).toBe(digits);
    await peer.until(() => peer.session.lastAckedEvent === digits.length, 'the last acknowledgement');
  });

  it('gives the player each sample of speech once, over a cut in the middle of it', async () => {
    const { peer, session, played } = await harness();
    const speech = Int16Array.from({ length: 24_000 }, (_, i) => (i % 60_000) - 30_000);
    peer.say(speech.subarray(0, 12_000), { end: false });
    await until(() => (played.get(1)?.length ?? 0) > 4000);
    session.played({ stream: 1, heardSamples: 3000, cause: 'time', underruns: 0 });
    peer.cut();
    await peer.until(() => peer.session.hellos.length === 2, 'a second hello');
    const { resume } = peer.session.hellos[1]!;
    expect(resume).toMatchObject({
      sessionId: 'session-1',
      key: 'key-1',
      speech: { stream: 1, heardSeq: 3000 },
    });
    await until(() => played.get(1)?.length === 12_000);
    expect(played.get(1)).toEqual([...speech.subarray(0, 12_000)]);
    // What was heard meanwhile is told again.
    await peer.until(() => peer.last('heard')?.seq === 3000, 'the position');
  });

  it('silences a stream that is no longer current after a cut', async () => {
    const call = await harness();
    call.peer.say(new Int16Array(2400));
    await until(() => call.played.get(1)?.length === 2400);
    call.peer.cut();
    call.peer.say(new Int16Array(2400).fill(5));
    await until(() => call.played.get(2)?.length === 2400);
    expect(call.flushes).toBe(1);
  });

  it('answers a flush with what the player says, or with what is known if it says nothing', async () => {
    const { peer, session, played } = await harness();
    peer.say(new Int16Array(2400));
    await until(() => played.get(1)?.length === 2400);
    peer.send({ type: 'flush', stream: 1 });
    await until(() => open[0]!.flushes === 1);
    session.played({ stream: 1, heardSamples: 700, cause: 'flushed', underruns: 0 });
    await peer.until(() => peer.last('flushed')?.seq === 700, 'the answer of the player');
    peer.say(new Int16Array(2400));
    await until(() => played.get(2)?.length === 2400);
    session.played({ stream: 2, heardSamples: 100, cause: 'time', underruns: 0 });
    peer.send({ type: 'flush', stream: 2 });
    await peer.until(() => peer.last('flushed')?.stream === 2, 'an answer without the player');
    expect(peer.last('flushed')?.seq).toBe(100);
  });

  it('finds a connection that swallows everything, and makes another', async () => {
    const call = await harness();
    call.peer.freeze();
    const spoken = await speak(call, 100);
    await call.peer.until(
      () => call.peer.session.microphone.length === spoken.length,
      'all of the microphone',
    );
    expect(call.peer.session.microphone).toEqual(spoken);
    expect(call.connections).toEqual(['connected', 'reconnecting', 'connected']);
  });

  it('gets a token for each attempt, and tries again when that fails', async () => {
    let asked = 0;
    const { peer } = await harness({
      token: async () => {
        if (++asked === 1) throw new Error('The token server is away.');
        return `token-${asked}`;
      },
    });
    peer.cut();
    await peer.until(() => peer.session.hellos.length === 2, 'a second hello');
    expect(peer.tokens).toEqual(['token-2', 'token-3']);
  });

  it('does not try again where there will be no token', async () => {
    const refused = new VoiceClientError('ERR_REFUSED', { reason: 'unauthorized' });
    const { peer, session, ended } = await harness({ token: () => Promise.reject(refused), connect: false });
    session.connect(true);
    expect(await ended).toBe(refused);
    expect(peer.tokens).toEqual([]);
  });

  it.each([
    [4401, 'ERR_REFUSED', 'unauthorized'],
    [4429, 'ERR_REFUSED', 'too-many-calls'],
    [4500, 'ERR_REFUSED', 'failed'],
    [4404, 'ERR_SERVER_GONE', 'session-lost'],
  ])('does not try again after a close with %d', async (refusal, code, reason) => {
    const { peer, session, ended } = await harness({ refuseWith: () => refusal, connect: false });
    session.connect(true);
    expect(await ended).toMatchObject({ name: 'VoiceClientError', code, reason });
    expect(peer.tokens).toHaveLength(1);
  });

  it('gives up a server that is not there after 10 s', async () => {
    const { session, ended, clock } = await harness({ url: 'ws://127.0.0.1:9', connect: false });
    const fromMs = clock.now();
    session.connect(true);
    expect(await ended).toMatchObject({ code: 'ERR_SERVER_GONE' });
    expect(clock.now() - fromMs).toBeGreaterThan(4000);
  });

  it.each([
    ['ended', 1000, undefined],
    ['minutes', 4430, { code: 'ERR_REFUSED', reason: 'minutes' }],
    ['draining', 1000, { code: 'ERR_REFUSED', reason: 'busy' }],
  ] as const)('ends when the server says goodbye: %s', async (reason, code, error) => {
    const { peer, ended } = await harness();
    peer.send({ type: 'bye', reason });
    peer.closeSocket(code);
    if (error === undefined) expect(await ended).toBeUndefined();
    else expect(await ended).toMatchObject(error);
    expect(peer.tokens).toHaveLength(1);
  });

  it('ends when the server does not speak the protocol', async () => {
    const { peer, ended } = await harness();
    peer.babble();
    expect(await ended).toMatchObject({ code: 'ERR_REFUSED', reason: 'protocol' });
  });

  it('says goodbye, and forgets audio of before the server was there', async () => {
    const { peer, session } = await harness({ connect: false });
    session.microphone(new Int16Array(320));
    session.connect(false);
    await peer.until(() => peer.session.hellos.length === 1, 'the hello');
    expect(peer.session.hellos[0]).toMatchObject({ echoCanceller: false });
    session.close();
    await peer.until(() => peer.last('bye') !== undefined, 'the goodbye');
    expect(peer.session.microphone).toEqual([]);
  });
});
