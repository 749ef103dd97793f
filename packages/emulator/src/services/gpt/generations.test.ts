import { status } from '@grpc/grpc-js';
import { manualClock } from '@rechka/core/testing';
import { afterEach, describe, expect, it } from 'vitest';
import type { EmulatedGptOptions, EmulatorOptions } from '../../emulator-options.js';
import { startCompletions, type CompletionPart, type Completions } from '../../test-support/completions.js';
import { collect, refusalOf } from '../../test-support/official-sdk.js';
import { restCall } from '../../test-support/rest-client.js';
import type { GptContext } from './gpt-reply.js';

const gauge = 'ai.textGenerationCompletionSessionsCount.count gauge quota limit exceed: allowed 1 requests';

let completions: Completions;

async function start(gpt: EmulatedGptOptions, options: EmulatorOptions = {}): Promise<void> {
  completions = await startCompletions({ gpt, ...options });
}

afterEach(() => completions.close());

const log = () => completions.emulator.log;
const begun = (count: number) =>
  expect.poll(() => log().filter(({ type }) => type === 'options').length).toBe(count);

describe('generations at once', () => {
  it('are counted over all interfaces together', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await start({ maxConcurrent: 1, reply: () => held.then(() => 'готово') });
    const { emulator } = completions;
    const first = completions.complete();
    await begun(1);

    expect(await refusalOf(completions.complete())).toMatchObject({
      code: status.RESOURCE_EXHAUSTED,
      details: gauge,
    });
    const model = `gpt://${emulator.folderId}/yandexgpt`;
    const native = await restCall(emulator, '/foundationModels/v1/completion', {
      modelUri: model,
      messages: [{ role: 'user', text: 'а' }],
    });
    expect(native.status).toBe(429);
    expect(native.json).toEqual({
      error: { grpcCode: 8, httpCode: 429, message: gauge, httpStatus: 'Too Many Requests', details: [] },
    });
    const chat = await restCall(emulator, '/v1/chat/completions', {
      model,
      messages: [{ role: 'user', content: 'а' }],
      stream: true,
    });
    expect(chat).toMatchObject({
      status: 429,
      json: { error: { message: gauge, type: 'rate_limit_error' } },
    });
    release();
    expect(await first).not.toHaveLength(0);
    expect(await completions.complete()).not.toHaveLength(0);
  });

  it.each([
    ['never returns from an await of its own', () => new Promise<string>(() => undefined)],
    [
      'hangs in the middle',
      async function* () {
        yield 'Минуту… ';
        await new Promise(() => undefined);
      },
    ],
  ])('are freed by a client that cancels a reply that %s', async (_, hang) => {
    await start({ maxConcurrent: 1, reply: (messages) => (messages[0]?.text === 'жди' ? hang() : 'готово') });
    const call = completions.open({ messages: [{ role: 'user', text: 'жди' }] });
    const cancelled = refusalOf(collect(call));
    await begun(1);
    call.cancel();
    expect(await cancelled).toMatchObject({ code: status.CANCELLED });
    await expect.poll(() => log().at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
    expect((await completions.complete()).at(-1)!.alternatives[0]!.message!.text).toBe('готово');
  });

  it('tell a reply that is made on the fly to end, when it can', async () => {
    let cleaned = false;
    await start({
      async *reply() {
        try {
          for (;;) {
            yield 'слово ';
            await new Promise((resolve) => setImmediate(resolve));
          }
        } finally {
          cleaned = true;
        }
      },
      maxTokens: 1_000_000,
    });
    const call = completions.open();
    const cancelled = refusalOf(collect(call));
    await new Promise((resolve) => call.once('data', resolve));
    call.cancel();
    await cancelled;
    await expect.poll(() => cleaned).toBe(true);
  });

  it('may count until they would have ended, if the client cannot free them', async () => {
    const clock = manualClock();
    await start(
      { maxConcurrent: 1, freeOnCancel: false, reply: ['раз два три'] },
      { clock, latency: { llmTokenMs: 1000 } },
    );
    const call = completions.open();
    const cancelled = refusalOf(collect(call));
    await begun(1);
    call.cancel();
    await cancelled;
    await expect.poll(() => log().at(-1)).toMatchObject({ type: 'call-end', outcome: 'cancelled' });
    expect(await refusalOf(completions.complete())).toMatchObject({ code: status.RESOURCE_EXHAUSTED });
    await clock.advance(3000);
    const next = completions.complete();
    await begun(2);
    await expect
      .poll(async () => {
        await clock.advance(1000);
        return log().at(-1);
      })
      .toMatchObject({ type: 'call-end', outcome: 'done' });
    expect((await next).at(-1)!.alternatives[0]!.message!.text).toBe('раз два три');
  });
});

it('many generations that outlive their clients are not taken for a leak', async () => {
  const warnings: string[] = [];
  const onWarning = ({ name }: Error) => void warnings.push(name);
  process.on('warning', onWarning);
  await start({ maxConcurrent: 20, freeOnCancel: false, reply: () => new Promise<never>(() => undefined) });
  const calls = Array.from({ length: 12 }, () => completions.open());
  const cancelled = calls.map((call) => refusalOf(collect(call)));
  await begun(12);
  for (const call of calls) call.cancel();
  await Promise.all(cancelled);
  process.off('warning', onWarning);
  expect(warnings).toEqual([]);
});

describe('a function of the conversation', () => {
  it('gets the request, and the same random numbers for the same messages and seed', async () => {
    const requests: (GptContext & { drawn: number })[] = [];
    const startSeeded = (seed: number) =>
      start(
        {
          reply: (_, request) => {
            requests.push({ ...request, drawn: request.random() });
            return 'да';
          },
        },
        { seed },
      );
    const request: CompletionPart = {
      tools: [{ function: { name: 'book', description: 'Записывает' } }],
      completionOptions: { stream: true, temperature: 0.9, maxTokens: 50 },
      parallelToolCalls: false,
    };
    await startSeeded(1);
    await completions.complete(request);
    await completions.complete({ ...request, messages: [{ role: 'user', text: 'иначе' }] });
    await completions.complete(request);
    await completions.close();
    await startSeeded(2);
    await completions.complete(request);
    const [first, other, repeated, reseeded] = requests;
    expect(first).toMatchObject({
      api: 'grpc',
      stream: true,
      temperature: 0.9,
      maxTokens: 50,
      parallelToolCalls: false,
      toolChoice: 'auto',
      format: 'text',
      tools: [{ name: 'book', description: 'Записывает', parameters: {} }],
    });
    expect(repeated!.drawn).toBe(first!.drawn);
    expect(new Set([first, other, reseeded].map((drawn) => drawn!.drawn)).size).toBe(3);
  });

  it('ends the call with INTERNAL when it fails', async () => {
    await start({
      reply: () => {
        throw new Error('сбой сценария');
      },
    });
    expect(await refusalOf(completions.complete())).toMatchObject({
      code: status.INTERNAL,
      details: 'сбой сценария',
    });
  });
});
