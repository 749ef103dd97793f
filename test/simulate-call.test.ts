import { agent, VoicePipeline, type VoicePipelineOptions } from '@rechka/core';
import { simulateCall, type SimulatedApp } from '@rechka/emulator/testing';
import { YandexGpt } from '@rechka/gpt';
import { fromEnv } from '@rechka/iam';
import { russian } from '@rechka/russian';
import { SpeechKitStt } from '@rechka/stt';
import { SpeechKitTts } from '@rechka/tts';
import { describe, expect, it } from 'vitest';

/** An agent as a user would write it. */
async function barbershop({ call, env }: SimulatedApp, options: Partial<VoicePipelineOptions> = {}) {
  const cloud = fromEnv(env);
  const stt = new SpeechKitStt(cloud);
  const tts = new SpeechKitTts({ ...cloud, voice: 'marina' });
  const gpt = new YandexGpt({ ...cloud, model: 'yandexgpt-lite' });
  const pipeline = new VoicePipeline({
    call,
    stt,
    tts,
    language: russian(),
    respond: agent(gpt, { instructions: 'Отвечай коротко.' }),
    ...options,
  });
  void pipeline.say('Барбершоп «Стиль», здравствуйте!');
  await pipeline.run();
  for (const client of [stt, tts, gpt]) client.close();
}

const replies = ['На какое время вас записать?', 'Хорошо, записала вас на пятницу.', 'До встречи!'];

/** Any currency. */
const prices = { sttUnit: 0.16, ttsUnit: 0.4, llmInputThousand: 0.2, llmOutputThousand: 0.5 };

async function wholeCall() {
  const caller = await simulateCall(barbershop, { emulator: { gpt: { reply: replies } }, prices });
  const heard = [await caller.hears()];
  await caller.says('Запишите меня на завтра');
  heard.push(await caller.hears(/время/));
  await caller.says(['Нет, лучше', 300, 'в пятницу вечером']);
  await caller.interrupts('ой, подождите', { after: 'записала' });
  heard.push(await caller.hears());
  return { heard, ...(await caller.hangsUp()) };
}

