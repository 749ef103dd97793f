import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { agent, VoicePipeline, type Call, type PipelineEvent, type VoiceError } from '@rechka/core';
import { startEmulator, type CallFault, type EmulatorOptions } from '@rechka/emulator';
import {
  simulateCall,
  virtualTime,
  type SimulatedApp,
  type SimulatedCaller,
  type TranscriptLine,
} from '@rechka/emulator/testing';
import { YandexGpt } from '@rechka/gpt';
import { apiKey, fromEnv, metadata, serviceAccountKey, type Credentials } from '@rechka/iam';
import { scriptedCall } from '@rechka/local';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { afterEach, describe, expect, it } from 'vitest';
import { spoken, wordsHeard } from './whole-call.js';

type Given = Pick<SimulatedApp, 'env' | 'emulator'>;
/** How the process gets its token. */
type SignIn = (given: Given, onProblem: (problem: VoiceError) => void) => Credentials;

/** What observers saw of a call. */
interface Told {
  problems: VoiceError[];
  events: PipelineEvent[];
  failure?: unknown;
}

const byKey: SignIn = ({ env, emulator }, onProblem) =>
  serviceAccountKey(emulator.serviceAccountKey, { endpoint: env['YC_IAM_ENDPOINT'] ?? '', onProblem });

/** An agent as a user would write it, on credentials of its own. */
async function answer(call: Call, given: Given, signIn: SignIn, told: Told): Promise<void> {
  const { endpoints, folderId } = fromEnv(given.env);
  const auth = signIn(given, (problem) => told.problems.push(problem));
  const cloud = { auth, endpoints, ...(folderId !== undefined && { folderId }) };
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
    language: russian(),
    respond: agent(gpt, { instructions: 'Отвечай коротко.' }),
  });
  for (const type of ['error', 'gap', 'turn-committed', 'reply-ended'] as const)
    pipeline.events.on(type, (event: PipelineEvent) => told.events.push(event));
  await pipeline.run().catch((error: unknown) => {
    told.failure = error;
  });
  for (const client of [stt, tts, gpt]) client.close();
}

async function callWith(signIn: SignIn, emulator: EmulatorOptions = {}) {
  const told: Told = { problems: [], events: [] };
  const caller = await simulateCall(({ call, ...given }) => answer(call, given, signIn, told), {
    emulator: {
      gpt: { reply: ({ length }) => `Ответ номер ${numbers[Math.floor(length / 2) - 1]}.` },
      ...emulator,
    },
  });
  return { caller, told };
}

const numbers = ['один', 'два', 'три', 'четыре', 'пять', 'шесть', 'семь', 'восемь'];
const questions = [
  'какая погода сегодня',
  'запишите меня на завтра',
  'а можно на пятницу вечером',
  'сколько стоит стрижка',
  'хорошо тогда на субботу',
  'как вас найти',
  'до какого часа вы работаете',
  'спасибо большое',
];

/** Asks so many questions, one every quarter of a minute, and hears the answer to each. */
async function talk(caller: SimulatedCaller, count: number, from = 0): Promise<void> {
  for (const [index, question] of questions.slice(from, from + count).entries()) {
    await caller.says(question);
    // «Секунду.» comes before it where a token is waited for.
    expect(await caller.hears(/Ответ номер \S+$/), `answer to ${question}`).toMatch(
      new RegExp(`^(Секунду\\S ?)*Ответ номер ${numbers[from + index]}\\.$`),
    );
    await caller.hearsNothing(10_000);
  }
}

const errors = ({ events }: Told) => events.flatMap((event) => (event.type === 'error' ? [event.error] : []));
const committed = ({ events }: Told) =>
  events.flatMap((event) => (event.type === 'turn-committed' ? [event.turn.text.toLowerCase()] : []));

const iamDown = (fromMs: number, untilMs = 3_600_000) =>
  ({ service: 'iam', active: { fromMs, untilMs }, do: { status: 'UNAVAILABLE' } }) as const;

