import { status, type Metadata } from '@grpc/grpc-js';
import { Recognizer, type StreamingRequestInit } from '@rechka/proto/stt';
import { TokenizerService } from '@rechka/proto/gpt';
import { afterEach, beforeEach, expect } from 'vitest';
import { startEmulator, type Emulator } from '../start-emulator.js';
import { headers } from './official-sdk.js';
import { RawClient } from './raw-client.js';
import { speech } from './recognition.js';

/** How long to fuzz. */
export const runs = { numRuns: 40 };

const { recognizeStreaming } = Recognizer;
const { tokenize } = TokenizerService;

/** 8 kHz in one channel. */
export const audioFormat = {
  rawAudio: { audioEncoding: 'LINEAR16_PCM', sampleRateHertz: 8000, audioChannelCount: 1 },
} as const;

export const sttMessage = (init: StreamingRequestInit) => recognizeStreaming.request.encode(init);

/**
 * An emulator for each test of a file, in which a recognition of somebody else goes on all the time. After each test,
 * whatever was done: nothing was thrown where nobody catches, the emulator answers as ever, the other recognition has
 * heard its words, every call has ended, and nothing is left behind.
 */
export class FuzzedEmulator {
  readonly authorized: Metadata = headers({ authorization: 'Api-Key key' });
  readonly #died: unknown[] = [];
  readonly #onDeath = (error: unknown) => void this.#died.push(error);
  #running: { emulator: Emulator; client: RawClient; bystander: ReturnType<RawClient['open']> } | undefined;
  #resourcesBefore = 0;

  /** Call it at the top of a file. */
  constructor() {
    beforeEach(() => this.#begin());
    afterEach(() => this.#end());
  }

  get emulator(): Emulator {
    return this.#now.emulator;
  }

  get client(): RawClient {
    return this.#now.client;
  }

  /** Calls that have begun and not ended, as far as the log goes back; the one that goes on among them. */
  openCalls(): number {
    const { log } = this.emulator;
    expect(log.length).toBeLessThan(10_000);
    const count = (type: string) => log.filter((event) => event.type === type).length;
    return count('call-start') - count('call-end');
  }

  get #now() {
    if (this.#running === undefined) throw new Error('There is an emulator only while a test runs.');
    return this.#running;
  }

  async #begin(): Promise<void> {
    this.#resourcesBefore = openResources();
    process.on('uncaughtException', this.#onDeath).on('unhandledRejection', this.#onDeath);
    const emulator = await startEmulator({
      iam: { apiKeys: ['key'] },
      stt: { maxNewStreamsPerSecond: false, idleMs: false },
      tts: { maxRequestsPerSecond: false },
      gpt: { reply: () => 'Да.', maxTokenizerRequestsPerSecond: false },
    });
    const client = new RawClient(emulator);
    const bystander = client.open(recognizeStreaming.path, this.authorized);
    bystander.send(sttMessage({ sessionOptions: { recognitionModel: { audioFormat } } }));
    this.#running = { emulator, client, bystander };
  }

  async #end(): Promise<void> {
    const { emulator, client } = this.#now;
    await this.#answersAsUsual();
    await this.#bystanderHears();
    client.close();
    await emulator.close();
    // A call that is cut off ends when its handler has heard of it.
    await expect.poll(() => this.openCalls(), { timeout: 5000 }).toBe(0);
    await expect.poll(openResources, { timeout: 5000 }).toBeLessThanOrEqual(this.#resourcesBefore);
    this.#running = undefined;
    process.off('uncaughtException', this.#onDeath).off('unhandledRejection', this.#onDeath);
    expect(this.#died.splice(0)).toEqual([]);
  }

  async #answersAsUsual(): Promise<void> {
    const { emulator, client } = this.#now;
    const { send, end, ended } = client.open(tokenize.path, this.authorized);
    send(tokenize.request.encode({ modelUri: `gpt://${emulator.folderId}/yandexgpt`, text: 'да' }));
    end();
    expect(await ended).toMatchObject({ code: status.OK });
  }

  /** The other recognition has lived on: it hears what is said now. */
  async #bystanderHears(): Promise<void> {
    const { bystander } = this.#now;
    bystander.send(sttMessage({ chunk: { data: speech('Добрый день') } }));
    bystander.end();
    const { code, messages } = await bystander.ended;
    expect(code).toBe(status.OK);
    const finals = messages.flatMap(
      (bytes) => recognizeStreaming.response.decode(bytes).final?.alternatives ?? [],
    );
    expect(finals.map(({ text }) => text)).toEqual(['добрый день']);
  }
}

function openResources(): number {
  return process.getActiveResourcesInfo().filter((name) => /TCP|Timeout|HTTP/.test(name)).length;
}