describe('simulateCall', () => {
  it('talks to an agent as a person would, and tells how it went', async () => {
    const realNow = Date.now();
    const { heard, transcript, turns, usage, summary } = await wholeCall();
    expect(heard).toEqual([
      'Барбершоп «Стиль», здравствуйте!',
      'На какое время вас записать?',
      'До встречи!',
    ]);
    expect(turns.map(({ said, answer, interrupted }) => [said, answer, interrupted])).toEqual([
      ['Запишите меня на завтра', 'На какое время вас записать?', false],
      ['Нет, лучше в пятницу вечером', expect.stringMatching(/^Хорошо, записала/), false],
      ['ой, подождите', 'До встречи!', true],
    ]);
    for (const { latencyMs } of turns) expect(latencyMs).toSatisfy((ms: number) => ms > 900 && ms < 2500);
    expect(transcript[0]).toMatchObject({ who: 'bot', text: 'Барбершоп «Стиль», здравствуйте!' });
    for (const { startMs, endMs } of transcript)
      expect([startMs, endMs].map(Number.isInteger), 'whole ms').toEqual([true, true]);
    expect(usage.sttStreams).toBe(1);
    expect(usage.ttsRequests).toBeGreaterThanOrEqual(4);
    expect(usage.ttsUnits, 'each is shorter than a unit').toBe(usage.ttsRequests);
    expect(usage.llmRequests).toBeGreaterThanOrEqual(3);
    expect(summary).toContain('⤺ ой, подождите → До встречи!');
    expect(Date.now(), 'time is real again').toBeGreaterThanOrEqual(realNow);
  });

  it('tells what each turn has used and cost, which with the greeting makes the whole', async () => {
    const { turns, usage, cost, summary } = await wholeCall();
    for (const turn of turns) {
      expect(turn.usage.llmRequests, turn.said).toBeGreaterThanOrEqual(1);
      expect(turn.usage.llmInputTokens).toBeGreaterThan(10);
      expect(turn.usage.ttsRequests).toBeGreaterThanOrEqual(1);
      expect(turn.usage.sttMs).toBeGreaterThan(2000);
      const { sttMs, ttsUnits, llmInputTokens, llmOutputTokens } = turn.usage;
      expect(turn.cost).toBeCloseTo(
        (sttMs / 15_000) * 0.16 + ttsUnits * 0.4 + llmInputTokens * 0.0002 + llmOutputTokens * 0.0005,
      );
    }
    const sum = (key: 'llmRequests' | 'llmInputTokens' | 'ttsRequests') =>
      turns.reduce((total, turn) => total + turn.usage[key], 0);
    expect(sum('llmRequests')).toBe(usage.llmRequests);
    expect(sum('llmInputTokens')).toBe(usage.llmInputTokens);
    // The greeting, and three phrases that are made ahead.
    expect(sum('ttsRequests'), 'of nobody’s turn').toBe(usage.ttsRequests - 4);
    const { sttUnits, ttsUnits, llmInputTokens, llmOutputTokens } = usage;
    expect(cost).toBeCloseTo(
      sttUnits * 0.16 + ttsUnits * 0.4 + llmInputTokens * 0.0002 + llmOutputTokens * 0.0005,
    );
    expect(summary).toMatch(
      /Запишите меня на завтра → .+ \(\d+ ms; \d × 250 characters, \d+ \+ \d+ tokens, 0\.\d{4}\)/,
    );
    expect(summary).toContain(`cost: ${cost?.toFixed(4)}`);
  });

  it('goes the same way each time', async () => {
    const first = await wholeCall();
    expect(await wholeCall()).toEqual(first);
  });

  it('makes Math.random repeat itself by the seed of the emulator', async () => {
    const drawn = async (seed: number) => {
      const numbers: number[] = [];
      const app = (given: SimulatedApp) => {
        numbers.push(Math.random(), Math.random());
        return barbershop(given);
      };
      const caller = await simulateCall(app, { emulator: { seed } });
      await caller.hears('здравствуйте');
      await caller.hangsUp();
      return numbers;
    };
    const first = await drawn(5);
    expect(await drawn(5)).toEqual(first);
    expect(await drawn(6)).not.toEqual(first);
  });

  it('works over a phone line with noise and echo, and takes keys', async () => {
    const keys: string[] = [];
    const app = async (given: SimulatedApp) =>
      barbershop(given, {
        echo: 'guard',
        respond: async function* ({ messages }) {
          keys.push(JSON.stringify(messages.at(-1)));
          yield 'Соединяю с мастером, пожалуйста, оставайтесь на линии.';
        },
      });
    const caller = await simulateCall(app, {
      format: { encoding: 'pcma', sampleRateHz: 8000 },
      noiseDbfs: -50,
      echoDb: -12,
    });
    await caller.hears('здравствуйте');
    await caller.presses('12#');
    expect(await caller.hears()).toMatch(/^Соединяю/);
    await caller.hearsNothing(3000);
    await caller.hangsUp();
    expect(keys).toEqual([expect.stringContaining('12')]);
  });

  it('says what was said when something is waited for in vain', async () => {
    const caller = await simulateCall(barbershop, { emulator: { gpt: { reply: ['Слушаю вас.'] } } });
    await caller.hears();
    await caller.says('Алло');
    await expect(caller.hears(/до свидания/i, { withinMs: 5000 })).rejects.toMatchObject({
      code: 'ERR_DEADLINE',
      message: expect.stringMatching(
        /5000 ms for \/до свидания\/i.*bot: Барбершоп «Стиль», здравствуйте!\n +caller: Алло\n +bot: Слушаю вас\./s,
      ) as string,
    });
    await expect(caller.hearsNothing(1000)).rejects.toThrow(/and said «Слушаю вас\.»/);
    await caller.end();
    await expect(caller.says('Алло')).rejects.toMatchObject({ code: 'ERR_MISUSE' });
  });

  it('fails as the agent fails, and ends what an earlier test left behind', async () => {
    const left = await simulateCall(barbershop);
    const broken = await simulateCall(async () => Promise.reject(new Error('no database')));
    await expect(left.hears()).rejects.toMatchObject({ code: 'ERR_MISUSE' });
    await expect(broken.hears()).rejects.toThrow('no database');
    await broken.end();
  });

  it('does not let an agent go on for ever when its caller has gone', async () => {
    const caller = await simulateCall(() => new Promise(() => undefined));
    await expect(caller.hangsUp()).rejects.toThrow(/waited 30000 ms for the agent to end/);
  });

  it('refuses options that make no sense', async () => {
    await expect(simulateCall(barbershop, { quietMs: 1 })).rejects.toMatchObject({
      code: 'ERR_INVALID_OPTION',
    });
    await expect(simulateCall(barbershop, { echoDb: 90 })).rejects.toThrow(/echoDb/);
    await expect(simulateCall(barbershop, { prices: { ttsUnit: -1 } })).rejects.toThrow(/prices\.ttsUnit/);
    const misspelt = { prices: { ttsUnits: 0.4 } as object };
    await expect(simulateCall(barbershop, misspelt)).rejects.toThrow(
      'There is no option prices.ttsUnits; did you mean prices.ttsUnit?',
    );
    await expect(simulateCall(barbershop, { quitMs: 500 } as object)).rejects.toThrow(
      'There is no option quitMs; did you mean quietMs?',
    );
    await expect(simulateCall(barbershop, { emulator: { gprcPort: 7001 } as object })).rejects.toThrow(
      'There is no option gprcPort; did you mean grpcPort?',
    );
    await expect(simulateCall(undefined as never)).rejects.toThrow(/app/);
    for (const wrong of [null, 5, { gainDb: 'x' }, { emulator: 5 }, { callId: 5 }, { startAtEpochMs: 'x' }])
      await expect(simulateCall(barbershop, wrong as never)).rejects.toMatchObject({
        code: 'ERR_INVALID_OPTION',
      });
    const caller = await simulateCall(barbershop);
    expect(() => caller.presses('x')).toThrow(/keys/);
    expect(() => caller.surroundedBy({ noiseDbfs: 5 })).toThrow(/noiseDbfs/);
    const misspellings: [() => unknown, string][] = [
      [
        () => caller.says('Алло', { gainDB: 3, afterMS: 5 } as object),
        'says.gainDB; did you mean says.gainDb?',
      ],
      [() => caller.hears('да', { within: 5 } as object), 'hears.within; did you mean hears.withinMs?'],
      [
        () => caller.interrupts('нет', { affter: 'да' } as object),
        'interrupts.affter; did you mean interrupts.after?',
      ],
      [
        () => caller.surroundedBy({ noiseDb: -40 } as object),
        'surroundedBy.noiseDb; did you mean surroundedBy.noiseDbfs?',
      ],
    ];
    for (const [misspelt, message] of misspellings)
      expect(misspelt).toThrow(
        expect.objectContaining({ code: 'ERR_INVALID_OPTION', message: `There is no option ${message}` }),
      );
    await caller.end();
  });
});