describe('a call in which the token ends', () => {
  it.each([
    ['goes on with the calls that are under way', false],
    ['ends them', true],
  ])('goes on without a word lost when the service %s', async (_, endsCalls) => {
    const { caller, told } = await callWith(byKey, { iam: { tokenTtlMs: 40_000, endsCalls } });
    await talk(caller, 5);
    const { emulator } = caller;
    await caller.hangsUp();
    expect(committed(told)).toEqual(questions.slice(0, 5));
    expect(errors(told)).toEqual([]);
    expect(told.problems).toEqual([]);
    expect(told.failure).toBeUndefined();
    // About every twenty seconds, when half of its life is over.
    expect(emulator.calls({ service: 'iam' }).length).toBeGreaterThanOrEqual(3);
  });

  it('goes on with the old token while IAM is down for most of its life, and says that it does', async () => {
    const { caller, told } = await callWith(byKey, {
      iam: { tokenTtlMs: 64_000, endsCalls: true },
      faults: [iamDown(8000, 56_000)],
    });
    await talk(caller, 5);
    await caller.hangsUp();
    expect(committed(told)).toEqual(questions.slice(0, 5));
    expect(errors(told)).toEqual([]);
    expect(told.failure).toBeUndefined();
    expect(told.problems.length).toBeGreaterThan(0);
    for (const { code } of told.problems) expect(code).toBe('ERR_UNAVAILABLE');
  });
});

/** Silences of the bot, in ms, from the caller's last word on: before each thing it said. */
function silencesAfter(transcript: readonly TranscriptLine[]): { beforeMs: number; text: string }[] {
  const from = transcript.findLastIndex(({ who }) => who === 'caller');
  return transcript
    .slice(from + 1)
    .map(({ text, startMs }, at) => ({ text, beforeMs: startMs - (transcript[from + at]?.endMs ?? 0) }));
}

/** The jitter of retries decides how long it takes. */
describe.each([1, 2, 3])('a caller whose agent gets no token any more (seed %i)', (seed) => {
  const apology = 'Извините, у нас технические неполадки. Пожалуйста, перезвоните чуть позже.';
  const trouble = 'Секунду, вас плохо слышно.';
  const refuses = ['refuses', { status: 'UNAVAILABLE' }] as const;
  const isMute = ['says nothing', { stall: 'forever' }] as const;

  /** IAM fails from the fifth second on, and the token lives until the 48th; it is used until the 38th. */
  async function callUntilTokenEnds(does: CallFault['do'], endsCalls: boolean) {
    const { caller, told } = await callWith(byKey, {
      seed,
      iam: { tokenTtlMs: 48_000, endsCalls },
      faults: [{ service: 'iam', active: { fromMs: 5000, untilMs: 3_600_000 }, do: does }],
    });
    await talk(caller, 2);
    return { caller, told };
  }

  /** That all faults that were told name who is to blame. */
  function blamesIam({ problems, ...told }: Told): void {
    expect(errors({ problems, ...told }).length).toBeGreaterThan(0);
    for (const { message } of [...problems, ...errors({ problems, ...told })])
      expect(message).toMatch(/IAM|[Nn]o token|No answer/);
  }

  it.each([
    [...refuses, [apology], 4000],
    [...isMute, ['Секунду.', apology], 6500],
  ] as const)(
    'hears within seconds that it fails, where IAM %s and recognition goes on',
    async (_, does, says, silenceMs) => {
      const { caller, told } = await callUntilTokenEnds(does, false);
      await caller.waits(12_000);
      await caller.says(questions[2] ?? '');
      await caller.hears(/перезвоните/);
      const heard = silencesAfter(caller.transcript);
      expect(heard.map(({ text }) => text)).toEqual(says);
      for (const { text, beforeMs } of heard) expect(beforeMs, text).toBeLessThan(silenceMs);
      expect(caller.released).toBe(false);
      await caller.hangsUp();
      expect(committed(told)).toEqual(questions.slice(0, 3));
      blamesIam(told);
    },
  );

  it.each([refuses, isMute])(
    'hears within seconds that they are not heard, an apology, and is let go, where IAM %s and recognition is cut off',
    async (_, does) => {
      const { caller, told } = await callUntilTokenEnds(does, true);
      // The token ends in the middle of what they say next.
      await caller.waits(16_500);
      await caller.says(questions[2] ?? '');
      await caller.hears(/перезвоните/);
      await caller.waits(1000);
      const heard = silencesAfter(caller.transcript);
      expect(heard.map(({ text }) => text)).toEqual([trouble, apology]);
      for (const { text, beforeMs } of heard) expect(beforeMs, text).toBeLessThan(8000);
      expect(caller.released).toBe(true);
      await caller.hangsUp();
      expect(errors(told)).toContain(told.failure);
      blamesIam(told);
    },
  );

  it.each([refuses, isMute])(
    'hears two notes, for there is no voice yet, and is let go, where IAM %s from the beginning',
    async (_, does) => {
      const { caller, told } = await callWith(byKey, { seed, faults: [{ service: 'iam', do: does }] });
      await expect(caller.hearsNothing(13_000)).rejects.toMatchObject({ code: 'ERR_MISUSE' });
      expect(caller.transcript).toEqual([]);
      expect(caller.released).toBe(true);
      await caller.hangsUp();
      expect(told.failure).toMatchObject({ message: expect.stringMatching(/^There was no token/) as string });
      blamesIam(told);
    },
  );
});

