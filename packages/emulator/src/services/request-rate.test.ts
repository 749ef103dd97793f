import { sleep, systemClock } from '@rechka/core';
import { describe, expect, it } from 'vitest';
import type { EmulatorOptions } from '../emulator-options.js';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { OfficialSdk } from '../test-support/official-sdk.js';
import { restCall } from '../test-support/rest-client.js';
import { virtualTime } from '../testing/index.js';

/** A request of some kind: what it was answered, `''` for well. */
type Request = (cloud: Cloud) => Promise<string>;

interface Cloud {
  emulator: Emulator;
  sdk: OfficialSdk;
  metadata: Awaited<ReturnType<OfficialSdk['authorized']>>;
}

const outcome = (answered: Promise<unknown>) =>
  answered.then(
    () => '',
    (error: unknown) => (error as Error).message,
  );

const utterance: Request = ({ sdk, metadata }) => outcome(sdk.synthesize({ text: 'да' }, metadata));

const streamed: Request = ({ sdk, metadata }) => {
  const { send, end, responses } = sdk.speak(metadata);
  send({ options: { voice: 'marina' } });
  send({ synthesisInput: { text: 'да' } });
  end();
  return outcome(responses);
};

const tokenized: Request = ({ sdk, metadata, emulator }) => {
  const modelUri = `gpt://${emulator.folderId}/yandexgpt`;
  return outcome(
    new Promise<void>((resolve, reject) => {
      sdk.tokenizer.tokenize({ modelUri, text: 'да' }, metadata, (error) =>
        error === null ? resolve() : reject(error),
      );
    }),
  );
};

const rest =
  (path: string, body: (emulator: Emulator) => object): Request =>
  async ({ emulator }) => {
    const { status, text } = await restCall(emulator, path, body(emulator));
    return status === 200 ? '' : `${status} ${text}`;
  };
const utteranceOverRest = rest('/tts/v3/utteranceSynthesis', () => ({ text: 'да' }));
const tokenizedOverRest = rest('/foundationModels/v1/tokenizeCompletion', ({ folderId }) => ({
  modelUri: `gpt://${folderId}/yandexgpt`,
  messages: [{ role: 'user', text: 'да' }],
}));

/** Makes requests, `waitMs` between groups; the refusals of each group. */
function refusals(
  groups: readonly (readonly Request[])[],
  { waitMs = 1000, ...options }: EmulatorOptions & { waitMs?: number } = {},
): Promise<string[][]> {
  return virtualTime().run(async () => {
    const emulator = await startEmulator(options);
    const sdk = new OfficialSdk(emulator);
    const metadata = await sdk.authorized();
    const refused: string[][] = [];
    for (const group of groups) {
      const answers = await Promise.all(group.map((request) => request({ emulator, sdk, metadata })));
      refused.push(answers.filter((answer) => answer !== ''));
      await sleep(systemClock, waitMs);
    }
    sdk.close();
    await emulator.close();
    return refused;
  });
}

const times = (count: number, request: Request) => Array.from({ length: count }, () => request);

describe('the quota of synthesis', () => {
  it('is 40 requests in any second, of all kinds together, and those refused do not count', async () => {
    const [first, second] = await refusals([
      [...times(30, utterance), ...times(8, streamed), ...times(2, utteranceOverRest)],
      [...times(42, utterance)],
    ]);
    expect(first).toEqual([]);
    const text = 'ai.speechkitSynthesisRequests.rate rate quota limit exceed: allowed 40 requests';
    expect(second).toEqual([`8 RESOURCE_EXHAUSTED: ${text}`, `8 RESOURCE_EXHAUSTED: ${text}`]);
    const [, soon] = await refusals([times(40, streamed), [streamed, utteranceOverRest]], { waitMs: 900 });
    expect(soon).toEqual([
      `8 RESOURCE_EXHAUSTED: ${text}`,
      expect.stringMatching(/^429 .*"grpcCode":8.*rate quota limit exceed: allowed 40 requests/),
    ]);
  });

  it('is another if so set, or none', async () => {
    const [few] = await refusals([times(3, utterance)], { tts: { maxRequestsPerSecond: 1 } });
    expect(few).toHaveLength(2);
    const [none] = await refusals([times(60, utterance)], { tts: { maxRequestsPerSecond: false } });
    expect(none).toEqual([]);
  });
});

describe('the quota of the tokenizer', () => {
  it('is 50 requests in any second, of both methods, and again in the next', async () => {
    const text =
      'ai.textGenerationTokenizeRequestsPerSecond.rate rate quota limit exceed: allowed 50 requests';
    const [first, second] = await refusals([
      [...times(51, tokenized)],
      [...times(49, tokenized), tokenizedOverRest],
    ]);
    expect(first).toEqual([`8 RESOURCE_EXHAUSTED: ${text}`]);
    expect(second).toEqual([]);
    const [, soon] = await refusals([times(50, tokenized), [tokenizedOverRest]], { waitMs: 900 });
    expect(soon).toEqual([expect.stringMatching(/^429 .*allowed 50 requests/)]);
  });

  it('is none if so set, and not that of synthesis', async () => {
    const [none] = await refusals([[...times(60, tokenized), ...times(40, utterance)]], {
      gpt: { maxTokenizerRequestsPerSecond: false },
    });
    expect(none).toEqual([]);
  });
});
