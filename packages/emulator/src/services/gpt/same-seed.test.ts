import { describe, expect, it } from 'vitest';
import type { EmulatorEvent } from '../../emulator-log.js';
import type { Fault, FaultStrike } from '../../faults/fault.js';
import { RawClient } from '../../test-support/raw-client.js';
import { restCall } from '../../test-support/rest-client.js';
import { key, run } from '../../test-support/recognise.js';
import { CompletionRequest, TextGenerationService } from '@rechka/proto/gpt';
import { Synthesizer } from '@rechka/proto/tts';

const faults: Fault[] = [
  { service: 'gpt', probability: 0.3, after: { ms: [0, 900] }, do: { status: 'UNAVAILABLE' } },
  { service: 'gpt', probability: 0.3, after: { sentMessages: [1, 3] }, do: { reset: 'INTERNAL_ERROR' } },
  { service: 'gpt', probability: 0.2, do: { stall: 700 } },
  { service: 'tts', probability: 0.3, after: { sentBytes: [1, 30_000] }, do: { disconnect: 'reset' } },
  { service: 'tts', probability: 0.4, do: { drip: { bytes: 4000, everyMs: 15 } } },
];

interface Session {
  /** What each call was sent, to the byte, and how it ended. */
  answers: string[];
  log: readonly EmulatorEvent[];
  strikes: Omit<FaultStrike, 'connection'>[];
}

/**
 * Completions and syntheses, over gRPC and REST, all at once, with everything that is random. Of those that begin at one
 * moment, `backwards` begins the last one first.
 */
function session(seed: number, { backwards = false } = {}): Promise<Session> {
  const reply = (_: unknown, { random }: { random: () => number }) =>
    Array.from({ length: 30 }, () => ['да', 'нет', 'может быть'][Math.floor(random() * 3)]).join(' ');
  return run({ seed, latency: 'field', faults, gpt: { reply } }, async (emulator) => {
    const client = new RawClient(emulator);
    const modelUri = `gpt://${emulator.folderId}/yandexgpt`;
    const overGrpc = async (path: string, ...messages: Uint8Array[]) => {
      const call = client.open(path, key);
      for (const message of messages) call.send(message);
      call.end();
      const { code, details, messages: got } = await call.ended;
      return `${code} ${details} ${got.map((bytes) => bytes.toString('hex')).join(' ')}`;
    };
    const overRest = async (path: string, body: object) => {
      const headers = { authorization: 'Api-Key key' };
      const answer = await restCall(emulator, path, body, { headers }).catch(() => undefined);
      return answer === undefined ? 'cut' : `${answer.status} ${answer.text}`;
    };
    const messages = (turn: number) => [{ role: 'user', text: `Реплика ${turn}` }];
    const inOrder = <T>(items: readonly T[]) => (backwards ? items.toReversed() : items);
    const answers: string[] = [];
    for (let turn = 0; turn < 6; turn++) {
      const completion = { modelUri, completionOptions: { stream: true }, messages: messages(turn) };
      const chat = {
        model: modelUri,
        stream: true,
        messages: [{ role: 'user', content: `Реплика ${turn}` }],
      };
      const calls = [
        () => overGrpc(TextGenerationService.completion.path, CompletionRequest.encode(completion)),
        () => overRest('/foundationModels/v1/completion', completion),
        () => overRest('/v1/chat/completions', chat),
        () =>
          overGrpc(
            Synthesizer.utteranceSynthesis.path,
            Synthesizer.utteranceSynthesis.request.encode({ text: `Реплика ${turn}` }),
          ),
        () =>
          overGrpc(
            Synthesizer.streamSynthesis.path,
            Synthesizer.streamSynthesis.request.encode({ options: {} }),
            Synthesizer.streamSynthesis.request.encode({ synthesisInput: { text: 'Раз, два. Три!' } }),
          ),
        () => overRest('/tts/v3/utteranceSynthesis', { text: `Реплика ${turn}` }),
      ];
      const begun = inOrder(calls).map((call) => call());
      answers.push(...(await Promise.all(inOrder(begun))));
    }
    client.close();
    const strikes = emulator.faults.log.map(({ connection: _, ...strike }) => strike);
    return {
      answers,
      log: emulator.log.toSorted(byCall),
      strikes: strikes.sort(byCall),
    };
  });
}

/** Which of two calls comes first at one moment, the machine chooses. */
function byCall(
  { requestId: a = '' }: { requestId?: string },
  { requestId: b = '' }: { requestId?: string },
) {
  return a.localeCompare(b);
}

describe('the same seed', () => {
  it('gives the same completions and the same speech byte for byte, faults, times and log', async () => {
    const [first, again, other] = [await session(3), await session(3), await session(4)];
    expect(again).toEqual(first);
    expect(await session(3, { backwards: true }), 'whichever call comes first').toEqual(first);
    expect(other.answers).not.toEqual(first.answers);
    expect(new Set(first.strikes.map(({ action }) => action)).size, 'all kinds of faults').toBe(5);
    const whole = first.answers.filter((answer) => /^(0|200) /.test(answer));
    expect(whole.length, 'and some calls were whole').toBeGreaterThan(5);
  });
});