describe('a call on a machine whose clock is wrong', () => {
  it.each([
    ['ahead', 600_000],
    ['behind', -600_000],
  ])('by ten minutes, %s, is as any other, and it is told', async (_, skewMs) => {
    const signIn: SignIn = ({ env, emulator }, onProblem) =>
      serviceAccountKey(emulator.serviceAccountKey, {
        endpoint: env['YC_IAM_ENDPOINT'] ?? '',
        onProblem,
        wallClockMs: () => Date.now() + skewMs,
      });
    const { caller, told } = await callWith(signIn, { iam: { tokenTtlMs: 40_000, endsCalls: true } });
    await talk(caller, 3);
    await caller.hangsUp();
    expect(committed(told)).toEqual(questions.slice(0, 3));
    expect(errors(told)).toEqual([]);
    // A JWT that seems old by a few minutes is good for the rest of its hour.
    const clocks = told.problems.map(({ message }) => /clock of this machine is \d+ s/.exec(message)?.[0]);
    expect(clocks).toEqual(skewMs < 0 ? [] : ['clock of this machine is 600 s']);
  });
});

describe('a call whose key is revoked', () => {
  it.each([true, false])(
    'ends with an apology, and says that the key is no good (calls end: %s)',
    async (endsCalls) => {
      const key = 'AQVNemulated000000000000000000000000000';
      const { caller, told } = await callWith(() => apiKey(key), { iam: { apiKeys: [key], endsCalls } });
      await talk(caller, 1);
      expect(caller.emulator.iam.revoke(key)).toBe(1);
      if (!endsCalls) await caller.says(questions[1] ?? '');
      expect(await caller.hears(/перезвоните/)).toContain('технические неполадки.');
      await caller.hangsUp();
      expect(errors(told).length).toBeGreaterThan(0);
      for (const error of errors(told)) {
        expect(error).toMatchObject({ code: 'ERR_UNAUTHENTICATED', retryable: false });
        expect(error.message).toMatch(/Unknown api key .*0000.*The API key does not exist/);
        expect(error.message).not.toContain(key);
      }
    },
  );
});

describe('a call with the token of a slow metadata server', () => {
  it('begins late and loses nothing', async () => {
    const signIn: SignIn = ({ emulator }, onProblem) => metadata({ endpoint: emulator.http, onProblem });
    const { caller, told } = await callWith(signIn, {
      iam: { tokenTtlMs: 50_000, endsCalls: true },
      faults: [{ service: 'metadata', do: { stall: 4000 } }],
    });
    await talk(caller, 4);
    const { emulator } = caller;
    await caller.hangsUp();
    expect(committed(told)).toEqual(questions.slice(0, 4));
    expect(errors(told)).toEqual([]);
    expect(told.problems).toEqual([]);
    expect(emulator.calls({ service: 'metadata' }).length).toBeGreaterThanOrEqual(2);
  });
});

describe('a process that is started again while IAM is down', () => {
  let folder: string | undefined;
  afterEach(() => {
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it('takes calls with the token kept on disk', async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'rechka-call-'));
    const tokenCache = path.join(folder, 'token.json');
    const signIn: SignIn = ({ env, emulator }, onProblem) =>
      serviceAccountKey(emulator.serviceAccountKey, {
        endpoint: env['YC_IAM_ENDPOINT'] ?? '',
        onProblem,
        tokenCache,
      });
    const heard: string[] = [];
    const told: Told = { problems: [], events: [] };
    await virtualTime().run(async () => {
      const emulator = await startEmulator({ latency: 'typical', gpt: { reply: () => 'Слушаю вас.' } });
      for (const line of ['Запишите меня', 'Это снова я']) {
        const caller = scriptedCall();
        const done = answer(caller.call, { env: emulator.env, emulator }, signIn, told);
        await caller.say(spoken(line));
        await new Promise((resolve) => setTimeout(resolve, 6000));
        heard.push(wordsHeard(caller.heard()).join(' '));
        caller.hangUp();
        await done;
        // From now on only what is on disk is a token.
        emulator.faults.add(iamDown(0));
      }
      expect(emulator.calls({ service: 'iam' })).toHaveLength(1);
      await emulator.close();
    });
    expect(heard).toEqual(['Слушаю вас.', 'Слушаю вас.']);
    expect(committed(told)).toEqual(['запишите меня', 'это снова я']);
    expect(told.problems).toEqual([]);
    expect(errors(told)).toEqual([]);
  });
});
